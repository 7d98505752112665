import { expect, test } from '@jest/globals'
import { secondsOf, totalOf } from '../../../src/action/log/timeline.ts'

test('the total runs from the first start to the last end; a span is told in tenths of a second', () => {
  const span = { stage: 'image', title: 'Image' } as const
  expect(totalOf([])).toBe(0)
  expect(
    totalOf([
      { ...span, startedAt: 1000, endedAt: 9000 },
      { ...span, startedAt: 2000, endedAt: 5000 }
    ])
  ).toBe(8000)
  expect(secondsOf({ startedAt: 1000, endedAt: 2260 })).toBe(1.3)
})
