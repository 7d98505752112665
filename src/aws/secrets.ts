// Secrets by their metadata alone (Secrets Manager): their values are never read (docs/decisions/0006).
import type { Clients } from './clients.ts'
import { callUnless, named } from './failures.ts'

export const secrets = ({ secretsManager, ending }: Clients) => ({
  /** When its value was last changed. @param secret its ARN, or its name; undefined: there is none, or it never was. */
  async changedAt(secret: string): Promise<Date | undefined> {
    // Loaded for `status` only.
    const { DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager')
    const client = await secretsManager()
    const isMissing = named('ResourceNotFoundException')
    const answer = await callUnless('secretsmanager:DescribeSecret', isMissing, () =>
      client.send(new DescribeSecretCommand({ SecretId: secret }), ending)
    )
    return answer?.LastChangedDate
  }
})
