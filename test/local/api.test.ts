// What an SDK sees through the gateway, and what the gateway tells of it.
import { afterAll, expect, test } from '@jest/globals'
import { CreateClusterCommand, DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs'
import { ChangeResourceRecordSetsCommand, ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { facts, gateway, settings } from './shared.ts'

const account = '100000000001'
const ecs = new ECSClient(settings(account))
const named = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'fine',
    (error: unknown) => error
  )

afterAll(async () => {
  await gateway.heal(account)
})

test('calls are written down for their account, with what they were and whether they wrote', async () => {
  await gateway.clear(account)
  await ecs.send(new CreateClusterCommand({ clusterName: 'shop' }))
  await ecs.send(new DescribeClustersCommand({ clusters: ['shop'] }))
  await new Route53Client(settings(account)).send(new ListHostedZonesCommand({}))
  await named(
    new CloudFormationClient(settings(account, 'us-east-1')).send(new DescribeStacksCommand({ StackName: 'none' }))
  )
  await new STSClient(settings('100000000999')).send(new GetCallerIdentityCommand({}))
  const calls = await gateway.calls(account)
  expect(calls.map(({ call, region, status, write }) => [call, region, status, write])).toEqual([
    ['ecs:CreateCluster', 'eu-west-1', 200, true],
    ['ecs:DescribeClusters', 'eu-west-1', 200, false],
    ['route53:ListHostedZones', 'eu-west-1', 200, false],
    ['cloudformation:DescribeStacks', 'us-east-1', 400, false]
  ])
  expect(calls[3]).toMatchObject({ error: 'ValidationError' })
  expect(await gateway.calls(account, calls[2]?.sequence)).toHaveLength(1)
})

test('SDKs read the faults as what AWS would have said', async () => {
  await gateway.fail(
    account,
    { service: 'ecs', action: 'DescribeClusters', kind: 'throttle', times: 1 },
    { service: 'ecs', action: 'DescribeClusters', kind: 'denied', times: 1 },
    { service: 'route53', kind: 'throttle', times: 1 },
    { service: 'cloudformation', kind: 'error', times: 1 },
    { service: 'sts', kind: 'expired', times: 1 }
  )
  const describe = (): Promise<unknown> => named(ecs.send(new DescribeClustersCommand({})))
  expect(await describe()).toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' })
  expect(await describe()).toMatchObject({ name: 'AccessDeniedException' })
  expect(await describe()).toBe('fine')
  const change = new ChangeResourceRecordSetsCommand({ HostedZoneId: 'Z1', ChangeBatch: { Changes: [] } })
  expect(await named(new Route53Client(settings(account)).send(change))).toMatchObject({ name: 'Throttling' })
  const stacks = named(new CloudFormationClient(settings(account)).send(new DescribeStacksCommand({})))
  expect(await stacks).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } })
  const who = named(new STSClient(settings(account)).send(new GetCallerIdentityCommand({})))
  expect(await who).toMatchObject({ name: 'ExpiredToken' })
})

test('a reset does nothing in AWS, a lost answer does', async () => {
  await gateway.fail(account, { service: 'ecs', action: 'CreateCluster', kind: 'reset', times: 1 })
  const create = (clusterName: string): Promise<unknown> => named(ecs.send(new CreateClusterCommand({ clusterName })))
  expect(await create('reset')).toMatchObject({ message: expect.stringContaining('socket hang up') })
  await gateway.fail(account, { service: 'ecs', action: 'CreateCluster', kind: 'lost', times: 1 })
  expect(await create('lost')).toMatchObject({ message: expect.stringContaining('socket hang up') })
  const { clusters, failures } = await ecs.send(new DescribeClustersCommand({ clusters: ['reset', 'lost'] }))
  expect(clusters?.map(({ clusterName }) => clusterName)).toEqual(['lost'])
  expect(failures).toHaveLength(1)
  const faults = (await gateway.calls(account)).flatMap(({ fault, status }) =>
    fault === undefined ? [] : [[fault, status]]
  )
  expect(faults.slice(-2)).toEqual([
    ['reset', 0],
    ['lost', 0]
  ])
})

test('slow answers are slow, and written down as such', async () => {
  await gateway.fail(account, { service: 'ecs', kind: 'slow', milliseconds: 400, times: 1 })
  await ecs.send(new DescribeClustersCommand({}))
  const last = (await gateway.calls(account)).at(-1)
  expect(last).toMatchObject({ fault: 'slow', status: 200 })
  // A timer may end a little before its time.
  expect(last?.milliseconds).toBeGreaterThan(380)
})

test('a mistaken fault is refused with a sentence', async () => {
  await expect(gateway.fail(account, { kind: 'throttle', probability: 7 })).rejects.toThrow(/probability/)
})

test('a key that is nobody’s is refused', async () => {
  const wrong = { ...settings(account), credentials: { accessKeyId: 'AKIAWRONG', secretAccessKey: 'x' } }
  const ask = new ECSClient(wrong).send(new DescribeClustersCommand({}))
  expect(await named(ask)).toMatchObject({ name: 'UnrecognizedClientException' })
  const who = new STSClient(wrong).send(new GetCallerIdentityCommand({}))
  expect(await named(who)).toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } })
})

test('a role is for those whom it trusts, and its keys work in its account', async () => {
  const role = `arn:aws:iam::${account}:role/deploy`
  const trust = {
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
      Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/shop:*' } }
    }
  }
  const AssumeRolePolicyDocument = JSON.stringify(trust)
  await new IAMClient(settings(account)).send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument }))
  const sts = new STSClient(settings(account))
  const assume = async (kind: string, arn = role): Promise<unknown> => {
    const url = `${facts.oidc['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? ''}&audience=sts.amazonaws.com&${kind}`
    const headers = { authorization: `Bearer ${facts.oidc['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''}` }
    const { value } = (await (await fetch(url, { headers })).json()) as { value: string }
    const request = { RoleArn: arn, RoleSessionName: 'test', WebIdentityToken: value }
    return sts.send(new AssumeRoleWithWebIdentityCommand(request)).catch((error: unknown) => error)
  }
  expect(await assume('kind=expired')).toMatchObject({ name: 'ExpiredTokenException' })
  expect(await assume('kind=forged')).toMatchObject({ name: 'InvalidIdentityTokenException' })
  expect(await assume('kind=garbage')).toMatchObject({ name: 'InvalidIdentityTokenException' })
  expect(await assume('sub=repo:acme/other:ref:refs/heads/main')).toMatchObject({ name: 'AccessDenied' })
  expect(await assume('', `${role}-missing`)).toMatchObject({ name: 'AccessDenied' })
  const { Credentials } = (await assume('')) as {
    Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string }
  }
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials
  const client = new ECSClient({ ...settings(account), credentials: { accessKeyId, secretAccessKey, sessionToken } })
  const { clusters } = await client.send(new DescribeClustersCommand({ clusters: ['shop'] }))
  expect(clusters?.[0]?.clusterArn).toBe(`arn:aws:ecs:eu-west-1:${account}:cluster/shop`)
  expect((await gateway.calls(account)).at(-1)).toMatchObject({ call: 'ecs:DescribeClusters', account })
})
