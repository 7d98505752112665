import { describe, expect, test } from '@jest/globals'
import type { Call } from '../../../local/gateway/call.ts'
import { createSecrets } from '../../../local/gateway/secrets.ts'

const call = (service: string, action: string, more: Partial<Call> = {}): Call => ({
  service,
  action,
  region: 'eu-west-1',
  protocol: 'json',
  ...more
})
function seen(of: Call, asked: string, answered = ''): readonly string[] {
  const secrets = createSecrets()
  secrets.see(of, Buffer.from(asked), Buffer.from(answered))
  return secrets.list()
}
const login = Buffer.from('AWS:pass-word').toString('base64')

describe('a secret that passes by is remembered', () => {
  test.each([
    [
      'keys of a session, and the token for them',
      call('sts', 'AssumeRoleWithWebIdentity', { token: 'ey.token' }),
      '',
      '<SecretAccessKey>secret/key</SecretAccessKey><SessionToken>session</SessionToken>',
      ['ey.token', 'secret/key', 'session']
    ],
    [
      'the key of a user',
      call('iam', 'CreateAccessKey'),
      '',
      '<SecretAccessKey>of-user</SecretAccessKey>',
      ['of-user']
    ],
    [
      'a login',
      call('ecr', 'GetAuthorizationToken'),
      '',
      JSON.stringify({ authorizationData: [{ authorizationToken: login }] }),
      [login, 'pass-word']
    ],
    ['a secret', call('secretsmanager', 'CreateSecret'), '{"SecretString":"open sesame"}', '', ['open sesame']],
    [
      'a map of secrets',
      call('secretsmanager', 'PutSecretValue'),
      JSON.stringify({ SecretString: '{"password":"open barley","port":1}' }),
      '',
      ['{"password":"open barley","port":1}', 'open barley']
    ],
    ['a secure parameter', call('ssm', 'PutParameter'), '{"Type":"SecureString","Value":"secured"}', '', ['secured']]
  ])('%s', (_, of, asked, answered, values) => {
    expect(seen(of, asked, answered)).toEqual(values)
  })
})

test.each([
  ['a plain parameter', call('ssm', 'PutParameter'), '{"Type":"String","Value":"not secret"}'],
  ['what is too short', call('secretsmanager', 'CreateSecret'), '{"SecretString":"abc"}'],
  ['what is no JSON', call('ssm', 'PutParameter'), 'nothing'],
  ['another service', call('ecs', 'CreateService'), '{"SecretString":"open sesame"}']
])('%s is none', (_, of, asked) => {
  expect(seen(of, asked)).toEqual([])
})
