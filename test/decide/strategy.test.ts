// A strategy that the live service cannot take now is refused before anything is touched.
import { describe, expect, test } from '@jest/globals'
import { strategyRefusal } from '../../src/decide/strategy.ts'
import type { Config, Strategy } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'
import type { Current } from '../../src/model/plan.ts'
import type { Revision } from '../../src/model/revision.ts'
import type { Service } from '../../src/model/service.ts'
import type { StackState } from '../../src/model/stack.ts'
import { service as atRest } from './current.ts'
import { plain, zones } from '../template/example.ts'

const stack = (outputs: Readonly<Record<string, string>> = { TargetGroupArn: 'first' }): StackState => ({
  at: 'settled',
  id: 'stack/shop-service/1',
  status: 'CREATE_COMPLETE',
  outputs,
  parameters: {}
})
const service: Service = {
  ...atRest,
  strategy: 'blue-green',
  targetGroupArn: 'first',
  secondGroup: { targetGroupArn: 'second', productionRuleArn: 'rule' }
}
const running = (containerPort: number): Revision => ({
  arn: 'shop-app:1',
  family: 'shop-app',
  revision: 1,
  active: true,
  definition: { containerDefinitions: [{ name: 'shop-container', portMappings: [{ containerPort }] }] },
  tags: {}
})
const first = [{ targetGroupArn: 'first', weight: 100 }]
const second = [{ targetGroupArn: 'second', weight: 100 }]
const current = (change: Partial<Current>): Current => ({
  region: 'eu-west-1',
  account: '123456789012',
  partition: 'aws',
  zones,
  platform: { at: 'absent' },
  serviceStack: stack(),
  service,
  running: running(8080),
  weights: first,
  kept: [],
  ...change
})

function refusal(change: Partial<Current>, strategy: Strategy = { kind: 'rolling' }): Failure | undefined {
  const config: Config = { ...plain, rollout: { ...plain.rollout, strategy } }
  return strategyRefusal(config, current(change))
}

describe('rolling on a service with two groups', () => {
  test('is fine while the first one serves', () => {
    expect(refusal({})).toBeUndefined()
  })

  test('is refused with the way while the second one serves', () => {
    const failure = refusal({ weights: second })
    expect(failure).toBeInstanceOf(Failure)
    expect(failure).toMatchObject({ code: 'INPUT_INVALID' })
    expect(failure?.remedy).toMatch(/`strategy: blue-green` and `force-new-deployment: true`.*Nothing was changed\.$/)
  })

  test.each<readonly [string, Partial<Current>]>([
    ['the port moves with it', { running: running(9000) }],
    ['the stack does not tell its group', { serviceStack: stack({}) }],
    ['the weights are not known', { weights: [] }]
  ])('is refused when %s', (_, change) => {
    expect(refusal(change)).toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('is decided later while an operation goes on in the stack', () => {
    const busy: StackState = { at: 'busy', id: 'x', status: 'UPDATE_IN_PROGRESS', outputs: {}, parameters: {} }
    expect(refusal({ weights: second, serviceStack: busy })).toBeUndefined()
  })
})

test('another strategy with two groups is fine, whichever serves, and without reading which', () => {
  const { weights: _, ...without } = current({})
  expect(refusal(without, { kind: 'canary', canaryPercent: 10, bakeMinutes: 1 })).toBeUndefined()
})

test('nothing is refused where there is no service, or no revision known', () => {
  const { service: _, ...none } = current({ weights: second })
  const config: Config = { ...plain }
  expect(strategyRefusal(config, none)).toBeUndefined()
  const { running: __, ...unknown } = current({})
  expect(strategyRefusal(config, unknown)).toBeUndefined()
})
