// What one look asks of AWS, and what it makes of the answers.
import {
  AccessDeniedException,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type Service as AwsService
} from '@aws-sdk/client-ecs'
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { beforeEach, expect, test } from '@jest/globals'
import { mockClient } from 'aws-sdk-client-mock'
import type { Task } from '../../../src/model/service.ts'
import { follow, type Look } from '../../../src/run/rollout/follow.ts'
import { watchedOf } from '../../../src/run/rollout/watched.ts'
import type { World } from '../../../src/run/world.ts'
import { aws } from '../../aws/aws.ts'
import { plain } from '../../template/example.ts'

const ecs = mockClient(ECSClient)
const balancing = mockClient(ElasticLoadBalancingV2Client)
beforeEach(() => {
  ecs.reset()
  balancing.reset()
})

const ours = { id: 'ecs-svc/2', taskDefinition: 'app:2', before: 'app:1', serviceDeployment: 'sd/2' }
const denied = new AccessDeniedException({ message: 'not authorized', $metadata: {} })

function looker(): { readonly look: () => Promise<Look>; readonly pass: (seconds: number) => void } {
  let now = 0
  const world = {
    clock: { now: () => now, random: () => 0.5, sleep: () => Promise.resolve() },
    cancelled: new AbortController().signal,
    deadline: Infinity,
    aws: aws()
  } as unknown as World
  const isOurs = ({ taskDefinition }: Task): boolean => taskDefinition === ours.taskDefinition
  const watched = watchedOf(plain, { since: new Date(0), stage: 'rollout' })
  return {
    look: follow(world, ours, watched, { isOurs, unwell: () => undefined, failures: () => 0 }),
    pass: (seconds) => {
      now += seconds * 1000
    }
  }
}

const calls = (): number => ecs.commandCalls(DescribeServicesCommand).length

function serve(more: Partial<AwsService> = {}): void {
  const primary = { id: ours.id, status: 'PRIMARY', taskDefinition: 'app:2', rolloutState: 'IN_PROGRESS' } as const
  const deployments = [{ ...primary, desiredCount: 1, runningCount: 1, pendingCount: 0 }]
  const counts = { desiredCount: 1, runningCount: 1, pendingCount: 0, taskDefinition: 'app:2' }
  const loadBalancers = [{ targetGroupArn: 'group' }]
  const found = { serviceArn: 'service', status: 'ACTIVE', deployments, ...counts, loadBalancers, ...more }
  ecs.on(DescribeServicesCommand).resolves({ services: [found] })
}

function tell(status: 'IN_PROGRESS' | 'SUCCESSFUL' | 'ROLLBACK_SUCCESSFUL'): void {
  ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [{ serviceDeploymentArn: 'sd/2', status }] })
}

/** Running tasks by their address, and what the load balancer says of each. */
function run(revision: string, states: Readonly<Record<string, 'healthy' | 'initial'>>): void {
  const tasks = Object.keys(states).map((address) => ({
    taskArn: address,
    taskDefinitionArn: revision,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    attachments: [{ details: [{ name: 'privateIPv4Address', value: address }] }]
  }))
  ecs.on(ListTasksCommand).resolves({ taskArns: Object.keys(states) })
  ecs.on(DescribeTasksCommand).resolves({ tasks })
  balancing.on(DescribeTargetHealthCommand).resolves({
    TargetHealthDescriptions: Object.entries(states).map(([Id, State]) => ({
      Target: { Id, Port: 80 },
      TargetHealth: { State }
    }))
  })
}

test('the service is looked at again when its deployment moved, or after a while', async () => {
  const { look, pass } = looker()
  serve()
  tell('IN_PROGRESS')
  await look()
  pass(5)
  await look()
  expect(calls()).toBe(1)
  pass(10)
  await look()
  expect(calls()).toBe(2)
  run('app:2', { a: 'healthy' })
  tell('SUCCESSFUL')
  expect((await look()).judgement).toEqual({ at: 'finished' })
  expect(calls()).toBe(3)
})

test('what autoscaling adds when ECS is done is not waited for', async () => {
  const { look } = looker()
  serve()
  tell('IN_PROGRESS')
  await look()
  serve({ desiredCount: 2 })
  tell('SUCCESSFUL')
  run('app:2', { a: 'healthy', b: 'initial' })
  for (const seen of [await look(), await look()]) expect([seen.problem, seen.wanted]).toEqual([undefined, 1])
})

test('what is called done and is not healthy is a problem', async () => {
  const { look } = looker()
  serve()
  tell('SUCCESSFUL')
  run('app:2', { a: 'initial' })
  expect((await look()).problem).toBe('the load balancer does not call a healthy yet')
})

test('that ECS went back is told also where nobody may see whether the earlier version is well', async () => {
  const { look } = looker()
  serve({ taskDefinition: 'app:1' })
  tell('ROLLBACK_SUCCESSFUL')
  run('app:1', { a: 'healthy' })
  balancing.on(DescribeTargetHealthCommand).rejects(denied)
  const seen = await look()
  expect([seen.judgement.at, seen.problem]).toEqual(['rolled-back', undefined])
  expect(seen.complaints).toEqual([expect.stringContaining('Whether the earlier version is healthy could not be seen')])
})

test('what could not be seen is never called deployed', async () => {
  const { look } = looker()
  serve()
  tell('SUCCESSFUL')
  run('app:2', { a: 'healthy' })
  balancing.on(DescribeTargetHealthCommand).rejects(denied)
  await expect(look()).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
})

test('without the service deployment the list has to do, and that is said once', async () => {
  const { look } = looker()
  serve()
  ecs.on(DescribeServiceDeploymentsCommand).rejects(denied)
  expect((await look()).complaints).toEqual([expect.stringContaining("The service's list of deployments has to do.")])
  expect((await look()).complaints).toEqual([])
  expect(ecs.commandCalls(DescribeServiceDeploymentsCommand)).toHaveLength(1)
})

test('a service that is gone ends it', async () => {
  const { look } = looker()
  tell('IN_PROGRESS')
  ecs.on(DescribeServicesCommand).resolves({ services: [], failures: [{ reason: 'MISSING' }] })
  await expect(look()).rejects.toMatchObject({ code: 'SUPERSEDED' })
})
