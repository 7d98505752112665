// What in a look at a service is worth a look at its tasks.
import { expect, test } from '@jest/globals'
import type { Deployment, Service, ServiceDeployment } from '../../../src/model/service.ts'
import { signReader } from '../../../src/run/evidence/signs.ts'

const since = new Date('2026-01-01T12:00:00Z')
const before = new Date('2026-01-01T11:59:59Z')

interface Seen {
  readonly running?: number
  readonly pending?: number
  readonly failed?: number
  readonly events?: readonly (readonly [id: string, message: string, time?: Date])[]
  /** Of the service deployment; absent: it cannot be read. */
  readonly told?: { readonly running: number; readonly pending: number }
  readonly status?: ServiceDeployment['status']
  readonly count?: number
}

function look({ running = 0, pending = 0, failed = 0, events = [], told, status = 'in-progress', count }: Seen) {
  const primary: Partial<Deployment> = { id: 'ecs-svc/2', status: 'PRIMARY', running, pending, failedTasks: failed }
  const service = {
    deployments: [primary],
    events: events.map(([id, message, time = since]) => ({ id, time, message }))
  } as unknown as Service
  const deployment: ServiceDeployment | undefined = told && {
    arn: 'service-deployment/2',
    status,
    rawStatus: status,
    tasks: { wanted: 2, earlier: 2, ...told },
    ...(count !== undefined && { failures: { count } })
  }
  return [service, deployment] as const
}

test.each<readonly [string, Seen, Seen, boolean]>([
  ['nothing new', { running: 1 }, { running: 1 }, false],
  ['a task that starts', { pending: 1 }, { running: 1 }, false],
  ['fewer tasks', { running: 2 }, { running: 1 }, true],
  ['one that went and one that comes', { running: 1 }, { pending: 1 }, true],
  ['one that never ran', { pending: 2 }, { pending: 1 }, true],
  ['a failure that the service counts', {}, { failed: 1 }, true],
  [
    'a failure that the deployment counts',
    { told: { running: 0, pending: 1 } },
    { told: { running: 0, pending: 1 }, count: 1 },
    true
  ],
  ['fewer tasks of the deployment', { told: { running: 2, pending: 0 } }, { told: { running: 1, pending: 1 } }, true],
  [
    'fewer, because it goes back',
    { told: { running: 2, pending: 0 }, status: 'rolling-back' },
    { told: { running: 1, pending: 0 }, status: 'rolling-back' },
    false
  ],
  ['an event of trouble', {}, { events: [['1', '(service shop) was unable to place a task.']] }, true],
  ['an event of every day', {}, { events: [['1', '(service shop) has started 1 tasks.']] }, false],
  ['an event of before', {}, { events: [['1', '(service shop) (port 80) is unhealthy', before]] }, false],
  [
    'an event that was seen',
    { events: [['1', '(task 1) failed container health checks.']] },
    { events: [['1', '(task 1) failed container health checks.']] },
    false
  ]
])('a look at the tasks is worth it, or not: %s', (_, first, second, isSign) => {
  const read = signReader(since)
  read(...look(first))
  expect(read(...look(second))).toBe(isSign)
})
