// What is read before a deployment: certificates, secrets, parameters, quotas, rights, owners. Never a value.
import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm'
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { DescribeRepositoriesCommand, ECRClient, ListTagsForResourceCommand } from '@aws-sdk/client-ecr'
import { DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs'
import { DescribeLoadBalancersCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas'
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm'
import { describe, expect, test } from '@jest/globals'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const acm = mocked(ACMClient)
const ec2 = mocked(EC2Client)
const ecr = mocked(ECRClient)
const ecs = mocked(ECSClient)
const elb = mocked(ElasticLoadBalancingV2Client)
const iam = mocked(IAMClient)
const secretsManager = mocked(SecretsManagerClient)
const quotas = mocked(ServiceQuotasClient)
const ssm = mocked(SSMClient)

describe('a certificate', () => {
  const describeIt = acm.on.bind(acm)
  test('has names, an end, and perhaps a renewal', async () => {
    describeIt(DescribeCertificateCommand, { CertificateArn: 'arn' }).resolves({
      Certificate: {
        Status: 'ISSUED',
        DomainName: 'shop.example',
        SubjectAlternativeNames: ['shop.example', '*.shop.example'],
        NotAfter: new Date(5),
        RenewalEligibility: 'INELIGIBLE'
      }
    })
    const names = ['shop.example', '*.shop.example']
    expect(await aws().certificates.describe('arn')).toEqual({ status: 'ISSUED', names, expires: 5, renewed: false })
  })
  test('that waits has little to say; one that is not there nothing', async () => {
    describeIt(DescribeCertificateCommand).resolves({ Certificate: { Status: 'FAILED', FailureReason: 'CAA_ERROR' } })
    expect(await aws().certificates.describe('arn')).toEqual({ status: 'FAILED', reason: 'CAA_ERROR', names: [] })
    describeIt(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException', 'none'))
    expect(await aws().certificates.describe('arn')).toBeUndefined()
  })
})

test.each([
  ['there', {}],
  ['being-deleted', { DeletedDate: new Date(1) }]
])('a secret is told to be %s', async (state, answer) => {
  secretsManager.on(DescribeSecretCommand, { SecretId: 'shop' }).resolves(answer)
  expect(await aws().secrets.state('shop')).toBe(state)
})

test('a secret whose name ends as an ARN does is read by its whole ARN alone (F1.17)', async () => {
  const cut = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:my-secret'
  secretsManager.on(DescribeSecretCommand).resolves({ ARN: `${cut}-AbCdEf` })
  expect(await aws().secrets.state(cut)).toBe('cut-short')
  expect(await aws().secrets.state(`${cut}-AbCdEf`)).toBe('there')
  expect(await aws().secrets.state(cut.replace('my-secret', 'shop'))).toBe('there')
  expect(await aws().secrets.state('my-secret')).toBe('there')
})

test('a secret that is not there is missing; one that may not be seen is a failure', async () => {
  secretsManager.on(DescribeSecretCommand).rejects(awsError('ResourceNotFoundException', 'none'))
  expect(await aws().secrets.state('shop')).toBe('missing')
  secretsManager.on(DescribeSecretCommand).rejects(awsError('AccessDeniedException', 'no'))
  await expect(aws().secrets.state('shop')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
})

test('of any number of parameters it is told which are there, and since when', async () => {
  const changed = new Date('2026-01-01')
  ssm.on(DescribeParametersCommand).callsFake(({ ParameterFilters, NextToken }) => {
    const [{ Values }] = ParameterFilters as [{ Values: readonly string[] }]
    return NextToken === undefined
      ? { Parameters: [{ Name: Values[0], LastModifiedDate: changed }], NextToken: 'more' }
      : { Parameters: [{ Name: Values[1] }, {}] }
  })
  const names = Array.from({ length: 51 }, (_, index) => `/p${index}`)
  expect([...(await aws().parameters.existing(names))]).toEqual([
    ['/p0', changed],
    ['/p1', undefined],
    ['/p50', changed]
  ])
  expect((await aws().parameters.existing([])).size).toBe(0)
})

describe('quotas', () => {
  test('are told with what is used', async () => {
    quotas.on(GetServiceQuotaCommand).resolves({ Quota: { Value: 5 } })
    ec2
      .on(DescribeVpcsCommand)
      .resolvesOnce({ Vpcs: [{}], NextToken: 'b' })
      .resolves({ Vpcs: [{}] })
    elb.on(DescribeLoadBalancersCommand).resolves({ LoadBalancers: [{ Type: 'application' }, { Type: 'network' }] })
    expect(await aws().quotas.vpcs()).toEqual({ used: 2, limit: 5 })
    expect(await aws().quotas.loadBalancers()).toEqual({ used: 1, limit: 5 })
    expect(await aws().quotas.vcpus()).toBe(5)
  })
  test('without a value are an error that says so', async () => {
    quotas.on(GetServiceQuotaCommand).resolves({})
    await expect(aws().quotas.vcpus()).rejects.toMatchObject({ sentence: /servicequotas:GetServiceQuota Quota.Value/ })
  })
})

test('rights are allowed, denied, or depend on what only the call knows', async () => {
  iam
    .on(SimulatePrincipalPolicyCommand)
    .resolvesOnce({
      EvaluationResults: [{ EvalActionName: 'a:B', EvalDecision: 'allowed' }],
      Marker: 'more'
    })
    .resolves({
      EvaluationResults: [
        { EvalActionName: 'a:C', EvalDecision: 'implicitDeny' },
        { EvalActionName: 'a:D', EvalDecision: 'implicitDeny', MissingContextValues: ['aws:RequestTag/x'] }
      ]
    })
  const right = { actions: ['a:B', 'a:C', 'a:D'], resource: 'r', context: { 'iam:PassedToService': 'ecs' } }
  expect(await aws().rights.simulate('arn', right)).toEqual([
    { action: 'a:B', at: 'allowed' },
    { action: 'a:C', at: 'denied' },
    { action: 'a:D', at: 'unsure' }
  ])
  expect(iam.commandCalls(SimulatePrincipalPolicyCommand)[0]?.args[0].input).toMatchObject({
    PolicySourceArn: 'arn',
    ResourceArns: ['r'],
    ContextEntries: [{ ContextKeyName: 'iam:PassedToService', ContextKeyType: 'string', ContextKeyValues: ['ecs'] }]
  })
})

describe('whose it is, is told', () => {
  const tag = 'aws:cloudformation:stack-name'
  test('of a cluster', async () => {
    ecs
      .on(DescribeClustersCommand)
      .resolves({ clusters: [{ status: 'ACTIVE', tags: [{ key: tag, value: 'theirs' }] }] })
    expect(await aws().clusters.find('shop-cluster')).toEqual({ active: true, stack: 'theirs' })
    ecs.on(DescribeClustersCommand).resolves({ clusters: [{ status: 'INACTIVE' }] })
    expect(await aws().clusters.find('shop-cluster')).toEqual({ active: false })
    ecs.on(DescribeClustersCommand).resolves({ failures: [{ reason: 'MISSING' }] })
    expect(await aws().clusters.find('shop-cluster')).toBeUndefined()
  })
  test('of a repository', async () => {
    ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [{ repositoryArn: 'arn' }] })
    ecr.on(ListTagsForResourceCommand, { resourceArn: 'arn' }).resolves({ tags: [{ Key: tag, Value: 'theirs' }] })
    expect(await aws().repository.owner('shop')).toEqual({ stack: 'theirs' })
    ecr.on(ListTagsForResourceCommand).resolves({})
    expect(await aws().repository.owner('shop')).toEqual({})
    ecr.on(DescribeRepositoriesCommand).rejects(awsError('RepositoryNotFoundException', 'none'))
    expect(await aws().repository.owner('shop')).toBeUndefined()
  })
})
