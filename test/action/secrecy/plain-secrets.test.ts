import { describe, expect, test } from '@jest/globals'
import { mistakesOf, parsed } from '../asking.ts'

test('values that may be secret are in no message', () => {
  const text = mistakesOf({
    env: 'DB_PASSWORD=hunter2\nhunter2',
    'build-secrets': 'a=hunter2\nhunter2',
    secrets: 'X=hunter2!'
  }).join('\n')
  expect(text).toContain('line 2')
  expect(text).not.toContain('hunter2')
})

describe('secret values', () => {
  test('plain secrets that are allowed, build secrets and credentials in URLs are masked', () => {
    const url = 'postgres://shop:hunter2@db/shop'
    const { secretValues } = parsed({
      env: `DB_PASSWORD=hunter2\nMODE=x\nDATABASE_URL=${url}`,
      'build-args': 'API_KEY=abcdef',
      'build-secrets': 'npm=token-1',
      'allow-plain-secrets': 'true'
    })
    expect(secretValues).toEqual(['hunter2', url, 'abcdef', 'token-1'])
  })

  test('those in `overrides` are held to the same', () => {
    const over = (name: string): string =>
      JSON.stringify({
        taskDefinition: { containerDefinitions: [{ name: 'side', environment: [{ name, value: 'hunter2' }, {}] }] }
      })
    const [mistake = '', ...others] = mistakesOf({ overrides: over('DB_PASSWORD') })
    expect(mistake).toContain('Input `overrides`: `DB_PASSWORD` looks like a secret')
    expect(mistake).not.toContain('hunter2')
    expect(others).toEqual([])
    const allowed = parsed({ overrides: over('DB_PASSWORD'), 'allow-plain-secrets': 'true' })
    expect(allowed.secretValues).toEqual(['hunter2'])
    expect(parsed({ overrides: over('MODE') }).secretValues).toEqual([])
  })

  test('but not a part of what we must print', () => {
    const { secretValues, warnings } = parsed({ 'build-secrets': 'a=shop\nb=west\nc=\nd=other-1', domain: 'x.example' })
    expect(secretValues).toEqual(['other-1'])
    expect(warnings).toEqual(['A secret value is a part of a name that we must print, and is not masked'])
  })
})
