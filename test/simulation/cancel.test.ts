// A cancel goes back by what is there then: a deployment that ECS is done with, or that somebody replaced, cannot be stopped.
import { expect, test } from '@jest/globals'
import { seconds } from './clock.ts'
import { region } from './story.ts'
import { watch, type Seen } from './watch.ts'

// Many minutes of a region take longer on a busy machine.

const rollouts = ({ region: { service } }: Seen): readonly string[] =>
  service.rollouts.map(({ by, status, deployment }) => `${by} ${deployment.revision.number} ${status}`)

test('while it goes on it is stopped', async () => {
  const seen = await watch(
    region()
      .deploys()
      .isCancelled({ after: seconds(60) })
  )
  expect([seen.verdict, rollouts(seen)[0]]).toEqual(['cancelled', 'us 2 ROLLBACK_REQUESTED'])
  expect(seen.failure?.sentence).toMatch(/ECS goes back to shop-app:1\.$/)
})

test('when ECS is done, and we are not yet content, the earlier version is rolled out', async () => {
  const once = { crashesAfter: seconds(50), exitCode: 1, times: 1 }
  const seen = await watch(
    region()
      .deploys(once)
      .isCancelled({ after: seconds(165) })
  )
  expect([seen.verdict, rollouts(seen).slice(0, 2)]).toEqual(['cancelled', ['us 1 PENDING', 'us 2 SUCCESSFUL']])
  expect(seen.failure?.sentence).toMatch(/ECS goes back to shop-app:1\.$/)
})

test("somebody's newer deployment is left alone, and nothing else is said", async () => {
  const story = region()
    .deploys()
    .isSupersededBy({}, { after: seconds(40) })
  const seen = await watch(story.isCancelled({ after: seconds(42) }))
  expect(seen.verdict).toBe('cancelled')
  expect(rollouts(seen).slice(0, 2)).toEqual(['others 3 IN_PROGRESS', 'us 2 STOPPED'])
  expect(seen.failure?.sentence).toMatch(/A newer deployment of somebody goes on\.$/)
})

test.each([
  ['by the service deployment', []],
  ['where nothing may be stopped', ['ecs:StopServiceDeployment']]
])('what ECS takes back by itself is not taken back again: %s', async (_, denied) => {
  const story = region()
    .deploys()
    .isStoppedByHand({ after: seconds(20) })
  const seen = await watch(story.isCancelled({ after: seconds(22) }).suffers({ denied }))
  expect(rollouts(seen)).toHaveLength(2)
  expect(seen.failure?.sentence).toMatch(/ECS goes back to shop-app:1\.$/)
})
