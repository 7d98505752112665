// Secrets and parameters that a task has read before they were changed.
import { expect, test } from '@jest/globals'
import { optionalReads } from '../../src/run/evidence/optional.ts'
import { readStale } from '../../src/run/stale.ts'
import type { World } from '../../src/run/world.ts'
import { fakeRegion } from './fake/region.ts'

const started = Date.parse('2026-01-02T00:00:00Z')
const [before, after] = [new Date(started - 1000), new Date(started + 1000)]
const here = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:here-a1b2c3'
const abroad = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:abroad-a1b2c3'

const stale = (references: readonly string[], changed: Readonly<Record<string, Date>>) => {
  const { world } = fakeRegion()
  const aws: World['aws'] = {
    ...world.aws,
    secrets: { ...world.aws.secrets, changedAt: (id) => Promise.resolve(changed[id]) },
    parameters: {
      existing: (names) => Promise.resolve(new Map(Object.entries(changed).filter(([name]) => names.includes(name))))
    }
  }
  const here = { region: 'eu-west-1', account: '123456789012' }
  return readStale(references, started, here, { ...world, aws }, optionalReads())
}

test('what was changed after the start is named, with its time', async () => {
  const references = [`${here}:key::`, here, '/shop/parameter', 'secret:shop/other']
  const changed = { [here]: after, '/shop/parameter': after, 'shop/other': before }
  expect(await stale(references, changed)).toEqual({
    secrets: [here, '/shop/parameter'].map((secret) => ({ secret, changed: '2026-01-02T00:00:01.000Z' })),
    unlisted: []
  })
})

test('of what is in another region nothing is asked, and of what no list has that is said', async () => {
  expect(await stale([abroad, '/shared/key'], { [abroad]: after })).toEqual({ secrets: [], unlisted: ['/shared/key'] })
})

test.each(['eu-west-1:999999999999', 'us-east-1:123456789012'])(
  'a parameter of %s is not the one of the same name that is here',
  async (place) => {
    const reference = `arn:aws:ssm:${place}:parameter/shop/x`
    expect(await stale([reference], { '/shop/x': after })).toEqual({ secrets: [], unlisted: ['/shop/x'] })
  }
)
