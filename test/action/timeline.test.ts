import { expect, test } from '@jest/globals'
import { durationText, secondsOf, totalOf } from '../../src/action/timeline.ts'

test.each([
  [-5, '0 s'],
  [0, '0 s'],
  [449, '0.4 s'],
  [9_900, '9.9 s'],
  [9_990, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [185_000, '3 min 5 s']
])('%d ms are %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text)
})

test('totals', () => {
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
