import { describe, expect, test } from '@jest/globals'
import { countFrom, countsText, findingText, worstFirst, type Finding } from '../../src/model/scan.ts'

const finding = (name: string, severity: Finding['severity']): Finding => ({ name, severity })

test('the worst findings come first, by name where they are as bad', () => {
  const found = [finding('b', 'LOW'), finding('z', 'CRITICAL'), finding('c', 'UNDEFINED'), finding('a', 'LOW')]
  expect(worstFirst(found).map(({ name }) => name)).toEqual(['z', 'a', 'b', 'c'])
  expect(worstFirst([finding('same', 'LOW'), finding('same', 'LOW')])).toHaveLength(2)
})

test.each([
  ['CRITICAL', 1],
  ['HIGH', 4],
  ['MEDIUM', 4],
  ['LOW', 9]
] as const)('from %s on there are %i', (from, count) => {
  expect(countFrom({ counts: { CRITICAL: 1, HIGH: 3, LOW: 5, UNDEFINED: 7 }, worst: [] }, from)).toBe(count)
})

describe('in words', () => {
  test.each([
    [{}, 'nothing found'],
    [{ LOW: 0 }, 'nothing found'],
    [{ LOW: 2, CRITICAL: 1 }, '1 critical, 2 low']
  ])('%j: %s', (counts, text) => {
    expect(countsText({ counts, worst: [] })).toBe(text)
  })

  test.each([
    [{}, 'CVE-1 (high), no fix is known'],
    [{ package: 'openssl 3.0.1' }, 'CVE-1 (high) in openssl 3.0.1, no fix is known'],
    [{ package: 'openssl 3.0.1', fixedIn: '3.0.2' }, 'CVE-1 (high) in openssl 3.0.1, fixed in 3.0.2']
  ])('%j: %s', (more, text) => {
    expect(findingText({ ...finding('CVE-1', 'HIGH'), ...more })).toBe(text)
  })
})
