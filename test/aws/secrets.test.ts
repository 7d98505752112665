import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, test } from '@jest/globals'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const client = mocked(SecretsManagerClient)

test('a secret is asked when it was changed, never for its value', async () => {
  const changed = new Date('2026-01-01')
  client.on(DescribeSecretCommand, { SecretId: 'one' }).resolves({ LastChangedDate: changed })
  expect(await aws().secrets.changedAt('one')).toEqual(changed)
  expect(client.calls()).toHaveLength(1)
})

test('one that is not there never was', async () => {
  client.on(DescribeSecretCommand).rejects(awsError('ResourceNotFoundException', 'It is not there.'))
  expect(await aws().secrets.changedAt('one')).toBeUndefined()
})

test('one that may not be read is not told', async () => {
  client.on(DescribeSecretCommand).rejects(awsError('AccessDeniedException', 'You may not.'))
  await expect(aws().secrets.changedAt('one')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
})
