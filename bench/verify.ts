// How long `command: verify` takes before a first deploy, by a role and with another for CloudFormation: each right of both
// is simulated.
import { parseArgs } from 'node:util'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { openTurns, region, turnOptions } from './turns.ts'

const account = '100000000097'
const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`

/** @param args `turnOptions`. */
export async function verify(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: turnOptions })
  const { local, environment, run, begin, measure, close } = await openTurns(account, 'verify.example', values)
  try {
    const credentials = { accessKeyId: account, secretAccessKey: 'local' }
    const config = { endpoint: local.gatewayUrl, region, credentials }
    const iam = new IAMClient(config)
    const byToken = { Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithWebIdentity' }
    const byCloudFormation = { Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }
    const secret = { Name: 'shop/password', SecretString: 'open sesame' }
    const { ARN = '' } = await new SecretsManagerClient(config).send(new CreateSecretCommand(secret))
    const parameter = { Name: '/shop/token', Value: 'open barley', Type: 'SecureString' } as const
    await new SSMClient(config).send(new PutParameterCommand(parameter))
    const inputs = {
      command: 'verify',
      'role-to-assume': await makeRole(iam, 'deploy', byToken),
      'cloudformation-role-arn': await makeRole(iam, 'make', byCloudFormation),
      secrets: `PASSWORD=${ARN}\nTOKEN=/shop/token`
    }
    const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
    const job = { environment: { ...environment, ...local.oidc, ...noKeys } }
    console.log('One run beforehand: the local AWS loads each service when it is first asked')
    await run('reported', inputs, job)
    await begin()
    const measured = await measure('verify before a first deploy', () => run('reported', inputs, job))
    return { pace: values.pace, latency: Number(values.latency), turns: Number(values.turns), ...measured }
  } finally {
    await close()
  }
}

/** A role that may do everything. @returns its ARN. */
async function makeRole(iam: IAMClient, RoleName: string, trusted: object): Promise<string> {
  const document = (statement: object): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } })
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trusted) }))
  const PolicyDocument = document({ Action: '*', Resource: '*' })
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'everything', PolicyDocument }))
  return Role?.Arn ?? ''
}
