// What a run asks of other services: who we are, zones and quotas, whose names are, the hosted zone and its records.
import { awsError } from '../aws/aws.ts'
import type * as ec2 from '@aws-sdk/client-ec2'
import type * as ecr from '@aws-sdk/client-ecr'
import type * as ecs from '@aws-sdk/client-ecs'
import type * as route53 from '@aws-sdk/client-route-53'
import type * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import type * as logs from '@aws-sdk/client-cloudwatch-logs'
import type * as acm from '@aws-sdk/client-acm'
import type * as ssm from '@aws-sdk/client-ssm'
import type * as secrets from '@aws-sdk/client-secrets-manager'
import type * as quotas from '@aws-sdk/client-service-quotas'
import type * as sts from '@aws-sdk/client-sts'
import { findStack, type Cloud } from './cloudformation/stack.ts'
import { wordOf } from '../template/function.ts'
import { changeZone, type RecordSet } from './zone.ts'

/** Of the zone, and what its registrar names. */
export const nameServers: readonly string[] = ['ns-1.awsdns-00.com', 'ns-2.awsdns-00.net']

/** Tags that CloudFormation puts on what it makes; they outlive the stack. */
const stackTags = (cloud: Cloud, type: string, name: string) =>
  cloud.stacks
    .filter(({ made }) => [...made.values()].some((each) => each.resource.type === type && each.physicalId === name))
    .slice(-1)
    .map((stack) => ({ key: 'aws:cloudformation:stack-name', value: stack.name }))

const hosted = { Id: '/hostedzone/Z0SHOP', Name: 'shop.example.', CallerReference: '1' }

