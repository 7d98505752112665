// An app that gets healthy and ends by itself later: ECS may be content between two crashes.
import { expect, test } from '@jest/globals'
import { seconds } from './clock.ts'
import { usual } from './settings.ts'
import { region } from './story.ts'
import { watch } from './watch.ts'

// Many minutes of a region take longer on a busy machine.

const targets = { interval: 5, healthyThreshold: 2, unhealthyThreshold: 2, deregistrationDelay: 30 }
const patient = {
  targets,
  launch: seconds(15),
  failFast: false,
  breaker: { ...usual.breaker, threshold: { type: 'COUNT', value: 9 } }
} as const
/** The old ones need so long to stop that the first crash comes before ECS is content. */
const slow = { stop: seconds(25) }

test('one that ends again and again is not deployed', async () => {
  const seen = await watch(
    region(patient)
      .runsNow(slow)
      .deploys({ ready: 1, crashesAfter: seconds(45), exitCode: 1 })
  )
  expect([seen.verdict, seen.failure?.code]).toEqual(['failed', 'CRASH_LOOP'])
})

test('one that ended once is deployed when the next one has lived longer', async () => {
  const seen = await watch(region(patient).deploys({ ready: 1, crashesAfter: seconds(30), exitCode: 1, times: 1 }))
  expect(seen.verdict).toBe('deployed')
  expect(seen.region.service.tasks.filter(({ stopCode }) => stopCode === 'EssentialContainerExited')).toHaveLength(1)
})

test('one that autoscaling adds to all the while is not waited for', async () => {
  const steps = Array.from({ length: 15 }, (_, index) => index)
  const story = steps.reduce(
    (told, index) => told.scalesTo(2 + index, { after: seconds(75 + 10 * index) }),
    region({ ...patient, tasks: 1 }).deploys({ ready: 1, crashesAfter: seconds(30), exitCode: 1, times: 1 })
  )
  const seen = await watch(story)
  expect(seen.verdict).toBe('deployed')
  expect(seen.at).toBeLessThan(75 + 10 * steps.length)
})
