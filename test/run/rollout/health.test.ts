// What is missing until a revision serves: every wanted task healthy where visitors are sent to.
import { describe, expect, test } from '@jest/globals'
import type { Target, Task, Weight } from '../../../src/model/service.ts'
import { missingIn, serveAlone, type Health } from '../../../src/run/rollout/health.ts'

const task = (address: string, taskDefinition = 'app:2'): Task => ({
  arn: `task/${address}`,
  taskDefinition,
  addresses: [address],
  containers: []
})
const target = (address: string, state = 'healthy'): Target => ({ address, port: 80, state })
const isNew = ({ taskDefinition }: Task): boolean => taskDefinition === 'app:2'
const one = (...targets: readonly Target[]): Health['groups'] => [{ arn: 'one', targets }]
const weights = (first: number, second: number): readonly Weight[] => [
  { targetGroupArn: 'one', weight: first },
  { targetGroupArn: 'two', weight: second }
]

describe('what is missing of two wanted tasks:', () => {
  const both = [task('a'), task('b')]
  const inTwo: Health['groups'] = [
    { arn: 'one', targets: [target('a')] },
    { arn: 'two', targets: [target('b')] }
  ]
  test.each<readonly [string, Health, string | undefined]>([
    ['without a load balancer nothing is missing', { tasks: [], groups: [] }, undefined],
    ['both healthy', { tasks: both, groups: one(target('a'), target('b')) }, undefined],
    ['one not there yet', { tasks: both, groups: one(target('a')) }, 'the load balancer does not call b healthy yet'],
    [
      'both unhealthy',
      { tasks: both, groups: one(target('a', 'initial'), target('b', 'unhealthy')) },
      'the load balancer does not call a, b healthy yet'
    ],
    [
      'one of another revision',
      { tasks: [task('a'), task('b', 'app:1')], groups: one(target('a'), target('b')) },
      '1 of 2 tasks of that revision are running'
    ],
    [
      'one more that autoscaling has just added',
      { tasks: [...both, task('c')], groups: one(target('a'), target('b'), target('c', 'initial')) },
      undefined
    ],
    ['in groups that both serve', { tasks: both, groups: inTwo, weights: weights(50, 50) }, undefined],
    [
      'one in a group that no visitor is sent to',
      { tasks: both, groups: inTwo, weights: weights(100, 0) },
      'the load balancer does not call b healthy yet'
    ]
  ])('%s', (_, health, missing) => {
    expect(missingIn(health, 2, isNew)).toBe(missing)
  })
})

describe('the earlier version is back, or not:', () => {
  test.each<readonly [string, readonly Task[], readonly Target[], boolean]>([
    ['alone', [task('a')], [target('a')], true],
    ['beside one that is let go', [task('a')], [target('a'), target('b', 'draining')], true],
    ['beside one that serves', [task('a'), task('b', 'app:1')], [target('a'), target('b')], false],
    ['beside one that may soon', [task('a'), task('b', 'app:1')], [target('a')], false],
    ['beside one whose task is told to stop', [task('a')], [target('a'), target('b', 'unhealthy')], false]
  ])('%s', (_, tasks, targets, isAlone) => {
    expect(serveAlone({ tasks, groups: one(...targets) }, isNew)).toBe(isAlone)
  })
})
