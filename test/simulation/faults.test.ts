// What goes wrong between us and AWS must change no verdict.
import { describe, expect, test } from '@jest/globals'
import { minutes, seconds } from './clock.ts'
import { region } from './story.ts'
import { watch } from './watch.ts'

// Many minutes of a region take longer on a busy machine.

const crash = { crashesAfter: seconds(5), exitCode: 1 }

describe.each([
  ['calls that fail, three in ten', { share: 0.3 }],
  ['old answers', { stale: 5 }],
  ['empty pages', { emptyPages: 0.5 }],
  ['words of a newer AWS', { newWords: 0.3 }],
  ['stopped tasks that are soon forgotten', { forgets: 20 }],
  [
    'no service deployments for this role',
    { denied: ['ecs:DescribeServiceDeployments', 'ecs:ListServiceDeployments'] }
  ],
  ['no logs for this role', { denied: ['logs:GetLogEvents'] }],
  ['all of it', { share: 0.3, stale: 4, emptyPages: 0.3, newWords: 0.2, forgets: 30 }]
])('%s', (_, faults) => {
  test.each([1, 2])('change no verdict (seed %d)', async (seed) => {
    const good = await watch(region({ tasks: 2 }).deploys().suffers(faults).seeded(seed))
    expect([good.verdict, good.truth.verdicts]).toEqual(['deployed', ['deployed']])
    const bad = await watch(region({ tasks: 2 }).deploys(crash).suffers(faults).seeded(seed))
    expect([bad.verdict, bad.truth.verdicts]).toEqual(['rolled-back', ['rolled-back']])
  })
})

test('credentials that are too old end the run, and say so', async () => {
  const seen = await watch(
    region()
      .deploys()
      .suffers({ credentialsExpire: seconds(40) })
  )
  expect(seen.verdict).toBe('failed')
  expect(seen.failure?.code).toBe('CREDENTIALS_REFUSED')
  expect(seen.at).toBeLessThan(50)
})

test('a service that may not be described ends the run at once, with the name of the action', async () => {
  const seen = await watch(
    region()
      .deploys()
      .suffers({ denied: ['ecs:UpdateService'] })
  )
  expect(seen.failure?.code).toBe('ACCESS_DENIED')
  expect(seen.failure?.sentence).toContain('ecs:UpdateService')
})

test('what cannot be read is not called deployed', async () => {
  const denied = ['ecs:ListTasks', 'ecs:DescribeTasks']
  const good = await watch(region({ tasks: 2 }).deploys().suffers({ denied }))
  expect([good.verdict, good.failure?.code]).toEqual(['failed', 'ACCESS_DENIED'])
  const bad = await watch(region({ tasks: 2 }).deploys(crash).suffers({ denied }))
  expect(bad.verdict).toBe('rolled-back')
})

test('an answer to UpdateService that is lost starts no second deployment', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const seen = await watch(region().deploys().suffers({ share: 0.5 }).seeded(seed).within(25))
    expect(seen.region.service.rollouts.filter(({ by }) => by === 'us').length).toBeLessThan(2)
  }
})

test('a rollout that began although the answer was lost is taken back when the run is cancelled', async () => {
  const left: string[] = []
  for (let seed = 1; seed <= 40; seed++) {
    const seen = await watch(
      region()
        .deploys()
        .suffers({ share: 0.5 })
        .isCancelled({ after: seed / 20 })
        .seeded(seed)
    )
    expect(seen.failure?.code).toBe('CANCELLED')
    const own = seen.region.service.rollouts.find(({ by }) => by === 'us')
    if (own?.status === 'IN_PROGRESS') left.push(seen.failure?.sentence ?? '')
  }
  expect(left.filter((sentence) => !sentence.includes('The rollout goes on'))).toEqual([])
})

test('the same seed is the same rollout', async () => {
  const story = region({ tasks: 3 }).deploys(crash).suffers({ share: 0.3, stale: 3 }).seeded(5)
  const [one, two] = [await watch(story), await watch(story)]
  expect(two.at).toBe(one.at)
  expect(two.progress).toEqual(one.progress)
  expect((await watch(story.seeded(6))).at).not.toBe(one.at)
})

test('a caller who asks too often is throttled by what F5.4 allows', async () => {
  const seen = await watch(region({ tasks: 2 }).deploys().within(minutes(1)))
  expect(seen.overdrawn).toBe(0)
})
