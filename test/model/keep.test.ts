import { expect, test } from '@jest/globals'
import { uselessOf } from '../../src/model/keep.ts'
import { goodTags } from '../../src/model/release-record.ts'
import type { Revision } from '../../src/model/revision.ts'

const good = goodTags({ verdict: 'deployed', time: '2026-01-01T00:00:00.000Z' })
const revision = (number: number, tags: Revision['tags']): Revision => ({
  arn: `arn:${number}`,
  family: 'shop-app',
  revision: number,
  active: true,
  definition: {},
  tags
})

test.each([
  ['good ones beyond those that are kept', [1, 2], { 1: good, 2: good, 3: good, 4: good, 5: good }],
  ['one that was registered and never came to be good', [3], { 3: {}, 4: good, 5: good }],
  ['none that may be of a run that goes on', [], { 5: good, 6: {} }],
  ['none that serves, however old', [2], { 1: good, 2: good, 3: good, 4: good, 5: good }, ['arn:1']],
  ['what serves without a record counts as one', [2], { 2: good, 3: good, 4: {}, 5: good }, ['arn:4']]
])(
  'what is let go of the revisions: %s',
  (_, expected, tags: Readonly<Record<number, Revision['tags']>>, used: string[] = []) => {
    const active = Object.entries(tags)
      .map(([number, each]) => revision(Number(number), each))
      .toReversed()
    const found = uselessOf({ active, used, most: 3, below: 6 }).map((each) => each.revision)
    expect(found.toSorted((a, b) => a - b)).toEqual(expected)
  }
)
