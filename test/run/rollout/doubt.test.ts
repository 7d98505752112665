// Healthy now is not yet well when others of the same version have ended by themselves.
import { expect, test } from '@jest/globals'
import type { Task } from '../../../src/model/service.ts'
import { doubtIn } from '../../../src/run/rollout/doubt.ts'

const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)
const task = (more: Partial<Task>): Task => ({
  arn: 'task/1',
  taskDefinition: 'app:2',
  addresses: [],
  containers: [],
  ...more
})
const crashed = (seconds: number): Task =>
  task({ stopCode: 'EssentialContainerExited', startedAt: at(0), stoppedAt: at(seconds) })
const started = (seconds: number): Task => task({ startedAt: at(seconds) })

test.each<readonly [string, readonly Task[], readonly Task[], string | undefined, number?]>([
  ['nothing ended', [started(100)], [], undefined],
  ['all have outlived what ended', [started(60), started(69)], [crashed(30)], undefined],
  [
    'one has not',
    [started(60), started(71)],
    [crashed(10), crashed(30)],
    '1 of 2 tasks have not yet run for the 30 s after which one ended by itself'
  ],
  [
    'one that does not run yet',
    [task({})],
    [crashed(5)],
    '1 of 1 tasks have not yet run for the 5 s after which one ended by itself'
  ],
  ['a late crash is not waited for', [started(9)], [crashed(400)], undefined],
  [
    'one that never ran says nothing of those that do',
    [started(99)],
    [task({ stopCode: 'TaskFailedToStart', stoppedAt: at(9) })],
    undefined
  ],
  ['nor one that was stopped', [started(99)], [{ ...crashed(30), stopCode: 'ServiceSchedulerInitiated' }], undefined],
  ['enough have, and more are added', [started(60), started(90), task({})], [crashed(30)], undefined, 1],
  [
    'more are added, and too few have',
    [started(60), started(90), task({})],
    [crashed(30)],
    '2 of 3 tasks have not yet run for the 30 s after which one ended by itself',
    2
  ]
])('there is doubt, or none: %s', (_, running, ended, doubt, wanted = running.length) => {
  expect(doubtIn(running, ended, { wanted, now: at(100).getTime() })).toBe(doubt)
})
