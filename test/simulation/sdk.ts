// The SDK's edge: every command that the product sends is answered by the region, with the SDK's own tries and their
// pauses, which pass in the region's time.
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  ContinueServiceDeploymentCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand
} from '@aws-sdk/client-ecs'
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { mockClient } from 'aws-sdk-client-mock'
import type { Api } from './api.ts'
import type { Chance } from './chance.ts'
import type { Time } from './clock.ts'
import type { Gate } from './faults.ts'

export interface Wire {
  readonly time: Time
  readonly chance: Chance
  readonly gate: Gate
  readonly api: Api
  /** Milliseconds of a round trip, on average. */
  readonly latency: number
}

/** What is needed of a client: how it tries again. */
interface Trying {
  readonly config: Pick<ECSClient['config'], 'retryStrategy'>
}

const ecs = mockClient(ECSClient)
const balancing = mockClient(ElasticLoadBalancingV2Client)
const logs = mockClient(CloudWatchLogsClient)

/** Longest pause between two tries, and the first one's by kind of error, as the SDK has them; milliseconds. */
const longest = 20_000
const firstPause = { throttling: 1_000, other: 50 }

/** From now on every client of the process talks to this region. */
export function connectTo(wire: Wire): void {
  const { api } = wire
  for (const mock of [ecs, balancing, logs]) mock.reset()
  const answer =
    <I, O>(action: string, handle: (input: I) => O) =>
    (input: I, getClient: () => unknown): Promise<O> =>
      send(wire, action, getClient() as Trying, () => handle(input))

  ecs.on(DescribeServicesCommand).callsFake(answer('ecs:DescribeServices', api.describeServices))
  ecs.on(UpdateServiceCommand).callsFake(answer('ecs:UpdateService', api.updateService))
  ecs
    .on(DescribeServiceDeploymentsCommand)
    .callsFake(answer('ecs:DescribeServiceDeployments', api.describeServiceDeployments))
  ecs.on(ListServiceDeploymentsCommand).callsFake(answer('ecs:ListServiceDeployments', api.listServiceDeployments))
  ecs
    .on(DescribeServiceRevisionsCommand)
    .callsFake(answer('ecs:DescribeServiceRevisions', api.describeServiceRevisions))
  ecs.on(StopServiceDeploymentCommand).callsFake(answer('ecs:StopServiceDeployment', api.stopServiceDeployment))
  ecs
    .on(ContinueServiceDeploymentCommand)
    .callsFake(answer('ecs:ContinueServiceDeployment', api.continueServiceDeployment))
  ecs.on(ListTasksCommand).callsFake(answer('ecs:ListTasks', api.listTasks))
  ecs.on(DescribeTasksCommand).callsFake(answer('ecs:DescribeTasks', api.describeTasks))
  ecs.on(DescribeTaskDefinitionCommand).callsFake(answer('ecs:DescribeTaskDefinition', api.describeTaskDefinition))
  ecs.on(DeregisterTaskDefinitionCommand).callsFake(answer('ecs:DeregisterTaskDefinition', () => ({})))
  balancing
    .on(DescribeTargetHealthCommand)
    .callsFake(answer('elasticloadbalancing:DescribeTargetHealth', api.describeTargetHealth))
  logs.on(GetLogEventsCommand).callsFake(answer('logs:GetLogEvents', api.getLogEvents))
}

/** The clients are the real ones again. */
export function disconnect(): void {
  for (const mock of [ecs, balancing, logs]) mock.restore()
}

async function send<T>(wire: Wire, action: string, client: Trying, handle: () => T): Promise<T> {
  const { time, chance, gate, latency } = wire
  const strategy = await client.config.retryStrategy()
  if (!('acquireInitialRetryToken' in strategy)) throw new Error('The SDK has a retry strategy of the old kind')
  let token = await strategy.acquireInitialRetryToken(action)
  for (let attempt = 0; ; attempt++) {
    await time.pause(latency * chance.between(0.5, 1.5))
    try {
      const found = gate.pass(action, handle)
      strategy.recordSuccess(token)
      return found
    } catch (error) {
      const errorType = kindOf(error)
      if (!(error instanceof Error) || errorType === 'CLIENT_ERROR') throw error
      try {
        token = await strategy.refreshRetryTokenForRetry(token, { errorType })
      } catch {
        throw error
      }
      // The token's own pause is drawn by chance that no seed repeats.
      const base = errorType === 'THROTTLING' ? firstPause.throttling : firstPause.other
      await time.pause(chance.next() * Math.min(longest, base * 2 ** attempt))
    }
  }
}

function kindOf(error: unknown): 'THROTTLING' | 'TRANSIENT' | 'CLIENT_ERROR' {
  if (!(error instanceof Error)) return 'CLIENT_ERROR'
  if (error.name === 'ThrottlingException') return 'THROTTLING'
  return 'code' in error || error.name === 'ServerException' ? 'TRANSIENT' : 'CLIENT_ERROR'
}
