// What a reference to a secret names.
import { expect, test } from '@jest/globals'
import { readReference, referenceText } from '../../src/model/secret-reference.ts'

const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf'
const parameter = 'arn:aws:ssm:us-east-1:111122223333:parameter/'

test.each([
  [secret, { in: 'secrets-manager', id: secret, region: 'eu-west-1' }],
  [`${secret}:url::`, { in: 'secrets-manager', id: secret, region: 'eu-west-1' }],
  ['secret:login', { in: 'secrets-manager', id: 'login' }],
  ['/shop/token', { in: 'parameter-store', names: ['/shop/token'] }],
  [
    `${parameter}shop/token`,
    { in: 'parameter-store', names: ['/shop/token'], region: 'us-east-1', account: '111122223333' }
  ],
  [
    `${parameter}token`,
    { in: 'parameter-store', names: ['token', '/token'], region: 'us-east-1', account: '111122223333' }
  ]
])('a reference is read: %s', (reference, expected) => {
  expect(readReference(reference)).toEqual(expected)
})

test('a reference is shown without its key', () => {
  expect([`${secret}:url::`, 'secret:login', '/a'].map(referenceText)).toEqual([secret, 'login', '/a'])
})
