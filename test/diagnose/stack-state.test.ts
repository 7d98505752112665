import { describe, expect, test } from '@jest/globals'
import {
  diagnoseBusy,
  diagnoseData,
  diagnoseHalfUndone,
  diagnoseRemains,
  diagnoseSuperseded,
  diagnoseUnusable,
  sayOperation,
  stackName
} from '../../src/diagnose/stack-state.ts'
import type { StackEvent } from '../../src/model/stack.ts'

const id = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-service/1'
const event = (change: Partial<StackEvent>): StackEvent => ({
  id: '1',
  time: new Date(0),
  logicalId: 'Service',
  type: 'AWS::ECS::Service',
  status: 'DELETE_FAILED',
  ...change
})

test('a stack is called by its name', () => {
  expect(stackName(id)).toBe('shop-service')
  expect(stackName('shop')).toBe('shop')
})

describe('an operation', () => {
  test.each<readonly [string, string]>([
    ['CREATE_IN_PROGRESS', 'the creation'],
    ['UPDATE_IN_PROGRESS', 'an update'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'an update'],
    ['DELETE_IN_PROGRESS', 'the removal'],
    ['IMPORT_IN_PROGRESS', 'an import'],
    ['ROLLBACK_IN_PROGRESS', 'the undoing'],
    ['NEW', 'an operation']
  ])('%s is %s', (status, kind) => {
    expect(sayOperation([event({ status })])).toBe(`${kind} that somebody else began at 1970-01-01 00:00:00 UTC`)
  })

  test('of which nothing is known still goes on', () => {
    expect(diagnoseBusy(id, []).sentence).toBe(
      'The stack shop-service is busy: an operation still goes on, and the time limit is over.'
    )
  })
})

test('what was changed behind us says by whom', () => {
  const start = event({ status: 'UPDATE_IN_PROGRESS', token: 'slipway-8-1-update-x' })
  expect(diagnoseSuperseded(id, [start])).toMatchObject({
    code: 'SUPERSEDED',
    sentence:
      'The stack shop-service was as asked for, until an update that run 8, attempt 1, of Slipway began at 1970-01-01 00:00:00 UTC changed it.'
  })
})

test('what is stuck says why, once', () => {
  const { sentence } = diagnoseUnusable({ at: 'stuck', id, status: 'UPDATE_FAILED', reason: 'The update failed.' })
  expect(sentence).toBe('The stack shop-service is in UPDATE_FAILED (The update failed) and accepts no change.')
})

describe('what is in the way', () => {
  const found = { id, status: 'DELETE_FAILED' }

  test('is each resource once, without what was cancelled and the stack itself', () => {
    const events = [
      event({ reason: 'In use' }),
      event({ reason: 'In use' }),
      event({ logicalId: 'Rule', reason: 'Resource deletion cancelled' }),
      event({ logicalId: 'shop-service', type: 'AWS::CloudFormation::Stack' })
    ]
    const { sentence, remedy } = diagnoseRemains(found, events)
    expect(sentence).toContain('it could not be removed for Service (In use).')
    expect(remedy).toContain('--retain-resources Service`')
  })

  test('may be nothing that AWS names', () => {
    expect(diagnoseRemains(found, [])).toMatchObject({
      sentence: 'The stack shop-service is in DELETE_FAILED: it could not be removed.',
      remedy: 'Run `aws cloudformation delete-stack --stack-name shop-service`, then this again.'
    })
    expect(diagnoseHalfUndone({ id, status: 'UPDATE_ROLLBACK_FAILED' }, []).remedy).toContain(
      '--resources-to-skip RESOURCES`'
    )
  })

  test('may hold data', () => {
    const left = [{ logicalId: 'Data', type: 'AWS::S3::Bucket', status: 'CREATE_COMPLETE' }]
    expect(diagnoseData(id, left)).toMatchObject({
      sentence: expect.stringMatching(/may hold data: Data \(AWS::S3::Bucket\)\.$/),
      remedy:
        'Save what you need of it, then run `aws cloudformation delete-stack --stack-name shop-service`, then this again.'
    })
  })
})