/** @param zone records that no stack has made. */
export const elsewhere = (cloud: Cloud, zone: RecordSet[]) => ({
  getCallerIdentity: (): Partial<sts.GetCallerIdentityCommandOutput> => ({
    Account: '123456789012',
    Arn: 'arn:aws:sts::123456789012:assumed-role/deploy/slipway'
  }),

  /** As the stack has made it. */
  describeLoadBalancerAttributes: (): Partial<elb.DescribeLoadBalancerAttributesCommandOutput> => {
    const made = cloud.stacks.filter((stack) => findStack(cloud, stack.id)).flatMap((stack) => [...stack.made.values()])
    const balancer = made.find(({ resource }) => resource.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer')
    const found = balancer?.properties.LoadBalancerAttributes
    return { Attributes: Array.isArray(found) ? (found as elb.LoadBalancerAttribute[]) : [] }
  },

  deleteLogGroup: ({ logGroupName = '' }: logs.DeleteLogGroupCommandInput): object => {
    if (!cloud.account.names.delete(`AWS::Logs::LogGroup ${logGroupName}`)) {
      throw awsError('ResourceNotFoundException', 'The specified log group does not exist.')
    }
    return {}
  },

  /** Each was changed when it is told, but one. */
  describeSecret: ({
    SecretId = ''
  }: secrets.DescribeSecretCommandInput): Partial<secrets.DescribeSecretCommandOutput> => {
    if (SecretId.includes('old')) return { ARN: SecretId, LastChangedDate: new Date(0) }
    return { ARN: SecretId, LastChangedDate: new Date(cloud.time.now()) }
  },

  describeClusters: ({
    clusters: [name = ''] = []
  }: ecs.DescribeClustersCommandInput): Partial<ecs.DescribeClustersCommandOutput> => ({
    // One that is given is somebody's.
    clusters:
      name.startsWith('arn:') || cloud.account.names.has(`AWS::ECS::Cluster ${name}`)
        ? [{ clusterName: name, status: 'ACTIVE', tags: stackTags(cloud, 'AWS::ECS::Cluster', name) }]
        : []
  }),

  listTagsForResource: ({
    resourceArn = ''
  }: ecr.ListTagsForResourceCommandInput): Partial<ecr.ListTagsForResourceCommandOutput> => ({
    tags: stackTags(cloud, 'AWS::ECR::Repository', resourceArn.replace(/^.*repository\//, '')).map(
      ({ key, value }) => ({ Key: key, Value: value })
    )
  }),

  getServiceQuota: (): Partial<quotas.GetServiceQuotaCommandOutput> => ({ Quota: { Value: 10_000 } }),
  /** All that are asked for, but those that another account shares. */
  describeParameters: ({
    ParameterFilters: [filter = { Key: 'Name' }] = []
  }: ssm.DescribeParametersCommandInput): Partial<ssm.DescribeParametersCommandOutput> => ({
    Parameters: (filter.Values ?? [])
      .filter((Name) => !Name.includes('shared'))
      .map((Name) => ({ Name, LastModifiedDate: new Date(Name.includes('old') ? 0 : cloud.time.now()) }))
  }),

  /** For everybody, and for long. */
  describeCertificate: (): Partial<acm.DescribeCertificateCommandOutput> => ({
    Certificate: {
      Status: 'ISSUED',
      DomainName: 'shop.example',
      SubjectAlternativeNames: ['shop.example', '*.shop.example'],
      NotAfter: new Date(cloud.time.now() + 365 * 24 * 3_600_000)
    }
  }),

  /** Each task has a public address, which ends as its own one does. */
  describeNetworkInterfaces: ({
    Filters: [filter = {}] = []
  }: ec2.DescribeNetworkInterfacesCommandInput): Partial<ec2.DescribeNetworkInterfacesCommandOutput> => ({
    NetworkInterfaces: (filter.Values ?? []).map((id) => ({
      Association: { PublicIp: `203.0.113.${id.split('.').at(-1) ?? ''}` }
    }))
  }),

  describeVpcs: (): Partial<ec2.DescribeVpcsCommandOutput> => ({ Vpcs: [] }),
  describeLoadBalancers: (): Partial<elb.DescribeLoadBalancersCommandOutput> => ({ LoadBalancers: [] }),

  describeAvailabilityZones: (): Partial<ec2.DescribeAvailabilityZonesCommandOutput> => ({
    AvailabilityZones: ['a', 'b', 'c'].map((letter, index) => ({
      ZoneName: `eu-west-1${letter}`,
      ZoneId: `euw1-az${index + 1}`
    }))
  }),

  /** Zones from that name on (F8.1). */
  listHostedZonesByName: ({
    DNSName = ''
  }: route53.ListHostedZonesByNameCommandInput): Partial<route53.ListHostedZonesByNameCommandOutput> => ({
    HostedZones: hosted.Name.startsWith(DNSName) ? [hosted] : []
  }),

  getHostedZone: ({ Id = '' }: route53.GetHostedZoneCommandInput): Partial<route53.GetHostedZoneCommandOutput> => {
    if (!hosted.Id.endsWith(Id)) throw awsError('NoSuchHostedZone', `No hosted zone found with ID: ${Id}`)
    return { HostedZone: hosted }
  },

  /** Those that a stack has made, and those that were there. */
  listResourceRecordSets: (): Partial<route53.ListResourceRecordSetsCommandOutput> => ({
    ResourceRecordSets: [nameServerSet, ...recordsOf(cloud), ...zone]
  }),

  changeResourceRecordSets: ({
    ChangeBatch
  }: route53.ChangeResourceRecordSetsCommandInput): Partial<route53.ChangeResourceRecordSetsCommandOutput> => {
    changeZone(zone, recordsOf(cloud), ChangeBatch)
    return { ChangeInfo: { Id: '/change/C1', Status: 'PENDING', SubmittedAt: new Date(cloud.time.now()) } }
  }
})

export const nameServerSet: RecordSet = {
  Name: hosted.Name,
  Type: 'NS',
  ResourceRecords: nameServers.map((Value) => ({ Value: `${Value}.` }))
}

/** What its stacks have made, and other runs in other regions. */
export const recordsOf = (cloud: Cloud): readonly RecordSet[] => [
  ...cloud.stacks
    .filter((stack) => findStack(cloud, stack.id))
    .flatMap(({ made }) => [...made.values()])
    .filter(({ resource }) => resource.type === 'AWS::Route53::RecordSet')
    .map(({ properties }) => ({
      Name: `${wordOf(properties.Name)}.`,
      Type: 'A' as const,
      SetIdentifier: wordOf(properties.SetIdentifier),
      Region: 'eu-west-1' as const
    })),
  ...(cloud.ways.others ?? []).map((region) => ({
    Name: hosted.Name,
    Type: 'A' as const,
    SetIdentifier: `shop-${region}`,
    Region: region as 'us-east-1'
  }))
]

export type Elsewhere = ReturnType<typeof elsewhere>
