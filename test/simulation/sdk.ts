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
import {
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { mockClient } from 'aws-sdk-client-mock'
import type { Api } from './api.ts'
import type { Chance } from './chance.ts'
import type { Time } from './clock.ts'
import type { Gate } from './faults.ts'
import { costOf, kindOf, mayRetry, pauseOf, type Quota } from './retry.ts'

export interface Wire {
  readonly time: Time
  readonly chance: Chance
  readonly gate: Gate
  readonly api: Api
  /** Milliseconds of a round trip, on average. */
  readonly latency: number
  readonly quota: Quota
  /** Of the run that calls now. */
  readonly life?: () => Life
}

/** A run that is killed hears no answer any more, not even to what it has just asked for. */
export interface Life {
  over: boolean
  /** A call was done; the run may end with it. */
  readonly called: (action: string) => void
}

export const ecs = mockClient(ECSClient)
const balancing = mockClient(ElasticLoadBalancingV2Client)
const logs = mockClient(CloudWatchLogsClient)

/** From now on every client of the process talks to this region. */
export function connectTo(wire: Wire): void {
  const { api } = wire
  for (const mock of [ecs, balancing, logs]) mock.reset()
  const answer =
    <I, O>(action: string, handle: (input: I) => O) =>
    (input: I): Promise<O> =>
      send(wire, action, () => handle(input))

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
  balancing.on(DescribeRulesCommand).callsFake(answer('elasticloadbalancing:DescribeRules', api.describeRules))
  logs.on(GetLogEventsCommand).callsFake(answer('logs:GetLogEvents', api.getLogEvents))
}

/** The clients are the real ones again. */
export function disconnect(): void {
  for (const mock of [ecs, balancing, logs]) mock.restore()
}

export const silence = new Promise<never>(() => undefined)

export async function send<T>(wire: Wire, action: string, handle: () => T): Promise<T> {
  const { time, chance, gate, latency, quota } = wire
  const life = wire.life?.()
  gate.note()
  for (let attempt = 1, paid = 0; ; attempt++) {
    await time.pause(latency * chance.between(0.5, 1.5))
    if (life?.over) return silence
    try {
      const found = gate.pass(action, handle)
      quota.giveBack(paid)
      life?.called(action)
      return await (life?.over ? silence : found)
    } catch (error) {
      const kind = kindOf(error)
      paid = costOf(kind)
      if (kind === 'refused' || !mayRetry(action, kind, attempt) || !quota.take(paid)) throw error
      await time.pause(pauseOf(kind, attempt, chance))
    }
  }
}
