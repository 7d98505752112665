import { describe, expect, test } from '@jest/globals'
import {
  credentialsProblem,
  certificateProblem,
  cleanZoneId,
  imageProblem,
  regionOfArn,
  regionProblem,
  roleProblem,
  secretProblem,
  zoneProblem
} from '../../../src/action/rules/reference.ts'

const digest = `sha256:${'0a'.repeat(32)}`

describe.each([
  [
    'region',
    regionProblem,
    ['eu-west-1', 'us-gov-west-1', 'ap-southeast-5', 'us-iso-east-1', 'eusc-de-east-1', 'cn-north-1'],
    ['eu-west', 'Ireland', 'EU-WEST-1', 'eu_west_1']
  ],
  [
    'role',
    roleProblem,
    ['arn:aws:iam::111122223333:role/deploy', 'arn:aws-cn:iam::111122223333:role/path/to/deploy'],
    [
      'deploy',
      'arn:aws:iam::1111:role/deploy',
      'arn:aws:iam::111122223333:user/jane',
      'arn:aws:iam::111122223333:role/'
    ]
  ],
  [
    'certificate',
    certificateProblem,
    [
      'arn:aws:acm:eu-west-1:111122223333:certificate/0a-1b',
      'arn:aws-us-gov:acm:us-gov-west-1:111122223333:certificate/x'
    ],
    ['0a-1b', 'arn:aws:iam::111122223333:server-certificate/x', 'arn:aws:acm:eu-west-1:1:certificate/x']
  ],
  ['zone', zoneProblem, ['Z0123456789ABC', 'none', cleanZoneId('/hostedzone/Z1')], ['shop.example', 'z1', 'None', '']],
  [
    'image',
    imageProblem,
    [
      'shop',
      'shop:local',
      'ghcr.io/owner/shop:1.2',
      'localhost:5000/shop',
      `ghcr.io/owner/shop@${digest}`,
      `shop:1@${digest}`,
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/shop:v1'
    ],
    ['my shop', 'https://ghcr.io/x', 'Shop', 'shop@sha256:12', 'shop:', '']
  ]
])('%s', (_, problem, right, wrong) => {
  test.each(right)('takes %s', (text) => {
    expect(problem(text)).toBeUndefined()
  })
  test.each(wrong)('refuses %s', (text) => {
    expect(problem(text)).toMatch(/`/)
  })
})

test('says the region of an availability zone', () => {
  expect(regionProblem('eu-west-1a')).toContain('`eu-west-1`')
})

test('reads the region of an ARN', () => {
  expect(regionOfArn('arn:aws:acm:eu-west-1:111122223333:certificate/x')).toBe('eu-west-1')
})

test.each([
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf:password::',
  'arn:aws:ssm:eu-west-1:111122223333:parameter/shop/password',
  '/shop/password',
  'password'
])('takes the secret %s', (reference) => {
  expect(secretProblem('X', reference)).toBeUndefined()
})

test.each([
  'hunter 2!',
  'arn:aws:s3:::bucket',
  'p@ss',
  '',
  'hunter2hunter2',
  `ghp_${'a1'.repeat(18)}`,
  `wJalr/${'K7'.repeat(17)}`
])('refuses the secret %j without showing it', (reference) => {
  const problem = secretProblem('DB_PASSWORD', reference)
  expect(problem).toContain('`DB_PASSWORD` must name where the secret is')
  if (reference !== '') expect(problem).not.toContain(reference)
})

test.each([
  ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf:password', '`ARN:key::`'],
  ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf:password:', '`ARN:key::`'],
  ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:*', 'has a wildcard'],
  ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-??????', 'has a wildcard'],
  ['arn:aws:ssm:eu-west-1:111122223333:parameter/*', 'has a wildcard']
])('says what is wrong with %s', (reference, part) => {
  expect(secretProblem('X', reference)).toContain(part)
})

test.each(['my-secret', 'shop/prod2/password', 'databasepassword', 'DB_PASSWORD_2024'])(
  "takes %s for a parameter's name",
  (name) => {
    expect(secretProblem('X', name)).toBeUndefined()
  }
)

test('a login has no wildcard', () => {
  expect(credentialsProblem('arn:aws:secretsmanager:eu-west-1:111122223333:secret:*')).toContain('is wanted')
})
