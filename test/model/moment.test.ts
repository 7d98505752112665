import { describe, expect, test } from '@jest/globals'
import { momentsOf, type Aftermath } from '../../src/model/moment.ts'
import type { Task } from '../../src/model/service.ts'

const at = (seconds: number): Date => new Date(seconds * 1000)
const task = (taskDefinition: string, times: Partial<Task>): Task => ({
  arn: 'arn',
  taskDefinition,
  addresses: [],
  containers: [],
  ...times
})
const said = (seconds: number, message: string) => ({ id: String(seconds), time: at(seconds), message })
const draining = '(service shop, taskSet ecs-svc/1) has begun draining connections on 1 tasks.'

/** Two new tasks for two old ones, begun at second 100. */
const usual: Aftermath = {
  since: 100_000,
  revision: 'shop:2',
  tasks: [
    task('shop:2', { createdAt: at(105), startedAt: at(140) }),
    task('shop:2', { createdAt: at(105), startedAt: at(138) }),
    task('shop:1', { createdAt: at(10), startedAt: at(20), stoppedAt: at(200) }),
    task('shop:1', { createdAt: at(10), startedAt: at(20), stoppedAt: at(205) }),
    task('shop:1', { createdAt: at(1), startedAt: at(2), stoppedAt: at(50) })
  ],
  events: [said(210, '(service shop) has reached a steady state.'), said(150, draining), said(90, draining)],
  isRolling: true,
  isGood: true
}
const old = usual.tasks.filter(({ taskDefinition }) => taskDefinition === 'shop:1')

const told = (change: Partial<Aftermath>): readonly string[] =>
  momentsOf({ ...usual, ...change }).map(({ moment, time }) => `${moment} ${time / 1000}`)

describe('the moments of a rollout', () => {
  test.each<[string, Partial<Aftermath>, readonly string[]]>([
    ['of one batch', {}, ['first-started 138', 'all-healthy 150', 'old-stopped 205']],
    [
      'of two batches',
      { events: [...usual.events, said(180, draining)] },
      ['first-started 138', 'first-healthy 150', 'all-healthy 180', 'old-stopped 205']
    ],
    [
      'with nothing to drain',
      {
        tasks: usual.tasks.slice(0, 2),
        events: [said(160, '(service shop) (deployment ecs-svc/1) deployment completed.')]
      },
      ['first-started 138', 'all-healthy 160']
    ],
    ['whose events are gone', { events: [] }, ['first-started 138', 'old-stopped 205']],
    ['that moves visitors', { isRolling: false }, ['first-started 138', 'old-stopped 205']],
    ['that failed', { isGood: false }, ['first-started 138']],
    ['that started nothing', { tasks: [task('shop:2', { createdAt: at(105) }), ...old] }, []],
    ['of the revision that ran', { revision: 'shop:1' }, []],
    ['of tasks without a time', { tasks: [task('shop:2', {})] }, []]
  ])('are read in what was seen: %s', (_, change, expected) => {
    expect(told(change)).toEqual(expected)
  })
})
