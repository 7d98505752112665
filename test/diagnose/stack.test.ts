import { describe, expect, test } from '@jest/globals'
import { diagnoseChangeSet, diagnoseStack } from '../../src/diagnose/stack.ts'
import type { FailureCode } from '../../src/model/failure.ts'
import type { StackEvent } from '../../src/model/stack.ts'

const event = (change: Partial<StackEvent>): StackEvent => ({
  id: '1',
  time: new Date(0),
  logicalId: 'Bucket',
  type: 'AWS::S3::Bucket',
  status: 'CREATE_FAILED',
  ...change
})
const handler = (message: string, code: string): string =>
  `Resource handler returned message: "${message}" (RequestToken: 1-2, HandlerErrorCode: ${code})`

describe('the root cause of a stack operation', () => {
  test('is the first failure that is not a cancellation, nor the stack itself', () => {
    const failure = diagnoseStack('shop-platform', [
      event({ logicalId: 'Vpc', status: 'CREATE_IN_PROGRESS' }),
      event({ logicalId: 'Subnet', reason: 'Resource creation cancelled' }),
      event({
        logicalId: 'shop-platform',
        type: 'AWS::CloudFormation::Stack',
        reason: 'The following resources failed'
      }),
      event({ logicalId: 'LogGroup', type: 'AWS::Logs::LogGroup', reason: handler('Bad retention', 'InvalidRequest') }),
      event({ logicalId: 'Other', reason: 'Also bad' })
    ])
    expect(failure).toMatchObject({
      code: 'STACK_FAILED',
      sentence: 'LogGroup (AWS::Logs::LogGroup) in the stack shop-platform failed: Bad retention'
    })
    expect(failure.evidence).toEqual([
      `LogGroup CREATE_FAILED: ${handler('Bad retention', 'InvalidRequest')}`,
      'Other CREATE_FAILED: Also bad'
    ])
  })

  test('is not known when no resource is named', () => {
    expect(diagnoseStack('shop-platform', [event({ status: 'CREATE_COMPLETE' })])).toMatchObject({
      code: 'STACK_FAILED',
      evidence: ['Bucket CREATE_COMPLETE']
    })
  })

  test('without a reason says so', () => {
    expect(diagnoseStack('shop', [event({})]).sentence).toContain('CloudFormation gives no reason')
  })

  // F10.
  test.each<readonly [string, FailureCode]>([
    [handler('User: x is not authorized to perform: ec2:CreateVpc', 'AccessDenied'), 'ACCESS_DENIED'],
    [handler('The maximum number of VPCs has been reached.', 'ServiceLimitExceeded'), 'QUOTA'],
    ['VpcLimitExceeded', 'QUOTA'],
    [
      'RRSet of type A with DNS name shop. cannot be created as a non-latency set exists with the same name and type',
      'DNS_CONFLICT'
    ],
    ["Tried to create resource record set [name='shop.', type='A'] but it already exists", 'DNS_CONFLICT'],
    [handler('The repository shop already exists', 'AlreadyExists'), 'NAME_TAKEN'],
    ['Invalid request provided', 'STACK_FAILED']
  ])('%s', (reason, code) => {
    expect(diagnoseStack('shop', [event({ reason })]).code).toBe(code)
  })
})

test('a refused change set changes nothing, and says what is in the way', () => {
  expect(diagnoseChangeSet('shop-service', 'Resource of type X with identifier Y already exists')).toMatchObject({
    code: 'NAME_TAKEN',
    sentence: expect.stringContaining('nothing was changed')
  })
  expect(diagnoseChangeSet('shop-service', undefined).code).toBe('STACK_FAILED')
})
