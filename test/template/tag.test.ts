import { describe, expect, test } from '@jest/globals'
import { revisionTags } from '../../src/template/tag.ts'
import { plain } from './example.ts'

describe('a tag value', () => {
  test.each([
    ['as it is', 'main 1.0_a:b/c=d+e-f@g', 'main 1.0_a:b/c=d+e-f@g'],
    ['letters of any language', 'Zoë 日本', 'Zoë 日本'],
    ['an app as actor', 'dependabot[bot]', 'dependabot-bot'],
    ['what AWS refuses', 'a<b>&"c"', 'a-b-c'],
    ['only what AWS refuses', '[]', ''],
    ['too long', 'a'.repeat(300), 'a'.repeat(256)]
  ])('%s', (_, text, expected) => {
    expect(revisionTags(plain, { actor: text })['slipway:actor']).toBe(expected)
  })
})

test('a revision tells its origin as far as it is known', () => {
  expect(
    revisionTags({ ...plain, tags: { team: 'checkout' } }, { commit: 'c0ffee', run: '12-1', actor: 'a[bot]' })
  ).toEqual({
    team: 'checkout',
    'slipway:name': 'shop',
    'slipway:commit': 'c0ffee',
    'slipway:run': '12-1',
    'slipway:actor': 'a-bot'
  })
  expect(revisionTags(plain, {})).toEqual({ 'slipway:name': 'shop' })
})
