import { describe, expect, test } from '@jest/globals'
import { canonicalText, isObject, readJson, type Json } from '../../src/model/json.ts'

describe('the canonical text', () => {
  test.each<[string, Json, string]>([
    ['of a text', 'a', '"a"'],
    ['of null', null, 'null'],
    ['of an object in order', { b: 1, a: 2 }, '{"a":2,"b":1}'],
    ['of objects inside', { b: [{ d: 1, c: 2 }], a: {} }, '{"a":{},"b":[{"c":2,"d":1}]}'],
    ['of a list as it is', [2, 1], '[2,1]']
  ])('%s', (_, value, text) => {
    expect(canonicalText(value)).toBe(text)
  })
})

test('sorted keys are all there is to it', () => {
  const value = { b: { d: true, c: null }, a: [] }
  expect(readJson(canonicalText(value))).toEqual(value)
})

test.each<[string, Json | undefined]>([
  ['{"a":[1]}', { a: [1] }],
  ['null', null],
  ['{"a":', undefined],
  ['', undefined]
])('%j is read', (text, json) => {
  expect(readJson(text)).toEqual(json)
})

test.each<[Json | undefined, boolean]>([
  [{}, true],
  [[], false],
  [null, false],
  ['{}', false],
  [undefined, false]
])('%j is an object: %s', (value, expected) => {
  expect(isObject(value)).toBe(expected)
})
