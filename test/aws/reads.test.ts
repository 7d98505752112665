// The smaller readers: who we are, zones, DNS, tasks, targets, logs.
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeAvailabilityZonesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs'
import {
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client
} from '@aws-sdk/client-elastic-load-balancing-v2'
import {
  ChangeResourceRecordSetsCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type HostedZone
} from '@aws-sdk/client-route-53'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from '@jest/globals'
import { domain } from '../template/example.ts'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const [sts, ec2, ecs] = [mocked(STSClient), mocked(EC2Client), mocked(ECSClient)]
const [route53, elb, logs] = [mocked(Route53Client), mocked(ElasticLoadBalancingV2Client), mocked(CloudWatchLogsClient)]

test('who we are has an account, an ARN and the partition of that', async () => {
  sts.on(GetCallerIdentityCommand).resolves({ Account: '1', Arn: 'arn:aws-cn:sts::1:assumed-role/a/b' })
  expect(await aws().identity.whoAmI()).toEqual({
    account: '1',
    arn: 'arn:aws-cn:sts::1:assumed-role/a/b',
    partition: 'aws-cn'
  })
})

test.each([
  ['eu-west-1', ['a', 'b', 'c']],
  ['us-west-1', ['a', 'c']]
])('zones of %s are those in which Fargate runs', async (region, names) => {
  const zone = (ZoneName: string, ZoneId: string) => ({ ZoneName, ZoneId })
  ec2.on(DescribeAvailabilityZonesCommand).resolves({
    AvailabilityZones: [zone('c', 'usw1-az1'), zone('b', 'usw1-az2'), zone('a', 'usw1-az3')]
  })
  expect(await aws(region).zones.available()).toEqual(names)
})

describe('hosted zones', () => {
  const zone = (Id: string, Name: string, more: Partial<HostedZone> = {}): HostedZone => ({
    Id: `/hostedzone/${Id}`,
    Name,
    CallerReference: 'r',
    Config: { PrivateZone: false },
    ...more
  })
  const list = (name: string, ...HostedZones: HostedZone[]): void => {
    route53.on(ListHostedZonesByNameCommand, { DNSName: name }).resolves({ HostedZones })
  }
  const find = (name: string) => aws().hostedZones.holding({ ...domain, domain: name })

  test.each([
    ['a.b.example', ['a.b.example', 'b.example']],
    ['Shop.Example.', ['shop.example']],
    ['example', []]
  ])('%s may be in %j', async (domain, suffixes) => {
    route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [] })
    await expect(find(domain)).rejects.toMatchObject({ code: 'ZONE_NOT_FOUND' })
    const asked = route53.commandCalls(ListHostedZonesByNameCommand).map(({ args }) => args[0].input.DNSName)
    expect(asked).toEqual(suffixes)
  })

  test('are searched for the longest public one that is the name or holds it', async () => {
    list('a.b.example', zone('Z0', 'a.b.example.', { Config: { PrivateZone: true } }), zone('Z1', 'b.b.example.'))
    list('b.example', zone('Z2', 'b.example.'), zone('Z3', 'b.example.', { LinkedService: {} }))
    expect(await find('a.b.example')).toEqual({ id: 'Z2', name: 'b.example' })
  })

  test('without one that holds the name are a failure', async () => {
    list('shop.example', zone('Z1', 'shop.other.'))
    await expect(find('shop.example')).rejects.toMatchObject({ code: 'ZONE_NOT_FOUND' })
  })

  test('of which several have the same name need a person', async () => {
    list('shop.example', zone('Z1', 'shop.example.'), zone('Z2', 'shop.example.'))
    await expect(find('shop.example')).rejects.toMatchObject({
      code: 'ZONE_NOT_FOUND',
      sentence: 'Several public hosted zones are called shop.example: Z1, Z2.'
    })
  })

  test('are found by an id, unless they are private or gone', async () => {
    route53.on(GetHostedZoneCommand).resolves({ HostedZone: zone('Z1', 'shop.example.') })
    expect(await aws().hostedZones.get('Z1')).toEqual({ id: 'Z1', name: 'shop.example' })
    route53.on(GetHostedZoneCommand).resolves({ HostedZone: zone('Z1', 'x.', { Config: { PrivateZone: true } }) })
    expect(await aws().hostedZones.get('Z1')).toBeUndefined()
    route53.on(GetHostedZoneCommand).rejects(awsError('NoSuchHostedZone', 'x', 404))
    expect(await aws().hostedZones.get('Z1')).toBeUndefined()
  })
})

