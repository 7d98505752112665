// In which order tasks that failed are told: as the evidence has them.
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs'
import { expect, test } from '@jest/globals'
import { mockClient } from 'aws-sdk-client-mock'
import { Failure } from '../../../src/model/failure.ts'
import { watchCasualties } from '../../../src/run/evidence/casualties.ts'
import { optionalReads } from '../../../src/run/evidence/optional.ts'
import { watchedOf } from '../../../src/run/rollout/watched.ts'
import type { World } from '../../../src/run/world.ts'
import { aws } from '../../aws/aws.ts'
import { plain } from '../../template/example.ts'
import { collect, linesOf } from '../fake/region.ts'

test('tasks that are found together are told oldest first', async () => {
  const ecs = mockClient(ECSClient)
  const ended = [20, 10, 30]
  ecs.on(ListTasksCommand).resolves({ taskArns: ended.map(String) })
  ecs.on(DescribeTasksCommand).resolves({
    tasks: ended.map((second) => ({
      taskArn: `task/${second}`,
      taskDefinitionArn: 'app:2',
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedAt: new Date(second * 1000),
      containers: [{ name: 'shop-container', exitCode: 1 }]
    }))
  })
  const world = { clock: { now: () => 0 }, aws: aws() } as unknown as World
  const watched = { ...watchedOf(plain, { since: new Date(0), stage: 'rollout' }), isOurs: () => true, logLines: 0 }
  const causeOf = () => new Failure({ code: 'CRASH_LOOP', sentence: 'It ended.', remedy: '' })
  const casualties = watchCasualties(world, watched, optionalReads(), causeOf)
  const { progress } = await collect(casualties.look(true))
  expect(casualties.all().map(({ task }) => task.arn)).toEqual(['task/10', 'task/20', 'task/30'])
  expect(linesOf(progress).join('\n')).toMatch(/10[^]*20[^]*30/)
})
