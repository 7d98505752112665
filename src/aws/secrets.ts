// Secrets by their metadata alone (Secrets Manager): their values are never read (docs/decisions/0006).
import type { DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager'
import { isWholeArn } from '../model/secret-reference.ts'
import type { SecretState } from '../model/seen.ts'
import { callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'

export const secrets = ({ secretsManager }: Clients) => {
  /** @param secret its ARN, without a JSON key, or its name. */
  async function describe(secret: string): Promise<DescribeSecretCommandOutput | undefined> {
    const { DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager')
    const client = await secretsManager()
    const isMissing = named('ResourceNotFoundException')
    return callUnless('secretsmanager:DescribeSecret', isMissing, () =>
      client.send(new DescribeSecretCommand({ SecretId: secret }))
    )
  }

  return {
    /** When its value was last changed; undefined: there is none, or it never was. */
    changedAt: async (secret: string): Promise<Date | undefined> => (await describe(secret))?.LastChangedDate,

    async state(secret: string): Promise<SecretState> {
      const found = await describe(secret)
      if (!found) return 'missing'
      if (isWholeArn(secret) && found.ARN !== secret) return 'cut-short'
      return found.DeletedDate === undefined ? 'there' : 'being-deleted'
    }
  }
}