test('a batch of records is changed as a whole, each exactly as it was', async () => {
  route53.on(ChangeResourceRecordSetsCommand).resolves({})
  const simple = { type: 'A', values: ['192.0.2.1'], ttl: 300, healthCheckId: 'h' }
  const alias = { zoneId: 'Z2', name: 'old.example.', evaluatesHealth: true }
  const member = { type: 'A', values: [], alias, setIdentifier: 'shop-adopting', region: 'me-south-1' }
  const changes = [
    { do: 'delete', name: 'shop.example', record: simple },
    { do: 'create', name: 'shop.example', record: member }
  ] as const
  expect(await aws().records.change('Z1', changes)).toBe(true)
  expect(route53.commandCalls(ChangeResourceRecordSetsCommand)[0]?.args[0].input).toMatchObject({
    HostedZoneId: 'Z1',
    ChangeBatch: {
      Changes: [
        {
          Action: 'DELETE',
          ResourceRecordSet: {
            Name: 'shop.example',
            Type: 'A',
            TTL: 300,
            HealthCheckId: 'h',
            ResourceRecords: [{ Value: '192.0.2.1' }]
          }
        },
        {
          Action: 'CREATE',
          ResourceRecordSet: {
            Name: 'shop.example',
            Type: 'A',
            Region: 'me-south-1',
            SetIdentifier: 'shop-adopting',
            AliasTarget: { HostedZoneId: 'Z2', DNSName: 'old.example.', EvaluateTargetHealth: true }
          }
        }
      ]
    }
  })
  route53.on(ChangeResourceRecordSetsCommand).rejects(awsError('InvalidChangeBatch', 'it was not found'))
  expect(await aws().records.change('Z1', changes)).toBe(false)
})

test('a record is read with all that it is', async () => {
  const target = { HostedZoneId: 'Z2', DNSName: 'old.example.', EvaluateTargetHealth: false }
  route53.on(ListResourceRecordSetsCommand).resolves({
    ResourceRecordSets: [
      { Name: 'shop.example.', Type: 'A', TTL: 300, HealthCheckId: 'h', ResourceRecords: [{ Value: '192.0.2.1' }] },
      { Name: 'shop.example.', Type: 'AAAA', AliasTarget: target }
    ],
    IsTruncated: false,
    MaxItems: 300
  })
  expect(await aws().records.find('Z1', 'shop.example')).toEqual([
    { type: 'A', values: ['192.0.2.1'], ttl: 300, healthCheckId: 'h' },
    { type: 'AAAA', values: [], alias: { zoneId: 'Z2', name: 'old.example.', evaluatesHealth: false } }
  ])
})

test('records are those of exactly a name', async () => {
  route53.on(ListResourceRecordSetsCommand, { HostedZoneId: 'Z1', StartRecordName: '*.shop.example' }).resolves({
    ResourceRecordSets: [
      { Name: '\\052.shop.example.', Type: 'A', SetIdentifier: 's', Region: 'eu-west-1' },
      { Name: '\\052.shop.example.', Type: 'TXT', ResourceRecords: [{ Value: '"v=spf1"' }] },
      { Name: 'a.shop.example.', Type: 'A' }
    ]
  })
  expect(await aws().records.find('Z1', '*.shop.example')).toEqual([
    { type: 'A', values: [], setIdentifier: 's', region: 'eu-west-1' },
    { type: 'TXT', values: ['"v=spf1"'] }
  ])
})

test('the name servers of a zone are those that it names itself', async () => {
  route53.on(ListResourceRecordSetsCommand, { HostedZoneId: 'Z1', StartRecordName: 'shop.example' }).resolves({
    ResourceRecordSets: [
      { Name: 'shop.example.', Type: 'NS', ResourceRecords: [{ Value: 'ns-1.example.' }, { Value: 'ns-2.example.' }] },
      { Name: 'shop.example.', Type: 'SOA', ResourceRecords: [{ Value: 'ns-1.example. ...' }] }
    ]
  })
  const zone = { id: 'Z1', name: 'shop.example' }
  expect(await aws().records.nameServers(zone)).toEqual(['ns-1.example.', 'ns-2.example.'])
})

