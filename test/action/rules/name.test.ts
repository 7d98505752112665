import { describe, expect, test } from '@jest/globals'
import {
  imageTagProblem,
  nameProblem,
  reduceName,
  reduceSessionName,
  repositoryProblem,
  secretIdProblem,
  tagKeyProblem,
  variableProblem
} from '../../../src/action/rules/name.ts'
import { reduceTagValue } from '../../../src/model/release-record.ts'

test.each([
  ['shop', 'shop'],
  ['My_Shop.App', 'my-shop-app'],
  ['--Shop--', 'shop'],
  ['3d-shop', 'app-3d-shop'],
  ['a', 'app-a'],
  ['...', undefined],
  ['Käse', 'k-se'],
  ['x'.repeat(90), 'x'.repeat(50)],
  [`${'x'.repeat(49)}-y`, 'x'.repeat(49)]
])('reduces %s to %s', (text, reduced) => {
  expect(reduceName(text)).toBe(reduced)
  if (reduced !== undefined) expect(nameProblem(reduced)).toBeUndefined()
})

test.each(['shop', 'my-shop', 'a1', 's'.repeat(50)])('takes the name %s', (name) => {
  expect(nameProblem(name)).toBeUndefined()
})

test.each([
  ['My Shop', '`my-shop` would do'],
  ['shop-', '`shop` would do'],
  ['my--shop', '`my-shop` would do'],
  ['7up', '`app-7up` would do'],
  ['s'.repeat(51), 'would do'],
  ['__', 'begins with a letter']
])('refuses the name %s and says what would do', (name, part) => {
  expect(nameProblem(name)).toContain(part)
})

test.each(['shop', 'team/shop', 'shop_a.b-c/d2'])('takes the repository %s', (name) => {
  expect(repositoryProblem(name)).toBeUndefined()
})

test.each([
  ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/shop', '`team/shop`'],
  ['Shop', 'small letters'],
  ['s', '2 to 256'],
  ['shop/', 'between parts'],
  ['my__shop', 'single'],
  ['1shop', 'a letter at the start']
])('refuses the repository %s', (name, part) => {
  expect(repositoryProblem(name)).toContain(part)
})

test.each([
  ['v1.2', undefined],
  ['_x', undefined],
  ['latest', undefined],
  ['kept-x', 'ours'],
  ['.x', 'begins with'],
  ['a b', 'at most 128'],
  ['x'.repeat(129), 'at most 128']
])('image tag %s: %s', (tag, part) => {
  const problem = imageTagProblem(tag)
  if (part === undefined) expect(problem).toBeUndefined()
  else expect(problem).toContain(part)
})

test.each([
  ['slipway-42', 'slipway-42'],
  ['dependabot[bot]', 'dependabot-bot'],
  ['jane doe <jane@example.com>', 'jane-doe-jane@example.com'],
  ['x'.repeat(80), 'x'.repeat(64)],
  ['[]', 'slipway'],
  ['é', 'slipway'],
  ['a', 'slipway-a']
])('session name %s becomes %s', (text, reduced) => {
  expect(reduceSessionName(text)).toBe(reduced)
  expect(reduced).toMatch(/^[\w+=,.@-]{2,64}$/)
})

test.each([
  ['dependabot[bot]', 'dependabot-bot-'],
  ['Straße 7 + @home', 'Straße 7 + @home'],
  ['a\tb\nc', 'a-b-c'],
  ['', ''],
  ['x'.repeat(300), 'x'.repeat(256)]
])('tag value %j becomes %j', (value, reduced) => {
  expect(reduceTagValue(value)).toBe(reduced)
})

describe('keys', () => {
  test.each(['team', 'Cost Center', 'a:b/c', 'größe'])('takes the tag key %s', (key) => {
    expect(tagKeyProblem(key)).toBeUndefined()
  })
  test.each(['aws:x', 'AWS:x', 'slipway:name', 'a[b]', 'x'.repeat(129)])('refuses the tag key %s', (key) => {
    expect(tagKeyProblem(key)).toContain(key)
  })
  test.each(['PORT', '_x', 'a1'])('takes the variable %s', (name) => {
    expect(variableProblem(name)).toBeUndefined()
  })
  test.each(['1A', 'a-b', 'a b', 'É', 'a.b', 'export A'])('refuses the variable %s', (name) => {
    expect(variableProblem(name)).toContain(name)
  })
  test.each([
    ['npm-token', true],
    ['a b', false]
  ])('build secret id %s: %s', (id, isRight) => {
    expect(secretIdProblem(id) === undefined).toBe(isRight)
  })
})
