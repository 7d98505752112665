// How far a rollout is, in words, and what is to be expected next.
import { describe, expect, test } from '@jest/globals'
import type { Deployment, Service, ServiceDeployment } from '../../../src/model/service.ts'
import { outlookReader, type Counted, type Outlook } from '../../../src/run/rollout/outlook.ts'

const own = (running: number, more: Partial<Deployment> = {}) => ({
  id: 'ecs-svc/2',
  running,
  desired: 3,
  failedTasks: 0,
  ...more
})
const old = (running: number) => ({ id: 'ecs-svc/1', running, desired: 0, failedTasks: 0 })
const service = (...deployments: readonly Partial<Deployment>[]) =>
  ({ deployments, targetGroupArn: 'group' }) as unknown as Service
const alone = (...deployments: readonly Partial<Deployment>[]) => ({ deployments }) as unknown as Service

interface Seen extends Partial<Counted> {
  readonly service: Service
  /** Seconds since the first look. */
  readonly after?: number
}

function outlook(...looks: readonly Seen[]): Outlook {
  let now = 0
  const clock = { now: () => now, random: () => 0, sleep: () => Promise.resolve() }
  const ending = { checkSeconds: 10, drainSeconds: 30, stopSeconds: 20 }
  const read = outlookReader(clock, 'ecs-svc/2', ending, 120)
  let last: Outlook = { text: '' }
  for (const { service, deployment, unwell, failed = 0, after = 0 } of looks) {
    now = after * 1000
    last = read({ service, deployment, unwell, failed })
  }
  return last
}

const both = { service: service(own(3), old(3)), unwell: 0 }
const starting = '; a task usually needs 30 to 60 s to start'
const checked = '; asked every 10 s, each has 120 s from its start to answer'

describe('how far a rollout is, is told:', () => {
  test.each<readonly [string, Outlook, readonly Seen[]]>([
    ['ECS prepares the deployment', {} as Outlook, [{ service: service(old(3)) }]],
    [
      '0 of 3 new tasks running; 3 old still there',
      { text: '', usual: starting },
      [{ service: service(own(0), old(3)) }]
    ],
    [
      '1 of 3 new tasks running, 0 healthy, 1 failed; 3 old still there',
      { text: '', usual: starting },
      [{ service: service(own(1, { failedTasks: 1 }), old(3)), unwell: 1 }]
    ],
    [
      '1 of 3 new tasks running, 2 failed',
      { text: '', usual: starting },
      [{ service: service(own(1, { failedTasks: 1 })), failed: 2 }]
    ],
    [
      '1 of 3 new tasks running, 3 failed',
      { text: '', usual: starting },
      [{ service: service(own(1, { failedTasks: 3 })), failed: 2 }]
    ],
    ['3 of 3 new tasks running', { text: '', usual: checked }, [{ service: service(own(3)) }]],
    ['3 of 3 new tasks running, 1 healthy; 3 old still there', { text: '', usual: checked }, [{ ...both, unwell: 2 }]],
    ['3 of 3 new tasks running, 0 healthy', { text: '', usual: checked }, [{ service: service(own(3)), unwell: 5 }]],
    ['3 of 3 new tasks healthy; 3 old still there', { text: '' }, [both]],
    [
      '3 of 3 new tasks healthy; old 3 draining',
      { text: '', usual: ', about 30 s left' },
      [both, { service: service(own(3), old(0)), unwell: 0, after: 10 }]
    ],
    [
      '3 of 3 new tasks healthy; old 3 draining',
      { text: '', usual: ', about 15 s left' },
      [both, { service: service(own(3)), after: 10 }, { service: service(own(3)), after: 28 }]
    ],
    [
      '3 of 3 new tasks healthy; old 3 stopping',
      { text: '', usual: ', they have up to 20 s for it' },
      [both, { service: service(own(3)), after: 10 }, { service: service(own(3)), after: 40 }]
    ],
    [
      '3 of 3 new tasks healthy',
      { text: '', usual: '; ECS usually ends the deployment within 20 s' },
      [{ service: service(own(3)), unwell: 0 }]
    ],
    [
      '2 of 2 new tasks running; old 1 stopping',
      { text: '', usual: ', they have up to 20 s for it' },
      [{ service: alone(own(1), old(1)) }, { service: alone(own(2, { desired: 2 }), old(0)) }]
    ]
  ])('%s', (text, { usual }, looks) => {
    expect(outlook(...looks)).toEqual({ text, ...(usual !== undefined && { usual }) })
  })

  test('what the service deployment says of the old ones counts', () => {
    const deployment = { tasks: { wanted: 3, running: 3, pending: 0, earlier: 2 } } as ServiceDeployment
    expect(outlook({ service: service(own(3)), deployment, unwell: 0 }).text).toContain('; 2 old still there')
  })
})
