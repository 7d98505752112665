import { describe, expect, test } from '@jest/globals'
import { diagnoseBusy, diagnoseSuperseded, sayOperation } from '../../src/diagnose/stack-operation.ts'
import type { StackEvent } from '../../src/model/stack.ts'

const id = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-service/1'
const begun = (change: Partial<StackEvent>): StackEvent => ({
  id: '1',
  time: new Date(0),
  logicalId: 'shop-service',
  type: 'AWS::CloudFormation::Stack',
  status: 'UPDATE_IN_PROGRESS',
  ...change
})

describe('an operation of a stack', () => {
  test.each<readonly [string, string]>([
    ['CREATE_IN_PROGRESS', 'the creation'],
    ['UPDATE_IN_PROGRESS', 'an update'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'the undoing'],
    ['DELETE_IN_PROGRESS', 'the removal'],
    ['IMPORT_IN_PROGRESS', 'an import'],
    ['ROLLBACK_IN_PROGRESS', 'the undoing'],
    ['NEW', 'an operation']
  ])('%s is %s', (status, kind) => {
    expect(sayOperation([begun({ status })])).toBe(`${kind} that somebody else began at 1970-01-01 00:00:00 UTC`)
  })

  test('of which nothing is known still goes on', () => {
    expect(diagnoseBusy(id, []).sentence).toBe(
      'The stack shop-service is busy: an operation still goes on, and the time limit is over.'
    )
  })
})

test('what was changed behind us says by whom', () => {
  const start = begun({ status: 'UPDATE_IN_PROGRESS', token: 'slipway-8-1-update-x' })
  expect(diagnoseSuperseded(id, [start])).toMatchObject({
    code: 'SUPERSEDED',
    sentence:
      'The stack shop-service was as asked for, until an update that run 8, attempt 1, of Slipway began at 1970-01-01 00:00:00 UTC changed it.'
  })
})
