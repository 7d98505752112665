import { expect, test } from '@jest/globals'
import { given, inParts, required } from '../../src/aws/answer.ts'

test('a field that is missing is named', () => {
  expect(required(0, 'x')).toBe(0)
  expect(() => {
    required(undefined, 'ecs:X service.arn')
  }).toThrow('AWS answered without ecs:X service.arn.')
})

test('absent stays absent', () => {
  expect(given({ a: 1, b: undefined, c: '', d: 0 })).toEqual({ a: 1, d: 0 })
})

test('what one call cannot take is asked for in parts', async () => {
  const parts: number[][] = []
  const read = (part: number[]) => Promise.resolve(parts.push(part) > 0 ? part.map(String) : [])
  expect(await inParts([1, 2, 3], 2, read)).toEqual(['1', '2', '3'])
  expect(parts).toEqual([[1, 2], [3]])
  expect(await inParts([], 2, read)).toEqual([])
})
