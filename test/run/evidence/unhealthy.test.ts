// How often the load balancer and the tasks are asked about targets that are not healthy (F5.4).
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs'
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect, test } from '@jest/globals'
import { mockClient } from 'aws-sdk-client-mock'
import type { Service } from '../../../src/model/service.ts'
import { optionalReads } from '../../../src/run/evidence/optional.ts'
import { watchedOf } from '../../../src/run/rollout/watched.ts'
import { watchUnhealthy } from '../../../src/run/evidence/unhealthy.ts'
import type { World } from '../../../src/run/world.ts'
import { aws } from '../../aws/aws.ts'
import { plain } from '../../template/example.ts'
import { collect } from '../fake/region.ts'

const ecs = mockClient(ECSClient)
const balancing = mockClient(ElasticLoadBalancingV2Client)
const service = (running: number) =>
  ({
    targetGroupArn: 'group',
    deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', running }]
  }) as unknown as Service

/** Running tasks of ours by their address, none of which answers. */
function run(...addresses: readonly string[]): void {
  ecs.on(ListTasksCommand).resolves({ taskArns: [...addresses] })
  ecs.on(DescribeTasksCommand).resolves({
    tasks: addresses.map((address) => ({
      taskArn: address,
      taskDefinitionArn: 'app:2',
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      startedAt: new Date(0),
      attachments: [{ details: [{ name: 'privateIPv4Address', value: address }] }]
    }))
  })
  balancing.on(DescribeTargetHealthCommand).resolves({
    TargetHealthDescriptions: addresses.map((Id) => ({
      Target: { Id, Port: 80 },
      TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout' }
    }))
  })
}

/** Looks after so many seconds, each with so many tasks running. @returns calls of each kind. */
async function callsAfter(looks: readonly (readonly [seconds: number, running: number])[]) {
  let now = 0
  const world = {
    clock: { now: () => now, random: () => 0.5, sleep: () => Promise.resolve() },
    aws: aws()
  } as unknown as World
  const watched = { ...watchedOf(plain, { since: new Date(0), stage: 'rollout' }), isOurs: () => true }
  const unhealthy = watchUnhealthy(world, watched, optionalReads(), () => [])
  ecs.reset()
  balancing.reset()
  for (const [seconds, running] of looks) {
    now = seconds * 1000
    run(...Array.from({ length: running }, (_, index) => `10.0.0.${index}`))
    await collect(unhealthy.look(service(running)))
  }
  return {
    targets: balancing.commandCalls(DescribeTargetHealthCommand).length,
    tasks: ecs.commandCalls(DescribeTasksCommand).length
  }
}

test('the tasks behind them are read again only where others may run', async () => {
  expect(
    await callsAfter([
      [130, 1],
      [140, 1],
      [150, 1]
    ])
  ).toEqual({ targets: 3, tasks: 1 })
  expect(
    await callsAfter([
      [130, 1],
      [140, 2],
      [150, 2]
    ])
  ).toMatchObject({ targets: 3, tasks: 2 })
})

test('within the grace period the load balancer is asked less often: nobody is given up yet', async () => {
  expect(
    await callsAfter([
      [0, 1],
      [7, 1],
      [11, 1],
      [18, 1]
    ])
  ).toMatchObject({ targets: 2 })
  expect(
    await callsAfter([
      [0, 1],
      [120, 1],
      [127, 1],
      [134, 1]
    ])
  ).toMatchObject({ targets: 4 })
})
