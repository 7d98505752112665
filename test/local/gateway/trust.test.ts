import { expect, test } from '@jest/globals'
import { covers, presented } from '../../../local/gateway/site.ts'
import { trusts } from '../../../local/gateway/trust.ts'

const host = 'token.actions.githubusercontent.com'
const claims = { aud: 'sts.amazonaws.com', sub: 'repo:acme/shop:ref:refs/heads/main' }
const policy = (Condition: object, more: object = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${host}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition,
        ...more
      }
    ]
  })

test.each([
  ['no condition', policy({}), true],
  ['audience', policy({ StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' } }), true],
  ['another audience', policy({ StringEquals: { [`${host}:aud`]: 'https://github.com/acme' } }), false],
  ['a pattern', policy({ StringLike: { [`${host}:sub`]: ['repo:acme/other:*', 'repo:acme/shop:*'] } }), true],
  ['a pattern of another', policy({ StringLike: { [`${host}:sub`]: 'repo:acme/sho?' } }), false],
  ['a claim that the token lacks', policy({ StringEquals: { [`${host}:environment`]: 'prod' } }), false],
  ['another action', policy({}, { Action: ['sts:AssumeRole'] }), false],
  ['a deny', policy({}, { Effect: 'Deny' }), false],
  ['another provider', policy({}, { Principal: { Federated: 'cognito-identity.amazonaws.com' } }), false],
  ['another principal', policy({}, { Principal: { Service: 'ecs-tasks.amazonaws.com' } }), false],
  ['no policy', 'nonsense', false]
])("a role's trust is read as AWS does: %s", (_, document, expected) => {
  expect(trusts(document, claims)).toBe(expected)
})

test('a load balancer presents the certificate that covers the name, else its first', () => {
  const [shop, wild] = [{ names: ['shop.example', 'www.shop.example'] }, { names: ['*.blog.example'] }]
  expect(presented([shop, wild], 'WWW.shop.example')).toBe(shop)
  expect(presented([shop, wild], 'a.blog.example')).toBe(wild)
  expect(presented([shop, wild], 'b.a.blog.example')).toBe(shop)
  expect(presented([shop, wild], undefined)).toBe(shop)
  expect(presented([], 'shop.example')).toBeUndefined()
  expect(covers('*.blog.example', 'blog.example')).toBe(false)
})
