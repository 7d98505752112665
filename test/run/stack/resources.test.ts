import { describe, expect, test } from '@jest/globals'
import type { StackEvent } from '../../../src/model/stack.ts'
import { followResources } from '../../../src/run/stack/resources.ts'

let count = 0
/** @param seconds since the operation began. */
const event = (seconds: number, logicalId: string, type: string, status: string, more: Partial<StackEvent> = {}) => ({
  id: String(++count),
  time: new Date(seconds * 1000),
  logicalId,
  type: `AWS::${type}`,
  status,
  ...more
})
const balancer = 'ElasticLoadBalancingV2::LoadBalancer'
const stack = (status: string): StackEvent => event(0, 'shop-platform', 'CloudFormation::Stack', status)

const linesOf = (events: readonly StackEvent[], apart?: readonly string[]): readonly string[] => {
  const { take } = followResources('platform', apart)
  return events.flatMap((each) => {
    const progress = take(each)
    return progress && 'text' in progress ? [progress.at === 'warning' ? `! ${progress.text}` : progress.text] : []
  })
}

describe('the resources of a stack', () => {
  test('are said in words when they are done, with how long each took', () => {
    expect(
      linesOf([
        stack('CREATE_IN_PROGRESS'),
        event(0, 'LoadBalancer', balancer, 'CREATE_IN_PROGRESS'),
        event(2, 'LoadBalancer', balancer, 'CREATE_IN_PROGRESS', { reason: 'Resource creation Initiated' }),
        event(0, 'TaskRole', 'IAM::Role', 'CREATE_IN_PROGRESS'),
        event(15, 'TaskRole', 'IAM::Role', 'CREATE_COMPLETE'),
        event(130, 'LoadBalancer', balancer, 'CREATE_COMPLETE'),
        event(131, 'Repository', 'ECR::Repository', 'IMPORT_COMPLETE'),
        event(132, 'Old', 'EC2::VPC', 'DELETE_SKIPPED'),
        stack('CREATE_COMPLETE')
      ])
    ).toEqual([
      'role (TaskRole) created in 15 s',
      'load balancer created in 2 min 10 s',
      'image repository adopted',
      'network not removed with the stack'
    ])
  })

  test('that are removed apart from the stack are not said to stay', () => {
    const events = [
      event(1, 'Repository', 'ECR::Repository', 'DELETE_SKIPPED'),
      event(2, 'Vpc', 'EC2::VPC', 'DELETE_SKIPPED')
    ]
    expect(linesOf(events, ['AWS::ECR::Repository'])).toEqual(['network not removed with the stack'])
  })

  test('that are small are not, unless they take long; nor is what CloudFormation alone calls something', () => {
    expect(
      linesOf([
        event(0, 'Route', 'EC2::Route', 'CREATE_IN_PROGRESS'),
        event(3, 'Route', 'EC2::Route', 'CREATE_COMPLETE'),
        event(3, 'Queue', 'SQS::Queue', 'CREATE_IN_PROGRESS'),
        event(20, 'Queue', 'SQS::Queue', 'CREATE_COMPLETE'),
        event(21, 'Queue', 'SQS::Queue', 'SOMETHING_NEW')
      ])
    ).toEqual(['Queue created in 17 s'])
  })

  test('that fail are said, without those that are cancelled for it', () => {
    expect(
      linesOf([
        event(0, 'LoadBalancer', balancer, 'CREATE_FAILED', { reason: 'No subnets' }),
        event(0, 'Vpc', 'EC2::VPC', 'CREATE_FAILED', { reason: 'Resource creation cancelled' }),
        event(1, 'Cluster', 'ECS::Cluster', 'CREATE_FAILED'),
        stack('ROLLBACK_IN_PROGRESS')
      ])
    ).toEqual([
      'load balancer failed: No subnets',
      'cluster failed: CloudFormation gives no reason.',
      'CloudFormation undoes what it did'
    ])
  })

  test('that fail: the first one is the cause, and is told with the way out', () => {
    const reason = 'The maximum number of VPCs has been reached.'
    const [first = '', second = ''] = linesOf([
      event(0, 'Vpc', 'EC2::VPC', 'CREATE_FAILED', { reason }),
      event(1, 'Cluster', 'ECS::Cluster', 'CREATE_FAILED', { reason })
    ])
    expect(first).toContain('Service Quotas')
    expect(second).toBe(`cluster failed: ${reason}`)
  })

  test('that an update cannot remove are left to their owner', () => {
    const left = event(1, 'Old', 'EC2::Subnet', 'DELETE_FAILED', { reason: 'In use', physicalId: 'subnet-1' })
    expect(
      linesOf([
        stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
        left,
        left,
        event(2, 'Vpc', 'EC2::VPC', 'DELETE_FAILED', { reason: 'In use' })
      ])
    ).toEqual([
      '! The old subnet (Old) (subnet-1) could not be removed and is left to you: In use',
      '! The old network could not be removed and is left to you: In use'
    ])
  })

  test('that are under way are said with how long that usually takes', () => {
    const { take, underWay } = followResources('platform')
    expect(underWay(0)).toBe('')
    take(event(0, 'LoadBalancer', balancer, 'CREATE_IN_PROGRESS'))
    take(event(5, 'Queue', 'SQS::Queue', 'CREATE_IN_PROGRESS'))
    expect(underWay(65_000)).toBe('load balancer for 1 min 5 s (usually 2 to 4 min), Queue for 1 min')
    // By AWS's clock it began later than now.
    expect(underWay(-60_000)).toBe('load balancer for 0 s (usually 2 to 4 min), Queue for 0 s')
  })

  test('include records that ACM does not see after five minutes', () => {
    const { take, unseenRecords } = followResources('platform')
    const type = 'CertificateManager::Certificate'
    const reason = 'Content of DNS Record is: {Name: _a.shop.example.,Type: CNAME,Value: _b.acm-validations.aws.}'
    take(event(0, 'Certificate', type, 'CREATE_IN_PROGRESS', { reason }))
    expect(unseenRecords(299_000)).toEqual([])
    expect(unseenRecords(300_000)).toEqual(['_a.shop.example. CNAME _b.acm-validations.aws.'])
    take(event(310, 'Certificate', type, 'CREATE_COMPLETE'))
    expect(unseenRecords(400_000)).toEqual([])
  })
})
