import { expect, test } from '@jest/globals'
import { localBody, localNames } from '../../../local/gateway/names.ts'
import { denial, placeOf, registryAction } from '../../../local/gateway/registry.ts'
import { createTokens } from '../../../local/gateway/token.ts'

test('names of registries become folders of the gateway', () => {
  const text =
    '"123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web@sha256:1" "123456789012.dkr.ecr.eu-west-1.amazonaws.com"'
  expect(localNames(text, '127.0.0.1:80')).toBe(
    '"127.0.0.1:80/123456789012/eu-west-1/shop/web@sha256:1" "123456789012.dkr.ecr.eu-west-1.amazonaws.com"'
  )
  const body = Buffer.from(text)
  expect(localBody(body, 'application/octet-stream', 'x')).toBe(body)
})

test('a path says which registry is meant', () => {
  expect(placeOf('/v2/123456789012/ap-southeast-2/shop/web/manifests/a?x=1')).toEqual({
    account: '123456789012',
    region: 'ap-southeast-2',
    rest: 'shop/web/manifests/a'
  })
  expect(placeOf('/v2/')).toBeUndefined()
  expect(placeOf('/v2/library/node/manifests/24')).toBeUndefined()
})

test.each([
  ['GET', '/v2/', 'GetLogin'],
  ['PUT', '/v2/1/r/a/manifests/t', 'PutManifest'],
  ['HEAD', '/v2/1/r/a/blobs/sha256:1', 'HeadBlob'],
  ['POST', '/v2/1/r/a/blobs/uploads/?mount=x', 'StartUpload'],
  ['PATCH', '/v2/1/r/a/blobs/uploads/u', 'ContinueUpload']
])('%s %s is the action %s', (method, url, action) => {
  expect(registryAction(method, url)).toBe(action)
})

test('a login is good for one account and twelve hours', () => {
  let time = 1000
  const tokens = createTokens(() => time)
  const header = (token: string, user = 'AWS'): string => `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`
  const token = tokens.issue('123456789012', 2000)
  expect(tokens.check(header(token))).toEqual({ is: 'good', account: '123456789012' })
  expect(tokens.check(header(token, 'me'))).toEqual({ is: 'wrong' })
  expect(tokens.check(header(`${token.slice(0, -4)}AAAA`))).toEqual({ is: 'wrong' })
  expect(tokens.check(undefined)).toEqual({ is: 'wrong' })
  expect(createTokens().check(header(token))).toEqual({ is: 'wrong' })
  time = 2001
  expect(tokens.check(header(token))).toEqual({ is: 'expired' })
})

test("a login that is another account's, expired or wrong is refused", () => {
  const place = { account: '123456789012', region: 'eu-west-1', rest: 'web/manifests/a' }
  expect(denial({ is: 'good', account: '123456789012' }, place)).toBeUndefined()
  expect(denial({ is: 'good', account: '*' }, place)).toBeUndefined()
  expect(denial({ is: 'good', account: '999999999999' }, place)).toMatchObject({ status: 403, code: 'DENIED' })
  expect(denial({ is: 'expired' }, place)?.message).toContain('Your authorization token has expired')
  expect(denial({ is: 'wrong' }, undefined)).toMatchObject({ status: 401 })
})
