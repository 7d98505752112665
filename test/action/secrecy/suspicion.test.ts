import { expect, test } from '@jest/globals'
import { isSecretName, suspicionsOf } from '../../../src/action/secrecy/suspicion.ts'

test.each([
  'PASSWORD',
  'MYSQL_ROOT_PASSWORD',
  'PGPASSWORD',
  'DBPASS',
  'requirepass',
  'dbPassword',
  'db-passwd',
  'DB_PWD',
  'SMTP_PASS',
  'KEY',
  'API_KEY',
  'apiKey',
  'APIKEY',
  'SECRET',
  'SECRET_KEY_BASE',
  'client.secret',
  'GITHUB_TOKEN',
  'authtoken',
  'AWS_SECRET_ACCESS_KEY',
  'CREDENTIALS',
  'GOOGLE_CREDENTIAL',
  'PRIVATE_KEY',
  'TLS_PRIVATE',
  'PASSPHRASE',
  'ENCRYPTION_KEYS'
])('%s looks like a secret', (name) => {
  expect(isSecretName(name)).toBe(true)
})

test.each([
  'MONKEY',
  'KEYBOARD',
  'KEYCLOAK_REALM',
  'TOKENIZERS_PARALLELISM',
  'MAX_TOKENS',
  'TOKEN_TTL',
  'SECRETARY',
  'COMPASS',
  'PASSENGERS',
  'PWD',
  'PRIVATE_KEY_PATH',
  'SECRET_NAME',
  'SECRET_ARN',
  'PUBLIC_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  'PASSWORD_MIN_LENGTH',
  'DATABASE_URL',
  'PORT',
  ''
])('%s does not', (name) => {
  expect(isSecretName(name)).toBe(false)
})

test('suspects by name and by value, and no switch', () => {
  const url = 'postgres://shop:hunter2@db/shop'
  expect(
    suspicionsOf({ DB_PASSWORD: 'hunter2', USE_TOKEN: 'true', API_KEY: '', SECRET: '0', DATABASE_URL: url, MODE: 'x' })
  ).toEqual([
    { name: 'DB_PASSWORD', value: 'hunter2', by: 'name' },
    { name: 'DATABASE_URL', value: url, by: 'value' }
  ])
})