describe('tasks', () => {
  const task = (id: string, more: object = {}) => ({
    taskArn: id,
    taskDefinitionArn: 'td:1',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    ...more
  })

  test('that stopped come newest first, in full', async () => {
    ecs
      .on(ListTasksCommand, { cluster: 'c', serviceName: 's', desiredStatus: 'STOPPED' })
      .resolves({ taskArns: ['a', 'b'] })
    ecs.on(DescribeTasksCommand).resolves({
      tasks: [
        task('a', { stoppedAt: new Date(1) }),
        task('b', {
          startedBy: 'ecs-svc/1',
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'r',
          stoppedAt: new Date(2),
          attachments: [
            {
              details: [
                { name: 'networkInterfaceId', value: 'eni-1' },
                { name: 'privateIPv4Address', value: '10.0.0.1' },
                { name: 'mac' }
              ]
            }
          ],
          containers: [
            {
              name: 'app',
              exitCode: 3,
              reason: 'cr',
              networkInterfaces: [{ privateIpv4Address: '10.0.0.1' }, {}]
            }
          ]
        })
      ]
    })
    const [newest, older] = await aws().tasks.stopped('c', 's')
    expect(newest).toEqual({
      arn: 'b',
      taskDefinition: 'td:1',
      startedBy: 'ecs-svc/1',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'r',
      stoppedAt: new Date(2),
      addresses: ['10.0.0.1'],
      networkInterface: 'eni-1',
      containers: [{ name: 'app', exitCode: 3, reason: 'cr' }]
    })
    expect(older).toMatchObject({ arn: 'a', addresses: [], containers: [] })
  })

  test('come all, when they are more than one call takes', async () => {
    const arns = Array.from({ length: 101 }, (_, index) => `t${index}`)
    ecs.on(ListTasksCommand).resolves({ taskArns: arns.slice(0, 100), nextToken: '2' })
    ecs.on(ListTasksCommand, { nextToken: '2' }).resolves({ taskArns: arns.slice(100) })
    ecs.on(DescribeTasksCommand).callsFake(({ tasks }: { tasks: string[] }) => ({ tasks: tasks.map((id) => task(id)) }))
    expect(await aws().tasks.running('c', 's')).toHaveLength(101)
  })

  test('of a service that is gone are none', async () => {
    ecs.on(ListTasksCommand).rejects(awsError('ServiceNotFoundException', 'x'))
    expect(await aws().tasks.running('c', 's')).toEqual([])
    expect(ecs.commandCalls(DescribeTasksCommand)).toHaveLength(0)
  })
})

test('targets have a state, and a reason when they are not well', async () => {
  elb.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg' }).resolves({
    TargetHealthDescriptions: [
      { Target: { Id: '10.0.0.1', Port: 80 }, TargetHealth: { State: 'healthy' } },
      {
        Target: { Id: '10.0.0.2', Port: 80 },
        TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'd' }
      }
    ]
  })
  expect(await aws().targets.health('tg')).toEqual([
    { address: '10.0.0.1', port: 80, state: 'healthy' },
    { address: '10.0.0.2', port: 80, state: 'unhealthy', reason: 'Target.Timeout', description: 'd' }
  ])
})

test.each([
  [
    'two groups',
    {
      Type: 'forward' as const,
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: 'one', Weight: 0 },
          { TargetGroupArn: 'two', Weight: 100 }
        ]
      }
    },
    [
      { targetGroupArn: 'one', weight: 0 },
      { targetGroupArn: 'two', weight: 100 }
    ]
  ],
  ['one group', { Type: 'forward' as const, TargetGroupArn: 'one' }, [{ targetGroupArn: 'one', weight: 1 }]]
])('the weights of a rule are read with %s', async (_, action, weights) => {
  elb
    .on(DescribeRulesCommand, { RuleArns: ['rule'] })
    .resolves({ Rules: [{ Actions: [{ Type: 'authenticate-oidc' }, action] }] })
  expect(await aws().targets.weights('rule')).toEqual(weights)
  elb.on(DescribeRulesCommand).resolves({ Rules: [{ Actions: [{ Type: 'fixed-response' }] }] })
  await expect(aws().targets.weights('rule')).rejects.toThrow('TargetGroupArn')
})

describe('the last log lines', () => {
  const message = (text: string) => ({ message: text })

  test('come as they were written', async () => {
    logs.on(GetLogEventsCommand, { logGroupName: 'g', logStreamName: 's', limit: 2, startFromHead: false }).resolves({
      events: [message('one\n'), message('two'), {}]
    })
    expect(await aws().logs.tail('g', 's', 2)).toEqual(['one', 'two'])
  })

  test('are looked for behind an empty page', async () => {
    logs.on(GetLogEventsCommand).resolves({ events: [], nextBackwardToken: 'b' })
    logs.on(GetLogEventsCommand, { nextToken: 'b' }).resolves({ events: [message('one')], nextBackwardToken: 'c' })
    expect(await aws().logs.tail('g', 's', 2)).toEqual(['one'])
  })

  test('are none at the end of the stream, without a stream, or when none are wanted', async () => {
    logs.on(GetLogEventsCommand).resolves({ events: [], nextBackwardToken: 'b' })
    expect(await aws().logs.tail('g', 's', 2)).toEqual([])
    logs.on(GetLogEventsCommand).rejects(awsError('ResourceNotFoundException', 'x'))
    expect(await aws().logs.tail('g', 's', 2)).toEqual([])
    logs.reset()
    expect(await aws().logs.tail('g', 's', 0)).toEqual([])
    expect(logs.calls()).toHaveLength(0)
  })
})
