import { expect, test } from '@jest/globals'
import { wavesOf } from '../../src/model/waves.ts'

test.each([
  ['parallel', [[0, 1, 2]]],
  ['serial', [[0], [1], [2]]],
  ['first-then-rest', [[0], [1, 2]]]
] as const)('three regions go in waves: %s', (waves, indexes) => {
  expect(wavesOf(waves, ['a', 'b', 'c'])).toEqual(indexes)
})

test('one region is one wave, however regions are to go', () => {
  for (const waves of ['parallel', 'serial', 'first-then-rest'] as const) expect(wavesOf(waves, ['a'])).toEqual([[0]])
})
