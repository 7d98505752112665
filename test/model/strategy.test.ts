// Which change of the strategy a live service takes at once, which by a step between, and which not now.
import { describe, expect, test } from '@jest/globals'
import type { Deployment, Service, Weight } from '../../src/model/service.ts'
import { servesAlone, strategyMove, type StrategyChange } from '../../src/model/strategy.ts'

const deployment: Deployment = {
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  rolloutState: 'completed',
  taskDefinition: 'shop-app:1',
  desired: 1,
  running: 1,
  pending: 0,
  failedTasks: 0
}
const secondGroup = { targetGroupArn: 'second', productionRuleArn: 'rule' }
const weights = (first: number, second: number): readonly Weight[] => [
  { targetGroupArn: 'first', weight: first },
  { targetGroupArn: 'second', weight: second }
]
const change = (
  strategy: Service['strategy'],
  wanted: StrategyChange['wanted'],
  more: Partial<StrategyChange> & { readonly groups?: 1 | 2 } = {}
): StrategyChange => {
  const two = (more.groups ?? (strategy === 'rolling' ? 1 : 2)) === 2
  return {
    service: { strategy, deployments: [deployment], ...(two && { secondGroup }) },
    wanted,
    firstGroup: 'first',
    weights: two ? weights(100, 0) : [],
    movesPort: false,
    ...more
  }
}

describe('a change of the strategy on a live service', () => {
  test.each<readonly [string, StrategyChange, string]>([
    ['rolling stays', change('rolling', 'rolling'), 'fine'],
    ['blue-green stays, whichever serves', change('blue-green', 'blue-green', { weights: weights(0, 100) }), 'fine'],
    ['blue-green to canary', change('blue-green', 'canary', { weights: weights(0, 100) }), 'fine'],
    ['canary to linear while a deployment goes on', change('canary', 'linear', busy('canary')), 'fine'],
    ['rolling to blue-green', change('rolling', 'blue-green'), 'by-two-groups'],
    ['rolling to linear, and the port', change('rolling', 'linear', { movesPort: true }), 'by-two-groups'],
    ['blue-green to rolling', change('blue-green', 'rolling'), 'by-two-groups'],
    ['an unknown one to rolling', change('unknown', 'rolling'), 'by-two-groups'],
    ['on from half way', change('rolling', 'canary', { groups: 2 }), 'fine'],
    ['back from half way', change('rolling', 'rolling', { groups: 2 }), 'fine'],
    ['to two groups while a deployment goes on', change('rolling', 'canary', busy('rolling')), 'refused'],
    ['to one group while a deployment goes on', change('linear', 'rolling', busy('linear')), 'refused'],
    ['the second group serves', change('blue-green', 'rolling', { weights: weights(0, 100) }), 'refused'],
    ['both groups serve', change('canary', 'rolling', { weights: weights(90, 10) }), 'refused'],
    ['nobody knows who serves', change('canary', 'rolling', { weights: [] }), 'refused'],
    ['to one group, and the port', change('blue-green', 'rolling', { movesPort: true }), 'refused']
  ])('%s', (_, what, at) => {
    expect(strategyMove(what).at).toBe(at)
  })

  test('that is refused says the way', () => {
    const move = strategyMove(change('canary', 'rolling', { weights: weights(0, 100) }))
    expect('sentence' in move && move.sentence).toContain('visitors are served from the second target group')
    expect('remedy' in move && move.remedy).toContain('`strategy: canary` and `force-new-deployment: true`')
  })

  test('finds a deployment that goes on', () => {
    const more: Partial<StrategyChange> = {
      service: { strategy: 'rolling', deployments: [{ ...deployment, rolloutState: 'in-progress' }] }
    }
    expect(strategyMove(change('rolling', 'canary', more)).at).toBe('refused')
  })
})

function busy(strategy: Service['strategy']): Partial<StrategyChange> {
  const deployments = [deployment, { ...deployment, id: 'ecs-svc/0', status: 'ACTIVE' }]
  return { service: { strategy, deployments, ...(strategy !== 'rolling' && { secondGroup }) } }
}

test.each<readonly [readonly Weight[], boolean]>([
  [weights(100, 0), true],
  [weights(1, 0), true],
  [weights(0, 100), false],
  [weights(50, 50), false],
  [weights(0, 0), false],
  [[], false]
])('the group that serves is known by the weights %j', (all, alone) => {
  expect(servesAlone('first', all)).toBe(alone)
})
