// When the next look is worth it: soon where an end may be near.
import { describe, expect, test } from '@jest/globals'
import type { Deployment, Service, ServiceDeployment } from '../../../src/model/service.ts'
import { intervalReader } from '../../../src/run/rollout/interval.ts'

const told = (status: ServiceDeployment['status'], more: Partial<ServiceDeployment> = {}): ServiceDeployment => ({
  arn: 'service-deployment/2',
  status,
  rawStatus: status,
  ...more
})
const service = (...deployments: readonly Partial<Deployment>[]) => ({ deployments }) as unknown as Service
const tasks = (running: number, earlier: number) => ({ tasks: { wanted: 2, running, pending: 0, earlier } })
const [near, ahead, far, quiet] = [1_000, 2_000, 5_000, 8_000]

type Looks = readonly (readonly [seconds: number, deployment?: ServiceDeployment | undefined, now?: Service])[]

/** @param looks what is seen after so many seconds. @returns the pause after the last one. */
function pauseAfter(looks: Looks): number {
  let now = 0
  const clock = { now: () => now, random: () => 0, sleep: () => Promise.resolve() }
  const intervalOf = intervalReader(clock, { drainSeconds: 30, stopSeconds: 10 })
  let ms = 0
  for (const [seconds, deployment, seen = service()] of looks) {
    now = seconds * 1000
    ms = intervalOf(seen, deployment)
  }
  return ms
}

describe('the next look comes when it is worth it:', () => {
  const drains = told('in-progress', tasks(2, 0))
  const crashed = (count: number) => told('in-progress', { ...tasks(0, 2), failures: { count, threshold: 2 } })
  const back = told('rolling-back', tasks(1, 2))
  const isBack = told('rolling-back', tasks(0, 2))
  const listed = service({ status: 'PRIMARY', running: 2, desired: 2 }, { status: 'ACTIVE', running: 0 })
  const failed = service({ status: 'PRIMARY', running: 1, desired: 2 }, { status: 'ACTIVE', rolloutState: 'failed' })

  const one = told('in-progress', tasks(1, 2))
  const starting = told('in-progress', { tasks: { wanted: 2, running: 1, pending: 1, earlier: 2 } })

  test.each<readonly [string, number, Looks]>([
    ['while tasks run', far, [[0, told('in-progress', tasks(1, 2))]]],
    [
      'when nothing has moved for a minute',
      quiet,
      [
        [0, one],
        [60, one]
      ]
    ],
    [
      'when it moved a short while ago',
      far,
      [
        [0, told('in-progress', tasks(0, 2))],
        [50, one],
        [60, one]
      ]
    ],
    [
      'when a word that is new to us came between',
      quiet,
      [
        [0, one],
        [30, told('unknown')],
        [60, one]
      ]
    ],
    [
      'by the list alone, when nothing has moved for a minute',
      quiet,
      [
        [0, undefined, service({ status: 'PRIMARY', running: 1, desired: 2 })],
        [60, undefined, service({ status: 'PRIMARY', running: 1, desired: 2 })]
      ]
    ],
    ['while one may start, end and be replaced', 3_500, [[0, starting]]],
    [
      'however long it takes to start',
      3_500,
      [
        [0, starting],
        [90, starting]
      ]
    ],
    ['before any task failed', far, [[0, crashed(0)]]],
    ['before the failure that ends it', ahead, [[0, crashed(1)]]],
    ['with a failure and no circuit breaker', far, [[0, told('in-progress', { failures: { count: 1 } })]]],
    ['when the old ones began to drain', far, [[0, drains]]],
    [
      'when they may soon be gone',
      near,
      [
        [0, drains],
        [25, drains]
      ]
    ],
    [
      'not later than that',
      1_500,
      [
        [0, drains],
        [23.5, drains]
      ]
    ],
    [
      'when the last may be about to stop',
      near,
      [
        [0, drains],
        [59, drains]
      ]
    ],
    [
      'when they take longer than they may',
      ahead,
      [
        [0, drains],
        [61, drains]
      ]
    ],
    [
      'when one is there again',
      far,
      [
        [0, drains],
        [29, told('in-progress', tasks(2, 1))]
      ]
    ],
    ['when ECS begins to go back', near, [[0, back]]],
    [
      'while it goes back',
      ahead,
      [
        [0, back],
        [9, back]
      ]
    ],
    [
      'while what failed drains',
      far,
      [
        [0, back],
        [9, isBack]
      ]
    ],
    [
      'when it is about to be back',
      near,
      [
        [0, back],
        [1, isBack],
        [27, isBack]
      ]
    ],
    [
      'while it goes back from what never ran',
      ahead,
      [
        [0, isBack],
        [9, isBack]
      ]
    ],
    ['at a word that is new to us', near, [[0, told('unknown')]]],
    ['when it is asked to stop', near, [[0, told('stopping')]]],
    ['by the list alone', far, [[0, undefined, listed]]],
    [
      'by the list alone, soon gone',
      near,
      [
        [0, undefined, listed],
        [26, undefined, listed]
      ]
    ],
    [
      'by the list alone, going back',
      ahead,
      [
        [0, undefined, failed],
        [9, undefined, failed]
      ]
    ]
  ])('%s', (_, ms, looks) => {
    expect(pauseAfter(looks)).toBe(ms)
  })
})
