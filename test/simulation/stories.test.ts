// Stories that people know, each as it should end.
import { expect, jest, test } from '@jest/globals'
import { minutes, seconds } from './clock.ts'
import { usual } from './settings.ts'
import { region } from './story.ts'
import { watch } from './watch.ts'

// Many minutes of a region take longer on a busy machine.
jest.setTimeout(60_000)

const assume =
  "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop' that was provided for this task."

test('a role that was just made needs a minute until ECS may assume it', async () => {
  const seen = await watch(region().deploys({ cannotStart: assume, startsFrom: seconds(60) }))
  expect([seen.verdict, seen.truth.verdicts]).toEqual(['deployed', ['deployed']])
})

test('an app that needs longer than its grace period is killed before it is ready', async () => {
  const seen = await watch(region({ grace: seconds(30) }).deploys({ ready: seconds(100) }))
  expect(seen.verdict).toBe('rolled-back')
  expect(seen.failure?.code).toBe('TARGET_UNHEALTHY')
})

test('an app that is killed for its memory', async () => {
  const containerReason = 'OutOfMemoryError: container killed due to memory usage'
  const seen = await watch(region().deploys({ crashesAfter: seconds(3), exitCode: 137, containerReason }))
  expect([seen.verdict, seen.failure?.code]).toEqual(['rolled-back', 'OUT_OF_MEMORY'])
})

test('a check inside the container whose program is not there', async () => {
  const check = { interval: 5, retries: 3, startPeriod: 0 }
  const seen = await watch(region({ check, grace: 0 }).deploys({ checkFails: true }))
  expect([seen.verdict, seen.failure?.code]).toEqual(['rolled-back', 'CONTAINER_UNHEALTHY'])
})

test('a service that is scaled to nothing while it is rolled out', async () => {
  const seen = await watch(
    region({ tasks: 3 })
      .deploys()
      .scalesTo(0, { after: seconds(20) })
  )
  expect([seen.verdict, seen.truth.verdicts]).toEqual(['deployed', ['deployed']])
})

test('a crash is told within ten seconds of the first one', async () => {
  const seen = await watch(region().deploys({ crashesAfter: seconds(20), exitCode: 1 }))
  const [first] = seen.region.service.tasks.flatMap(({ stoppedAt, exitCode }) =>
    exitCode === 1 ? (stoppedAt ?? []) : []
  )
  const told = seen.progress.find((each) => 'text' in each && each.text.includes('exited with 1'))
  const began = seen.region.time.now() - seen.at * 1000
  expect((told?.seconds ?? Infinity) - ((first ?? 0) - began) / 1000).toBeLessThan(10)
})

test('a rollout that is longer than the time limit is undone', async () => {
  const seen = await watch(
    region()
      .deploys({ ready: minutes(9) })
      .within(2)
  )
  expect(seen.verdict).toBe('timed-out')
  expect(seen.region.service.rollouts[0]?.status).toBe('ROLLBACK_REQUESTED')
})

const noList = { denied: ['ecs:DescribeServiceDeployments'] }

test('a breaker that does not go back leaves a service that serves less: failed', async () => {
  const breaker = { ...usual.breaker, rollback: false }
  const crash = { crashesAfter: seconds(5), exitCode: 1 }
  const story = region({ tasks: 2, breaker }).deploys(crash)
  expect((await watch(story)).verdict).toBe('failed')
  expect((await watch(story.suffers(noList))).verdict).toBe('failed')
})

test('reads that show now the old state and now the new one end nothing', async () => {
  const story = region({ tasks: 2 })
    .deploys()
    .suffers({ stale: 5, flaps: true, ...noList })
  for (const seed of [1, 2, 3]) expect((await watch(story.seeded(seed))).verdict).toBe('deployed')
})

test('a newer version is seen at once, whatever becomes of it', async () => {
  for (const newer of [{}, { crashesAfter: seconds(5), exitCode: 1 }]) {
    const story = region({ tasks: 2 })
      .deploys()
      .isSupersededBy(newer, { after: seconds(40) })
    for (const seen of [await watch(story), await watch(story.suffers(noList))]) {
      expect(seen.verdict).toBe('superseded')
      expect(seen.at).toBeLessThan(50)
    }
  }
})
