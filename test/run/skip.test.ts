// Regions that are not begun because of another one.
import { expect, test } from '@jest/globals'
import { Failure } from '../../src/model/failure.ts'
import type { Several } from '../../src/model/several.ts'
import type { Asking } from '../../src/run/prepare.ts'
import { firstFailed, refused } from '../../src/run/skip.ts'
import { plain } from '../template/example.ts'
import { fakeRegion } from './fake/region.ts'

const failure = new Failure({ code: 'INPUT_INVALID', sentence: 'It is wrong.', remedy: 'Mend it.' })

const asked = async (): Promise<Several<Asking>> => {
  const current = await fakeRegion().look('1')
  const of = (region: string): Asking => ({ config: { ...plain, region }, current: { ...current, region } })
  return [of('eu-west-1'), of('us-east-1')]
}

test('without a refusal there is nothing to say', async () => {
  expect(firstFailed(await asked(), [undefined, undefined])).toBeUndefined()
  expect(refused(await asked(), [undefined, undefined])).toBeUndefined()
})

test('a refused region has failed, and the others are skipped, by its name and its way out', async () => {
  const verdicts = refused(await asked(), [undefined, failure])
  expect(verdicts).toMatchObject([
    {
      verdict: 'skipped',
      failure: {
        code: 'INPUT_INVALID',
        sentence: 'It was not begun, because us-east-1 failed (INPUT_INVALID).',
        remedy: 'Mend it.'
      },
      facts: { region: 'eu-west-1', hasChanges: false }
    },
    { verdict: 'failed', failure, facts: { region: 'us-east-1', hasChanges: false } }
  ])
})
