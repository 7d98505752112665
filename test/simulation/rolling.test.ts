// Rolling deployments, as they come out of the scheduler, the tasks and the targets; the truth is the region's own.
import { describe, expect, test } from '@jest/globals'
import { seconds } from './clock.ts'
import { usual } from './settings.ts'
import { region } from './story.ts'
import { watch, type Seen } from './watch.ts'
import { noBreaker } from './settings.ts'

// Many minutes of a region take longer on a busy machine.

const linesOf = ({ progress }: Seen): string => progress.map((each) => ('text' in each ? each.text : '')).join('\n')

describe('a version that works', () => {
  test('takes over in the time that F5.3 says', async () => {
    const seen = await watch(region({ tasks: 2 }).deploys())
    expect(seen.truth.verdicts).toEqual(['deployed'])
    expect(seen.verdict).toBe('deployed')
    // Launch 45, check 10, drain 30, stop 2, and what the scheduler needs.
    expect(seen.at).toBeGreaterThan(80)
    expect(seen.at).toBeLessThan(130)
  })

  test('waits for the drain of the one before', async () => {
    const targets = { interval: 10, healthyThreshold: 2, unhealthyThreshold: 3, deregistrationDelay: 300 }
    const seen = await watch(region({ targets }).deploys())
    expect(seen.verdict).toBe('deployed')
    expect(seen.at).toBeGreaterThan(350)
  })

  test('takes two batches where the maximum leaves room for half', async () => {
    const one = await watch(region({ tasks: 4 }).deploys())
    const two = await watch(region({ tasks: 4, maximumPercent: 150 }).deploys())
    expect(two.verdict).toBe('deployed')
    expect(two.at).toBeGreaterThan(1.4 * one.at)
  })

  test('never ends where no task may start or stop', async () => {
    const seen = await watch(region({ maximumPercent: 100 }).deploys().within(15))
    expect(seen.truth.verdicts).toEqual(['timed-out'])
    expect(seen.verdict).toBe('timed-out')
  })

  test('needs no load balancer', async () => {
    const { targets, ...settings } = usual
    const seen = await watch({ ...region().deploys(), settings })
    expect(seen.verdict).toBe('deployed')
  })

  test('is scaled meanwhile', async () => {
    const out = await watch(
      region({ tasks: 2 })
        .deploys()
        .scalesTo(5, { after: seconds(30) })
    )
    expect(out.verdict).toBe('deployed')
    expect(
      out.region.service.tasks.filter(({ status, revision }) => status === 'RUNNING' && revision === 2)
    ).toHaveLength(5)
    const toNothing = await watch(
      region({ tasks: 2 })
        .deploys()
        .scalesTo(0, { after: seconds(30) })
    )
    expect(toNothing.verdict).toBe('deployed')
  })
})

describe('a version that crashes', () => {
  const crash = { crashesAfter: seconds(5), exitCode: 137 }

  test('is rolled back after as many tasks as the breaker allows', async () => {
    const seen = await watch(region({ tasks: 1 }).deploys(crash))
    expect(seen.truth.verdicts).toEqual(['rolled-back'])
    expect(seen.verdict).toBe('rolled-back')
    expect(seen.region.service.tasks.filter(({ exitCode }) => exitCode === 137)).toHaveLength(2)
    expect(linesOf(seen)).toContain('exited with 137')
    // What has just started is not yet among the load balancer's targets.
    expect(linesOf(seen)).not.toContain('new tasks healthy')
  })

  test('is tried for ever without a breaker, later and later', async () => {
    const seen = await watch(region({ breaker: noBreaker, failFast: false }).deploys(crash))
    expect(seen.verdict).toBe('timed-out')
    expect(seen.region.service.tasks.filter(({ exitCode }) => exitCode === 137).length).toBeLessThan(10)
  })

  test('but not always, gets through when a healthy task takes the failures back', async () => {
    const threshold = { type: 'COUNT', value: 3 } as const
    const flaky = { crashesAfter: seconds(40), times: 2 }
    const breaker = { enabled: true, rollback: true, resetOnHealthyTask: true, threshold }
    const seen = await watch(region({ tasks: 1, breaker }).deploys(flaky))
    // ECS is content between two crashes; we may see the second one.
    expect(seen.truth.verdicts).toEqual(['deployed', 'failed'])
    expect(seen.truth.verdicts).toContain(seen.verdict)
  })
})

test('a version whose health path is not there is given up after grace and drain, twice', async () => {
  const seen = await watch(region().deploys({ status: 404 }))
  expect(seen.verdict).toBe('rolled-back')
  expect(seen.failure?.code).toBe('TARGET_UNHEALTHY')
  expect(seen.failure?.sentence).toContain('404')
  expect(seen.at).toBeGreaterThan(2 * (120 + 30))
})

test('a version whose image is not there never runs', async () => {
  const cannotStart =
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref: not found'
  const seen = await watch(region({ tasks: 2 }).deploys({ cannotStart }))
  expect(seen.verdict).toBe('rolled-back')
  expect(seen.failure?.code).toBe('IMAGE_UNPULLABLE')
})

describe('somebody else', () => {
  test('rolls out a newer version', async () => {
    const seen = await watch(
      region()
        .deploys()
        .isSupersededBy({}, { after: seconds(20) })
    )
    expect(seen.truth.verdicts).toEqual(['superseded'])
    expect(seen.verdict).toBe('superseded')
  })

  test('stops the deployment, which is then rolled back', async () => {
    const seen = await watch(
      region()
        .deploys()
        .isStoppedByHand({ after: seconds(20) })
    )
    expect(seen.truth.verdicts).toEqual(['rolled-back'])
    expect(seen.verdict).toBe('rolled-back')
  })

  test('cancels our run, and ECS goes back', async () => {
    const seen = await watch(
      region()
        .deploys()
        .isCancelled({ after: seconds(20) })
    )
    expect(seen.verdict).toBe('cancelled')
    expect(seen.region.service.rollouts[0]?.status).toBe('ROLLBACK_REQUESTED')
  })
})
