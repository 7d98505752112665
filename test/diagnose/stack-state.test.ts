import { describe, expect, test } from '@jest/globals'
import { diagnoseData, diagnoseHalfUndone, diagnoseRemains, diagnoseUnusable } from '../../src/diagnose/stack-state.ts'
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

test('what is stuck says why, once', () => {
  const { sentence } = diagnoseUnusable({ at: 'stuck', id, status: 'UPDATE_FAILED', reason: 'The update failed.' })
  expect(sentence).toBe('The stack shop-service is in UPDATE_FAILED (The update failed) and accepts no change.')
})

test('a stack that somebody else only proposed may be deleted by who knows that nobody waits for it', () => {
  const { code, remedy } = diagnoseUnusable({ at: 'foreign', id, status: 'REVIEW_IN_PROGRESS' })
  expect(code).toBe('NAME_TAKEN')
  expect(remedy).toContain('nobody waits for its change sets: run `aws cloudformation delete-stack --stack-name shop-')
  expect(diagnoseUnusable({ at: 'foreign', id, status: 'CREATE_COMPLETE' }).remedy).toContain('`slipway:stack`')
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

  test('is said to be unknown where AWS names nothing', () => {
    expect(diagnoseRemains(found, [])).toMatchObject({
      sentence: 'The stack shop-service is in DELETE_FAILED: it could not be removed.',
      remedy: 'Run `aws cloudformation delete-stack --stack-name shop-service`, then this again.'
    })
    expect(diagnoseHalfUndone({ id, status: 'UPDATE_ROLLBACK_FAILED' }, []).remedy).toContain(
      '--resources-to-skip RESOURCES`'
    )
  })

  test('is not thrown away where it may hold data', () => {
    const left = [{ logicalId: 'Data', type: 'AWS::S3::Bucket', status: 'CREATE_COMPLETE' }]
    expect(diagnoseData(id, left)).toMatchObject({
      sentence: expect.stringMatching(/may hold data: Data \(AWS::S3::Bucket\)\.$/),
      remedy:
        'Save what you need of it, then run `aws cloudformation delete-stack --stack-name shop-service`, then this again.'
    })
  })
})
