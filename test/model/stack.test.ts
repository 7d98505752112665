import { describe, expect, test } from '@jest/globals'
import {
  holdsThings,
  isLive,
  lastOutputsOf,
  parametersOf,
  stackAction,
  stackName,
  type StackAction,
  type StackRequest,
  type StackState
} from '../../src/model/stack.ts'

const request: StackRequest = { name: 'shop-platform', body: '{}', parameters: {}, tags: {}, fingerprint: 'new' }
const settled = (outputs: Readonly<Record<string, string>>, status = 'UPDATE_COMPLETE'): StackState => ({
  at: 'settled',
  id: 'i',
  status,
  outputs,
  parameters: {}
})

const stuck = { at: 'stuck', id: 'i', status: 'UPDATE_FAILED', reason: 'r' } as const
const foreign = { at: 'foreign', id: 'i', status: 'CREATE_COMPLETE' } as const
const halfUndone = {
  at: 'half-undone',
  id: 'i',
  status: 'UPDATE_ROLLBACK_FAILED',
  outputs: {},
  parameters: {}
} as const

describe('what is there decides what is done', () => {
  test.each<[string, StackState, StackAction]>([
    ['no stack', { at: 'absent' }, { do: 'apply', change: 'CREATE', request }],
    ['a shell of an unexecuted change set', { at: 'shell', id: 'i' }, { do: 'apply', change: 'CREATE', request }],
    ['the same fingerprint', settled({ Fingerprint: 'new' }), { do: 'nothing' }],
    ['another fingerprint', settled({ Fingerprint: 'old' }), { do: 'apply', change: 'UPDATE', request }],
    ['no fingerprint', settled({}), { do: 'apply', change: 'UPDATE', request }],
    [
      'an update that was rolled back to what we do not want',
      settled({ Fingerprint: 'old' }, 'UPDATE_ROLLBACK_COMPLETE'),
      { do: 'apply', change: 'UPDATE', request }
    ],
    [
      'an operation that goes on, whatever it is for',
      { at: 'busy', id: 'i', status: 'UPDATE_IN_PROGRESS', outputs: { Fingerprint: 'new' }, parameters: {} },
      { do: 'join', id: 'i', request }
    ],
    [
      'what a creation or a removal left that failed',
      { at: 'remains', id: 'i', status: 'ROLLBACK_COMPLETE', reason: 'r' },
      { do: 'recreate', remove: 'i', request }
    ],
    ['an update that was undone in part', halfUndone, { do: 'continue', id: 'i', request }],
    ['a stack that needs a person', stuck, { do: 'refuse', state: stuck }],
    ['a stack that is not ours', foreign, { do: 'refuse', state: foreign }]
  ])('%s', (_, state, action) => {
    expect(stackAction(request, state)).toEqual(action)
  })
})

test.each<readonly [string, StackState, boolean]>([
  ['a stack that stands', settled({}), true],
  ['an update that goes on', { at: 'busy', id: 'i', status: 'UPDATE_IN_PROGRESS', outputs: {}, parameters: {} }, true],
  [
    'a creation that goes on',
    { at: 'busy', id: 'i', status: 'CREATE_IN_PROGRESS', outputs: {}, parameters: {} },
    false
  ],
  ['one that was not made', { at: 'remains', id: 'i', status: 'ROLLBACK_COMPLETE' }, false],
  ['one whose update was undone in part', halfUndone, true],
  ['none', { at: 'absent' }, false]
])('it is known whether something may serve from %s', (_, state, expected) => {
  expect(isLive(state)).toBe(expected)
})

test.each<[StackState, boolean]>([
  [{ at: 'absent' }, false],
  [{ at: 'shell', id: 'i' }, false],
  [foreign, false],
  [settled({}), true],
  [halfUndone, true],
  [stuck, true],
  [{ at: 'remains', id: 'i', status: 'DELETE_FAILED' }, true],
  [{ at: 'remains', id: 'i', status: 'ROLLBACK_COMPLETE' }, false]
])('it is known whether something of ours is in %j: %s', (state, expected) => {
  expect(holdsThings(state)).toBe(expected)
})

test('a stack is called by its name', () => {
  expect(stackName('arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-service/1')).toBe('shop-service')
  expect(stackName('shop')).toBe('shop')
})

test('a stack that does not stand has no parameters', () => {
  expect(parametersOf({ ...halfUndone, parameters: { ZoneA: 'eu-west-1a' } })).toEqual({ ZoneA: 'eu-west-1a' })
  expect(parametersOf(stuck)).toEqual({})
})

test('the last outputs are those that it has, or had when it last stood', () => {
  expect(lastOutputsOf(settled({ Url: 'a' }))).toEqual({ Url: 'a' })
  expect(lastOutputsOf({ ...stuck, lastOutputs: { Url: 'b' } })).toEqual({ Url: 'b' })
  expect(lastOutputsOf({ at: 'absent' })).toEqual({})
})
