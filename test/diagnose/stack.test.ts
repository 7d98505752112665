import { describe, expect, test } from '@jest/globals'
import { diagnoseChangeSet, diagnoseStack, takenName } from '../../src/diagnose/stack.ts'
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
    [handler('TooManyLoadBalancers', 'ServiceLimitExceeded'), 'QUOTA'],
    ['RRSet of type CNAME with DNS name shop. is not permitted as it conflicts with other records', 'DNS_CONFLICT'],
    [handler('Certificate validation failed: CAA_ERROR', 'GeneralServiceException'), 'CERTIFICATE_STUCK'],
    ['The CAA record of the domain allows nobody', 'CERTIFICATE_STUCK'],
    [handler('Rate exceeded (Service: Ecs, Status Code: 400)', 'Throttling'), 'THROTTLED'],
    // Ids have these letters too.
    ['Resource handler returned message: "Bad" (RequestToken: 7d9acaa2-1b1c, HandlerErrorCode: X)', 'STACK_FAILED'],
    ['Invalid request provided', 'STACK_FAILED']
  ])('%s', (reason, code) => {
    expect(diagnoseStack('shop', [event({ reason })]).code).toBe(code)
  })
})

describe('the second look', () => {
  const failure = (reason: string) => diagnoseStack('shop-platform', [event({ reason })])

  test('names action, resource and principal of a missing permission', () => {
    const user = 'arn:aws:sts::111122223333:assumed-role/deploy/shop'
    const text = `User: ${user} is not authorized to perform: ec2:CreateVpc on resource: arn:aws:ec2:eu-west-1:111122223333:vpc/* because no identity-based policy allows it`
    expect(failure(handler(text, 'AccessDenied')).remedy).toBe(
      `Allow ec2:CreateVpc on arn:aws:ec2:eu-west-1:111122223333:vpc/* to ${user}; the roles of Slipway's templates/bootstrap.yml may do it when \`cloudformation-role-arn\` and \`permissions-boundary-arn\` are what its outputs say.`
    )
    expect(failure('not authorized to perform: ec2:CreateVpc').remedy).toMatch(/^Allow ec2:CreateVpc to the role that/)
    expect(failure('AccessDenied').remedy).toMatch(/^Allow that action to the role that deploys/)
  })

  test('names the quota', () => {
    const { sentence, remedy } = failure(
      handler('The maximum number of VPCs has been reached.', 'ServiceLimitExceeded')
    )
    expect(sentence).toMatch(/ The quota is 'VPCs per Region'\.$/)
    expect(remedy).toContain("Raise 'VPCs per Region' in Service Quotas")
    expect(failure('LimitExceeded').remedy).toContain('Raise that quota')
  })

  test('names the owner of a name that is taken', () => {
    const stack = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/other-platform/1-2'
    const { sentence, remedy } = failure(`shop-cluster already exists in stack ${stack}`)
    expect(sentence).toMatch(/ It belongs to the stack other-platform\.$/)
    expect(remedy).toContain('delete the stack other-platform')
    expect(failure('shop already exists').remedy).toContain('no stack is named as its owner')
  })

  test.each([
    `The repository with name 'shop' already exists in the registry with id '123456789012' (Service: Ecr)`,
    `Resource of type 'AWS::ECR::Repository' with identifier '{"RepositoryName":"shop"}' already exists.`,
    `Resource of type 'AWS::ECR::Repository' with identifier 'shop' already exists.`
  ])('says how to come back to a repository that was left: %s', (reason) => {
    const { code, remedy } = failure(reason)
    expect(code).toBe('NAME_TAKEN')
    expect(remedy).toMatch(/^Set `repository` to what it was before/)
    expect(remedy).toContain('`aws ecr delete-repository --repository-name shop --force`')
  })

  test('leaves out what fails while the rest is undone', () => {
    const events = [event({ reason: 'Bad' }), event({ logicalId: 'Vpc', status: 'DELETE_FAILED', reason: 'In use' })]
    expect(diagnoseStack('shop', events).evidence).toEqual(['Bucket CREATE_FAILED: Bad'])
    expect(diagnoseStack('shop', events.slice(1)).sentence).toContain('Vpc (AWS::S3::Bucket)')
  })
})

test('a refused change set changes nothing, and says what is in the way', () => {
  expect(diagnoseChangeSet('shop-service', 'Resource of type X with identifier Y already exists')).toMatchObject({
    code: 'NAME_TAKEN',
    sentence: expect.stringContaining('nothing was changed')
  })
  expect(diagnoseChangeSet('shop-service', undefined).code).toBe('STACK_FAILED')
  expect(diagnoseChangeSet('shop-service', 'X already exists', 'other').sentence).toMatch(
    /belongs to the stack other\.$/
  )
})

test.each([
  [
    `Resource of type 'AWS::ECS::Cluster' with identifier '{"ClusterName":"shop-cluster"}' already exists.`,
    'shop-cluster'
  ],
  ['shop-cluster already exists in stack arn:aws:cloudformation:eu-west-1:123456789012:stack/other/1', undefined],
  ["Resource of type 'AWS::ECS::Cluster' with identifier 'shop-cluster' already exists.", 'shop-cluster'],
  ['It is not possible.', undefined]
])('of "%s" the name to ask about is %s', (reason, name) => {
  expect(takenName([event({ reason })])).toBe(name)
})

test('where nothing failed no name is taken', () => {
  expect(takenName([])).toBeUndefined()
})
