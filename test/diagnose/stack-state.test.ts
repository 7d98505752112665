import { describe, expect, test } from '@jest/globals'
import {
  diagnoseBusy,
  diagnoseCertificate,
  diagnoseData,
  diagnoseHalfUndone,
  diagnoseRemains,
  diagnoseSuperseded,
  diagnoseUnusable,
  sayOperation,
  stackName
} from '../../src/diagnose/stack-state.ts'
import type { Delegation } from '../../src/model/delegation.ts'
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
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'the undoing'],
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

describe('a certificate that is not issued', () => {
  const servers = ['ns-1.example', 'ns-2.example']
  test.each<readonly [Delegation, RegExp, RegExp]>([
    [{ at: 'delegated' }, /see _a\. Public DNS leads to the zone shop\.example\.$/, /CAA/],
    [
      { at: 'nowhere' },
      /is not delegated: public DNS knows no name servers/,
      /name ns-1\.example, ns-2\.example, then/
    ],
    [{ at: 'elsewhere', servers: ['ns.registrar'] }, /is not delegated: public DNS asks ns\.registrar\.$/, /name ns-1/],
    [{ at: 'partly', servers: ['ns.old'] }, /in part only: public DNS asks ns\.old too\.$/, /name ns-1/],
    [{ at: 'unknown', because: 'no DNS server answered' }, /could not be told: no DNS server answered\.$/, /name ns-1/]
  ])('of a zone %j', (delegation, sentence, remedy) => {
    const failure = diagnoseCertificate(['_a'], { name: 'shop.example', servers, delegation })
    expect(failure.sentence).toMatch(sentence)
    expect(failure.remedy).toMatch(remedy)
  })

  test('of a zone that could not be read', () => {
    expect(diagnoseCertificate(['_a'])).toMatchObject({
      sentence: 'The certificate is not issued after five minutes: ACM does not see _a.',
      remedy: expect.stringContaining('name the name servers of its hosted zone (`dig NS` shows which are asked now)')
    })
    const zone = { name: 'shop.example', servers: [], delegation: { at: 'nowhere' } } as const
    expect(diagnoseCertificate(['_a'], zone).remedy).toContain('name the name servers of its hosted zone, then')
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
