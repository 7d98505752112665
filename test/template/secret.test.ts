import { expect, test } from '@jest/globals'
import { readable } from '../../src/template/secret.ts'

const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/api-AbCdEf'
const parameter = 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key'
const named = (name: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/${name}`
})

test.each<[string, readonly string[], ReturnType<typeof readable>]>([
  ['nothing', [], { secrets: [], parameters: [] }],
  ['a secret', [secret], { secrets: [secret], parameters: [] }],
  [
    'a secret without its six characters',
    [secret.slice(0, -7), `${secret.slice(0, -7)}:key::`],
    { secrets: [`${secret.slice(0, -7)}-??????`], parameters: [] }
  ],
  ['a JSON key of a secret', [`${secret}:password::`], { secrets: [secret], parameters: [] }],
  ['a version of a secret', [`${secret}:password:AWSPREVIOUS:`], { secrets: [secret], parameters: [] }],
  [
    'two keys of one secret',
    [`${secret}:user::`, `${secret}:password::`, secret],
    { secrets: [secret], parameters: [] }
  ],
  [
    'a secret in another partition',
    [secret.replace('aws', 'aws-cn')],
    { secrets: [secret.replace('aws', 'aws-cn')], parameters: [] }
  ],
  ['a parameter', [parameter], { secrets: [], parameters: [parameter] }],
  ['the name of a parameter', ['key'], { secrets: [], parameters: [named('key')] }],
  ['the path of a parameter', ['/shop/key'], { secrets: [], parameters: [named('shop/key')] }],
  [
    'both, in order',
    [parameter, secret, 'b', 'a'],
    { secrets: [secret], parameters: [named('a'), parameter, named('b')] }
  ]
])('secrets and parameters are read by these rights: %s', (_, valuesFrom, expected) => {
  expect(readable(valuesFrom)).toEqual(expected)
})

test('another order of the same secrets asks for the same rights', () => {
  expect(readable(['b', secret, 'a'])).toEqual(readable(['a', 'b', secret]))
})

test('more than a policy takes is refused before anything is made', () => {
  const many = Array.from({ length: 140 }, (_, index) => `${secret.slice(0, -6)}${String(index).padStart(6, '0')}`)
  expect(() => readable(many)).toThrow('140 secrets and parameters do not fit')
  expect(readable(many.slice(0, 100)).secrets).toHaveLength(100)
})
