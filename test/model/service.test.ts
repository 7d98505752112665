import { expect, test } from '@jest/globals'
import { isAtRest, type Deployment } from '../../src/model/service.ts'

const deployment = (rolloutState: Deployment['rolloutState'], status = 'PRIMARY'): Deployment => ({
  id: 'ecs-svc/1',
  status,
  rolloutState,
  taskDefinition: 'shop-app:1',
  desired: 1,
  running: 1,
  pending: 0,
  failedTasks: 0
})

test.each([
  ['one deployment that is complete', [deployment('completed')], true],
  ['one that goes on', [deployment('in-progress')], false],
  ['one in a state that is new to us', [deployment('unknown')], false],
  ['an older one that still has tasks', [deployment('completed'), deployment('completed', 'ACTIVE')], false],
  ['none', [], false]
])('a service is at rest with one complete deployment alone: %s', (_, deployments, expected) => {
  expect(isAtRest({ deployments })).toBe(expected)
})
