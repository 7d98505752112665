import { expect, test } from '@jest/globals'
import { durationText } from '../../src/model/duration.ts'

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
