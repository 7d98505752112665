import { expect, test } from '@jest/globals'
import { mapSeveral, pairSeveral } from '../../src/model/several.ts'

test('what belongs to the same region comes together, in their order', () => {
  expect(pairSeveral(['a', 'b'], [1, 2])).toEqual([
    ['a', 1],
    ['b', 2]
  ])
  expect(mapSeveral(['a', 'b'], (name, index) => name + String(index))).toEqual(['a0', 'b1'])
})

test('lists of other regions are no pairs: nobody gets what the first has', () => {
  expect(() => pairSeveral(['a', 'b'], [1])).toThrow('not of the same regions')
  expect(() => pairSeveral(['a'], [1, 2])).toThrow('not of the same regions')
})
