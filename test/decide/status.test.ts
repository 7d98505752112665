import { describe, expect, test } from '@jest/globals'
import { plansOf } from '../../src/decide/deploy.ts'
import { driftOf } from '../../src/decide/status.ts'
import type { Config } from '../../src/model/config.ts'
import type { Current } from '../../src/model/plan.ts'
import type { StackState } from '../../src/model/stack.ts'
import { taskDefinition } from '../../src/template/task.ts'
import { nothing, service } from './current.ts'
import { image, outputs, plain, region } from '../template/example.ts'

const settled = (fingerprint: string): StackState => ({
  at: 'settled',
  id: 'arn:stack/shop-platform/1',
  status: 'CREATE_COMPLETE',
  outputs: { ...outputs, Fingerprint: fingerprint },
  parameters: { ZoneA: 'eu-west-1a', ZoneB: 'eu-west-1b' }
})
const busy: StackState = {
  at: 'busy',
  id: 'arn:stack/shop-platform/1',
  status: 'UPDATE_IN_PROGRESS',
  outputs: {},
  parameters: {}
}
const wanted = (() => {
  const from = { context: { at: 'registry', image: { reference: '', digest: '' } }, tag: '' } as const
  const [{ region: plan }] = plansOf([{ config: plain, current: { ...nothing, platform: settled('') } }], from)
  return 'request' in plan.platform ? plan.platform.request.fingerprint : ''
})()
const definition = taskDefinition(plain, { region, image, outputs })

const running = {
  service,
  running: { arn: 'arn:1', family: 'shop-app', revision: 1, active: true, definition, tags: {} }
} as const

test.each<readonly [string, Partial<Current>, object]>([
  ['nothing is there', {}, { platform: 'not there', service: 'not there', task: [] }],
  ['the platform is as it is wanted', { platform: settled(wanted) }, { platform: 'as asked for' }],
  ['the platform differs', { platform: settled('another') }, { platform: 'differs' }],
  [
    'somebody is at work',
    { platform: busy },
    { platform: 'in UPDATE_IN_PROGRESS', service: 'cannot be told', task: [] }
  ],
  [
    'what runs is of a stack that does not stand',
    { serviceStack: { at: 'remains', id: 'arn:stack/shop-service/1', status: 'DELETE_FAILED' }, ...running },
    { service: 'in DELETE_FAILED', task: 'cannot be told' }
  ],
  [
    "somebody else's stack has the name",
    { platform: { at: 'foreign', id: 'arn:stack/shop-platform/1', status: 'CREATE_COMPLETE' } },
    { platform: 'not ours' }
  ],
  [
    'the platform may give the service other values',
    { platform: settled('another'), serviceStack: settled('another'), ...running },
    { service: 'cannot be told', task: [] }
  ]
])('a status tells: %s', (_, over, expected) => {
  expect(driftOf(plain, { ...nothing, ...over })).toMatchObject(expected)
})

test('what differs in the task is named, variables and secrets too', () => {
  const current = { ...nothing, platform: settled(wanted), serviceStack: settled('another'), ...running }
  const task = { ...plain.task, cpu: 1024, env: { A: '1' }, secrets: { B: '/b' } }
  expect(new Set(driftOf({ ...plain, task }, current).task)).toEqual(
    new Set(['cpu', 'secret B of shop-container', 'variable A of shop-container'])
  )
})

describe('beside the first region', () => {
  const here = { ...nothing, ...running }
  const there = (over: Partial<Config> = {}, reference = image): Current => {
    const wanted = taskDefinition(
      { ...plain, region: 'us-east-1', ...over },
      { region: 'us-east-1', image: reference, outputs }
    )
    return { ...here, region: 'us-east-1', running: { ...running.running, definition: wanted } }
  }

  test.each<readonly [string, Current, object]>([
    ['the same runs', there({}, image.replace(region, 'us-east-1')), { settings: [] }],
    [
      'its own references to secrets are no difference',
      there({ task: { ...plain.task, secrets: { A: '/a' } } }),
      { settings: [] }
    ],
    [
      'another image and other values are named',
      there({ task: { ...plain.task, cpu: 1024, env: { A: '1' } } }, `r/shop@sha256:${'b'.repeat(64)}`),
      { image: image.split('@')[1], settings: ['cpu', 'variable A of shop-container'] }
    ]
  ])('%s', (_, current, expected) => {
    expect(driftOf({ ...plain, region: 'us-east-1' }, current, here).unlike).toEqual({ region, ...expected })
  })

  test('nothing is compared with itself, or where nothing runs', () => {
    expect(driftOf(plain, here, here).unlike).toBeUndefined()
    expect(driftOf(plain, here, nothing).unlike).toBeUndefined()
    expect(driftOf(plain, nothing, here).unlike).toBeUndefined()
  })
})
