// Stories that people know, each as it should end.
import { expect, test } from '@jest/globals'
import { stories } from '../stories.ts'
import { minutes, seconds } from './clock.ts'
import { appOf } from './fate.ts'
import { usual } from './settings.ts'
import { region } from './story.ts'
import { watch } from './watch.ts'

// Many minutes of a region take longer on a busy machine.

// The same, with real containers: test/e2e/causes.test.ts.
test.each(stories)('an app ends as it should that $name', async ({ fate, verdict, cause, shows }) => {
  const { verdict: seen, truth, failure } = await watch(region().deploys(appOf(fate)))
  expect([seen, truth.verdicts, failure?.code]).toEqual([verdict, [verdict], cause?.code])
  if (cause) expect([failure?.sentence, failure?.remedy]).toEqual([cause.sentence, cause.remedy].map(matching))
  if (shows) expect(failure?.evidence.join('\n')).toMatch(shows)
})

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

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

const textsOf = ({ progress }: Awaited<ReturnType<typeof watch>>) =>
  progress.flatMap((each) => ('text' in each ? [each.text] : [])).join('\n')

test('an app that is on its way is told no cause', async () => {
  const slow = region().deploys({ ready: seconds(70) })
  const seen = await watch(slow)
  expect(seen.verdict).toBe('deployed')
  expect(textsOf(seen)).toMatch(/is not healthy yet \(Health checks failed\); it has 120 s from its start/)
  expect(textsOf(seen)).not.toContain('Nothing accepts connections')

  const stopped = await watch(slow.isStoppedByHand({ after: seconds(90) }))
  expect([stopped.verdict, stopped.failure?.code]).toEqual(['rolled-back', 'ROLLED_BACK'])
  expect(stopped.failure?.evidence.join('\n')).toContain('Health checks failed')
})

test('that we stopped it ourselves is no evidence; that somebody did is', async () => {
  const story = region().deploys({ crashesAfter: seconds(5), exitCode: 1 })
  const seen = await watch(story)
  expect([seen.verdict, seen.failure?.code]).toEqual(['rolled-back', 'CRASH_LOOP'])
  expect(seen.region.service.rollouts[0]?.statusReason).toContain('stopped by the user')
  expect([...(seen.failure?.evidence ?? []), textsOf(seen)].join('\n')).not.toContain('stopped by the user')
  const byHand = await watch(
    region()
      .deploys({ ready: seconds(70) })
      .isStoppedByHand({ after: seconds(30) })
  )
  expect(byHand.failure?.evidence).toContain('ECS: Service deployment was stopped by the user.')
})

test('what a task was stopped for is told with it', async () => {
  const seen = await watch(region().deploys({ status: 404 }))
  expect(textsOf(seen)).toMatch(/Task failed ELB health checks.*\nThe app answers \/ with 404, not with 200-399/)
})

test('a service that is scaled to nothing while it is rolled out is deployed', async () => {
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

test.each([{ crashesAfter: seconds(5), exitCode: 1 }, { cannotStart: assume }])(
  'a breaker that does not go back leaves a service that serves less: failed (%j)',
  async (app) => {
    const breaker = { ...usual.breaker, rollback: false, threshold: { type: 'COUNT', value: 1 } } as const
    const story = region({ tasks: 1, launch: seconds(9), breaker, failFast: false }).deploys(app)
    expect((await watch(story)).verdict).toBe('failed')
    expect((await watch(story.suffers(noList))).verdict).toBe('failed')
  }
)

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
