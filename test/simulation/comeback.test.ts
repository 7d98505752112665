// Red as soon as the earlier version serves alone again: nobody waits until ECS has drained what failed.
import { afterAll, describe, expect, test } from '@jest/globals'
import { plain } from '../template/example.ts'
import { healthy } from './app.ts'
import { seconds } from './clock.ts'
import { disconnect } from './sdk.ts'
import { usual, type Settings } from './settings.ts'
import { region } from './story.ts'
import { watch, type Seen } from './watch.ts'
import { whole } from './whole.ts'

// Many minutes of a region take longer on a busy machine.
afterAll(disconnect)

const draining: Partial<Settings> = {
  tasks: 2,
  targets: { interval: 10, healthyThreshold: 2, unhealthyThreshold: 2, deregistrationDelay: 120 },
  breaker: { ...usual.breaker, threshold: { type: 'COUNT', value: 1 } }
}
/** One of the two ends by itself; the other one serves, and has to drain. */
const oneCrashes = { crashesAfter: seconds(3), exitCode: 1, times: 1 }
const alone = 'the earlier version serves alone; the last tasks of this one drain'

function afterCrash({ region: { service, time }, at }: Seen): number {
  const crash = service.tasks.find(({ stopCode }) => stopCode === 'EssentialContainerExited')
  return at - ((crash?.endedAt ?? 0) - (time.now() - at * 1000)) / 1000
}
const told = ({ progress }: Seen): readonly string[] => progress.flatMap((each) => ('text' in each ? each.text : []))
const status = ({ region: { service } }: Seen): string | undefined =>
  service.rollouts.find(({ by }) => by === 'us')?.status

test('when it never stopped serving, it is red while ECS still drains', async () => {
  const seen = await watch(region(draining).deploys(oneCrashes))
  expect([seen.verdict, seen.truth.verdicts, status(seen)]).toEqual([
    'rolled-back',
    ['rolled-back'],
    'ROLLBACK_IN_PROGRESS'
  ])
  expect(afterCrash(seen)).toBeLessThan(20)
  expect(told(seen)).toContain(alone)
  expect(seen.failure?.code).toBe('CRASH_LOOP')
})

test('by the list of the service alone', async () => {
  const denied = ['ecs:DescribeServiceDeployments']
  const seen = await watch(region(draining).deploys(oneCrashes).suffers({ denied }))
  expect([seen.verdict, status(seen)]).toEqual(['rolled-back', 'ROLLBACK_IN_PROGRESS'])
})

test('where that cannot be seen, it is red when ECS is done', async () => {
  const seen = await watch(
    region(draining)
      .deploys(oneCrashes)
      .suffers({ denied: ['elasticloadbalancing:DescribeTargetHealth'] })
  )
  expect([seen.verdict, status(seen)]).toEqual(['rolled-back', 'ROLLBACK_SUCCESSFUL'])
  expect(told(seen)).not.toContain(alone)
})

test('where ECS starts the earlier version anew, it is not red while ours serves beside it', async () => {
  const seen = await watch(region({ ...draining, rollback: 'recreates' }).deploys(oneCrashes))
  expect([seen.verdict, seen.truth.verdicts]).toEqual(['rolled-back', ['rolled-back']])
  const { service } = seen.region
  expect(service.tasks.filter(({ revision, desired }) => revision === 2 && desired === 'RUNNING')).toEqual([])
})

test('what autoscaling adds to the earlier version is not waited for', async () => {
  const seen = await watch(
    region(draining)
      .deploys(oneCrashes)
      .scalesTo(6, { after: seconds(20) })
  )
  expect([seen.verdict, seen.truth.verdicts, status(seen)]).toEqual([
    'rolled-back',
    ['rolled-back'],
    'ROLLBACK_IN_PROGRESS'
  ])
  expect(afterCrash(seen)).toBeLessThan(20)
})

describe('the next run finds ECS still on its way back', () => {
  const crash = { tag: 'decade', change: { task: { ...plain.task, cpu: 1024, memory: 2048 } } }
  test.each([
    ['and another version is rolled out', { tag: 'facade' }, 'deployed'],
    ['and the earlier version is as asked for', {}, 'unchanged'],
    ['and the version that failed fails again', crash, 'rolled-back']
  ])('%s', async (_, next, verdict) => {
    const { targets } = draining
    const run = whole({
      settings: { tasks: 2, ...(targets && { targets }) },
      appOf: ({ cpu }) => (cpu === '1024' ? { ...healthy, ...oneCrashes } : healthy)
    })
    await run.deploy()
    const rollout = { ...plain.rollout, failureThreshold: 1 }
    const failed = await run.deploy({ ...crash, change: { ...crash.change, rollout } })
    expect([failed.verdict.verdict, run.region.service.rollouts[0]?.status]).toEqual([
      'rolled-back',
      'ROLLBACK_IN_PROGRESS'
    ])
    const { verdict: found } = await run.deploy({ ...next, change: { ...('change' in next && next.change), rollout } })
    expect(found.verdict).toBe(verdict)
    await run.wait(600)
    const serving = run.region.service.deployments.map(({ revision }) => revision.number)
    const active = run.definitions.all.flatMap(({ active: isActive, revision }) => (isActive ? [revision.number] : []))
    expect(serving).toEqual([active.at(-1)])
  })
})
