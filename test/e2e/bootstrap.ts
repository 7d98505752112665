// templates/bootstrap.yml as an administrator deploys it.
import { readFileSync } from 'node:fs'
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete
} from '@aws-sdk/client-cloudformation'
import type { Stage } from './stage.ts'

export const bootstrapTemplate = readFileSync(new URL('../../templates/bootstrap.yml', import.meta.url), 'utf8')

/** @returns the stack's outputs. */
export async function bootstrap(
  { eyes }: Stage,
  parameters: Readonly<Record<string, string>>,
  StackName = 'slipway-bootstrap'
): Promise<Readonly<Record<string, string>>> {
  const client = new CloudFormationClient(eyes.config)
  await client.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: bootstrapTemplate,
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue
      })),
      Capabilities: ['CAPABILITY_NAMED_IAM']
    })
  )
  await waitUntilStackCreateComplete({ client, minDelay: 1, maxDelay: 1, maxWaitTime: 30 }, { StackName })
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }))
  return Object.fromEntries(
    (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const)
  )
}
