// The calls that only `destroy` makes.
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr'
import {
  DescribeLoadBalancerAttributesCommand,
  ElasticLoadBalancingV2Client
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect, test } from '@jest/globals'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const cloudFormation = mocked(CloudFormationClient)
const logs = mocked(CloudWatchLogsClient)
const ecr = mocked(ECRClient)
const balancing = mocked(ElasticLoadBalancingV2Client)

test('a repository goes with its images; one that is gone is fine', async () => {
  ecr.on(DeleteRepositoryCommand).rejectsOnce(awsError('RepositoryNotFoundException', 'gone')).resolves({})
  await aws().repository.remove('shop')
  await aws().repository.remove('shop')
  expect(ecr.commandCalls(DeleteRepositoryCommand)[1]?.args[0].input).toEqual({ repositoryName: 'shop', force: true })
})

test('a log group goes; one that is gone is fine', async () => {
  logs.on(DeleteLogGroupCommand).rejectsOnce(awsError('ResourceNotFoundException', 'gone')).resolves({})
  await aws().logs.remove('/ecs/shop-app')
  await aws().logs.remove('/ecs/shop-app')
  expect(logs.commandCalls(DeleteLogGroupCommand)).toHaveLength(2)
})

test('a template is read as it was sent', async () => {
  cloudFormation.on(GetTemplateCommand).resolvesOnce({ TemplateBody: '{}' }).resolves({})
  expect(await aws().stacks.template('shop-service')).toBe('{}')
  await expect(aws().stacks.template('shop-service')).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' })
})

test('the tags of a stack are read as they are', async () => {
  const told = { StackName: 'shop-service', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' as const }
  cloudFormation
    .on(DescribeStacksCommand)
    .resolvesOnce({ Stacks: [{ ...told, Tags: [{ Key: 'team', Value: 'shop' }] }] })
    .resolvesOnce({ Stacks: [told] })
    .resolves({ Stacks: [] })
  expect(await aws().stacks.tags('shop-service')).toEqual({ team: 'shop' })
  expect(await aws().stacks.tags('shop-service')).toEqual({})
  await expect(aws().stacks.tags('shop-service')).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' })
})

test.each([
  ['true', true],
  ['false', false]
])('a load balancer says whether it is protected: %s', async (Value, expected) => {
  balancing
    .on(DescribeLoadBalancerAttributesCommand)
    .resolves({ Attributes: [{ Key: 'deletion_protection.enabled', Value }] })
  expect(await aws().targets.isDeletionProtected('arn')).toBe(expected)
})

test('one that is gone is protected by nobody', async () => {
  balancing.on(DescribeLoadBalancerAttributesCommand).rejects(awsError('LoadBalancerNotFoundException', 'gone'))
  expect(await aws().targets.isDeletionProtected('arn')).toBe(false)
})
