// The stages of F2.5 in words; one that is not listed is said as it is.
import { describe, expect, test } from '@jest/globals'
import type { Strategy } from '../../../src/model/config.ts'
import type { ServiceDeployment } from '../../../src/model/service.ts'
import { isScaledUp, stageText } from '../../../src/run/rollout/lifecycle.ts'

const blueGreen: Strategy = { kind: 'blue-green', bakeMinutes: 5 }
const canary: Strategy = { kind: 'canary', canaryPercent: 10, bakeMinutes: 3 }
const linear: Strategy = { kind: 'linear', stepPercent: 20, bakeMinutes: 2 }
const at = (stage: string, more: Partial<ServiceDeployment> = {}): ServiceDeployment => ({
  arn: 'sd',
  status: 'in-progress',
  rawStatus: 'IN_PROGRESS',
  lifecycleStage: stage,
  ...more
})
const tell = (deployment: ServiceDeployment, strategy: Strategy = blueGreen, minutes = 1): string | undefined =>
  stageText(deployment, { strategy, seconds: minutes * 60 + 5 }, '1 of 2 new tasks running')

test.each([
  ['RECONCILE_SERVICE', 'ECS puts what runs in order first'],
  ['PRE_SCALE_UP', 'before the new tasks are started'],
  ['SCALE_UP', 'starting the new tasks: 1 of 2 new tasks running'],
  ['POST_SCALE_UP', 'the new tasks are started: 1 of 2 new tasks running'],
  ['TEST_TRAFFIC_SHIFT', 'moving test requests to the new version'],
  ['POST_TEST_TRAFFIC_SHIFT', 'test requests get the new version'],
  ['PRE_PRODUCTION_TRAFFIC_SHIFT', 'before visitors are moved'],
  ['PRODUCTION_TRAFFIC_SHIFT', 'moving visitors to the new version'],
  ['POST_PRODUCTION_TRAFFIC_SHIFT', 'visitors get the new version'],
  ['BAKE_TIME', 'visitors get the new version, the old one is still there, baking, 1 of 5 min'],
  ['CLEAN_UP', 'stopping the old tasks'],
  ['NEWER', 'at the stage NEWER, which is new to us']
])('a stage has its words: %s', (stage, text) => {
  expect(tell(at(stage))).toBe(text)
})

test.each<readonly [string | undefined, ServiceDeployment['status'], boolean]>([
  [undefined, 'in-progress', false],
  ['PRE_SCALE_UP', 'in-progress', false],
  ['SCALE_UP', 'in-progress', false],
  ['POST_SCALE_UP', 'in-progress', true],
  ['PRODUCTION_TRAFFIC_SHIFT', 'in-progress', true],
  ['TEST_TRAFFIC_SHIFT', 'rolling-back', false],
  // With alarms a rolling deployment has it too.
  ['BAKE_TIME', 'in-progress', false],
  ['NEWER', 'in-progress', false]
])('at %s, %s, all new tasks are healthy: %s', (stage, status, isUp) => {
  const { lifecycleStage: _, ...without } = at('')
  expect(isScaledUp(stage === undefined ? without : at(stage, { status }))).toBe(isUp)
})

describe('the share of the visitors', () => {
  test.each<readonly [Strategy, number, number, string]>([
    [canary, 10, 1, '10 % of the visitors get the new version, baking, 1 of 3 min'],
    [linear, 40, 0, '40 % of the visitors get the new version, baking, 0 of 2 min'],
    // ECS takes a moment longer than it says.
    [linear, 60, 7, '60 % of the visitors get the new version, baking, 2 of 2 min']
  ])('is told with %j', (strategy, percent, minutes, text) => {
    expect(tell(at('PRODUCTION_TRAFFIC_SHIFT', { percent }), strategy, minutes)).toBe(text)
  })

  test('is not told while ECS does not tell it', () => {
    expect(tell(at('PRODUCTION_TRAFFIC_SHIFT'), canary)).toBe('moving visitors to the new version')
  })
})

test('a hook that waits for an answer is told', () => {
  expect(tell(at('POST_SCALE_UP', { paused: true }))).toMatch(/; paused by a hook until somebody answers it$/)
})

test('a rolling deployment has no stages', () => {
  expect(tell(at('SCALE_UP'), { kind: 'rolling' })).toBeUndefined()
  const { lifecycleStage: _, ...without } = at('')
  expect(tell(without)).toBeUndefined()
})
