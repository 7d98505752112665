import { expect, test } from '@jest/globals'
import { inert, linesOf, withoutAnsi } from '../../../src/action/log/line.ts'

test.each([
  ['plain', 'plain'],
  ['a::b', 'a::b'],
  ['::add-mask::x', '| ::add-mask::x'],
  ['  ::stop-commands::x', '|   ::stop-commands::x'],
  ['\u001b[1m::error::x', '| \u001b[1m::error::x'],
  ['##[error]x', '# #[error]x'],
  ['a ##[group]x', 'a # #[group]x']
])('%j cannot command the runner', (line, text) => {
  expect(inert(line)).toBe(text)
})

test('a lone carriage return ends a line too', () => {
  expect(linesOf('a\rb\r\nc\nd')).toEqual(['a', 'b', 'c', 'd'])
})

test('colours and links go', () => {
  expect(withoutAnsi('\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007')).toBe('red link')
})
