import { CloudFormationClient, DescribeStacksCommand, type StackStatus } from '@aws-sdk/client-cloudformation'
import { DescribeAvailabilityZonesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr'
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand
} from '@aws-sdk/client-ecs'
import { DescribeRulesCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetHostedZoneCommand, ListHostedZonesByNameCommand, Route53Client } from '@aws-sdk/client-route-53'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { observe } from '../../src/aws/observe.ts'
import type { Config } from '../../src/model/config.ts'
import type { FrontDoor } from '../../src/model/front-door.ts'
import { plain } from '../template/example.ts'
import { secretsMark } from '../../src/model/revision.ts'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const [sts, cloudFormation, ecs] = [mocked(STSClient), mocked(CloudFormationClient), mocked(ECSClient)]
const [ecr, route53, ec2] = [mocked(ECRClient), mocked(Route53Client), mocked(EC2Client)]
const elb = mocked(ElasticLoadBalancingV2Client)
const all = [sts, cloudFormation, ecs, ecr, route53, ec2, elb]
const calls = (): number => all.reduce((sum, client) => sum + client.calls().length, 0)

const domain: Extract<FrontDoor, { readonly at: 'domain' }> = {
  at: 'domain',
  domain: 'www.shop.example',
  www: 'zone-apex',
  hostedZone: { do: 'find' },
  evaluateTargetHealth: true,
  adoptRecords: false
}
const config = (frontDoor: FrontDoor = domain): Config => ({
  ...plain,
  name: 'app',
  repository: 'app',
  task: { ...plain.task, secrets: { A: 'secret-a' } },
  frontDoor
})

const stack = (
  outputs: Record<string, string>,
  parameters: Record<string, string>,
  status: StackStatus = 'CREATE_COMPLETE'
) => ({
  Stacks: [
    {
      StackName: 's',
      StackId: 'id',
      CreationTime: new Date(0),
      StackStatus: status,
      Tags: [{ Key: 'slipway:stack', Value: 's' }],
      Outputs: Object.entries({ Fingerprint: 'f', ...outputs }).map(([OutputKey, OutputValue]) => ({
        OutputKey,
        OutputValue
      })),
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
    }
  ]
})
const arn = (revision: number): string => `arn:aws:ecs:eu-west-1:1:task-definition/app-app:${revision}`
const revision = (number: number) => ({
  taskDefinition: {
    taskDefinitionArn: arn(number),
    family: 'app-app',
    revision: number,
    status: 'ACTIVE' as const,
    containerDefinitions: []
  }
})
const service = {
  serviceArn: 'service',
  status: 'ACTIVE',
  taskDefinition: arn(2),
  desiredCount: 1,
  runningCount: 1,
  pendingCount: 0,
  deployments: []
}
const outputs = { RepositoryUri: 'r/app', ReadableSecrets: secretsMark(['secret-a']) }
const parameters = { ZoneA: 'a', ZoneB: 'b', HostedZoneId: 'Z1' }
const platformIs = (answer: ReturnType<typeof stack>): void => {
  cloudFormation.on(DescribeStacksCommand, { StackName: 'app-platform' }).resolves(answer)
}
const zoneIs = (name: string): void => {
  route53.on(GetHostedZoneCommand).resolves({ HostedZone: { Id: '/hostedzone/Z1', Name: name, CallerReference: 'r' } })
}

/** All that a first deploy made. */
beforeEach(() => {
  sts.on(GetCallerIdentityCommand).resolves({ Account: '1', Arn: 'arn:aws:sts::1:assumed-role/a/b' })
  cloudFormation.on(DescribeStacksCommand).resolves(stack({}, {}))
  platformIs(stack(outputs, parameters))
  ecs.on(DescribeServicesCommand).resolves({ services: [service] })
  ecs.on(DescribeTaskDefinitionCommand).resolves(revision(2))
  ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: 'sha256:1' }] })
  zoneIs('shop.example.')
})

const nothingThere = (): void => {
  cloudFormation.reset()
  cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', 'Stack with id x does not exist'))
  ecs.on(DescribeServicesCommand).rejects(awsError('ClusterNotFoundException', 'x'))
  ecs.on(DescribeTaskDefinitionCommand).rejects(awsError('ClientException', 'Unable to describe task definition.'))
  ecr.on(DescribeImagesCommand).rejects(awsError('RepositoryNotFoundException', 'x'))
  ec2.on(DescribeAvailabilityZonesCommand).resolves({ AvailabilityZones: [{ ZoneName: 'b' }, { ZoneName: 'a' }] })
  route53
    .on(ListHostedZonesByNameCommand, { DNSName: 'shop.example' })
    .resolves({ HostedZones: [{ Id: '/hostedzone/Z1', Name: 'shop.example.', CallerReference: 'r' }] })
    .on(ListHostedZonesByNameCommand, { DNSName: 'www.shop.example' })
    .resolves({ HostedZones: [] })
}

describe('a region', () => {
  test('with nothing to do is read by seven calls, so that target health is the eighth', async () => {
    const current = await observe(aws(), config(), 'tag')
    expect(calls()).toBe(7)
    expect(current).toMatchObject({
      region: 'eu-west-1',
      account: '1',
      partition: 'aws',
      zones: ['a', 'b'],
      hostedZone: { id: 'Z1', name: 'shop.example' },
      platform: { at: 'settled' },
      serviceStack: { at: 'settled' },
      service: { arn: 'service' },
      running: { arn: arn(2) },
      newest: { arn: arn(2) },
      kept: [],
      image: { digest: 'sha256:1', reference: 'r/app@sha256:1' }
    })
  })

  test.each(['CREATE_COMPLETE', 'UPDATE_IN_PROGRESS'] as const)(
    'keeps its zones, though others come first now (%s)',
    async (status) => {
      platformIs(stack(outputs, { ...parameters, ZoneA: 'c', ZoneB: 'b' }, status))
      expect(await observe(aws(), config(), 'tag')).toMatchObject({ zones: ['c', 'b'] })
      expect(ec2.calls()).toHaveLength(0)
    }
  )

  test('without a domain is read by six', async () => {
    expect(await observe(aws(), config({ at: 'load-balancer' }), 'tag')).not.toHaveProperty('hostedZone')
    expect(calls()).toBe(6)
  })

  test('in which nothing is has zones, and the hosted zone', async () => {
    nothingThere()
    expect(await observe(aws(), config(), 'tag')).toEqual({
      region: 'eu-west-1',
      account: '1',
      partition: 'aws',
      zones: ['a', 'b'],
      hostedZone: { id: 'Z1', name: 'shop.example' },
      platform: { at: 'absent' },
      serviceStack: { at: 'absent' },
      kept: []
    })
  })

  test('whose service runs another revision than the newest shows both', async () => {
    ecs.on(DescribeTaskDefinitionCommand, { taskDefinition: 'app-app' }).resolves(revision(3))
    expect(await observe(aws(), config(), 'tag')).toMatchObject({ running: { arn: arn(2) }, newest: { arn: arn(3) } })
    expect(calls()).toBe(8)
  })

  test('whose service has two groups and is to have one shows which one serves', async () => {
    const advancedConfiguration = { alternateTargetGroupArn: 'second', productionListenerRule: 'rule' }
    ecs.on(DescribeServicesCommand).resolves({
      services: [{ ...service, loadBalancers: [{ targetGroupArn: 'first', advancedConfiguration }] }]
    })
    const TargetGroups = [{ TargetGroupArn: 'second', Weight: 100 }]
    elb.on(DescribeRulesCommand, { RuleArns: ['rule'] }).resolves({
      Rules: [{ Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }] }]
    })
    expect((await observe(aws(), config(), 'tag')).weights).toEqual([{ targetGroupArn: 'second', weight: 100 }])
    const { rollout, ...rest } = config()
    const shifting: Config = { ...rest, rollout: { ...rollout, strategy: { kind: 'blue-green', bakeMinutes: 5 } } }
    expect(await observe(aws(), shifting, 'tag')).not.toHaveProperty('weights')
  })

  test('whose platform lets other secrets be read shows what may still need them', async () => {
    platformIs(stack({ ...outputs, ReadableSecrets: 'other' }, parameters))
    ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [arn(2), arn(1)] })
    ecs.on(DescribeTaskDefinitionCommand, { taskDefinition: arn(1) }).resolves(revision(1))
    const { kept } = await observe(aws(), config(), 'tag')
    expect(kept.map((found) => found.arn)).toEqual([arn(2), arn(1)])
  })

  test('whose repository outlived its platform still has the image', async () => {
    nothingThere()
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: 'sha256:1' }] })
    ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [{ repositoryUri: 'old/app' }] })
    expect(await observe(aws(), config(), 'tag')).toMatchObject({ image: { reference: 'old/app@sha256:1' } })
    ecr.on(DescribeRepositoriesCommand).rejects(awsError('RepositoryNotFoundException', 'x'))
    expect(await observe(aws(), config(), 'tag')).not.toHaveProperty('image')
  })

  test('that may not be read says which read it was', async () => {
    ecs.on(DescribeServicesCommand).rejects(awsError('AccessDeniedException', 'x'))
    await expect(observe(aws(), config(), 'tag')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
  })
})

describe('the hosted zone', () => {
  test('of another domain than before is looked for', async () => {
    nothingThere()
    platformIs(stack(outputs, parameters))
    zoneIs('other.example.')
    expect(await observe(aws(), config(), 'tag')).toMatchObject({ hostedZone: { id: 'Z1', name: 'shop.example' } })
  })

  test('that is nowhere is a failure', async () => {
    nothingThere()
    route53.reset()
    route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [] })
    await expect(observe(aws(), config(), 'tag')).rejects.toMatchObject({
      code: 'ZONE_NOT_FOUND',
      sentence: 'No public hosted zone of this account holds www.shop.example.'
    })
  })

  test('that is nowhere is none to a status, which tells what runs all the same', async () => {
    nothingThere()
    route53.reset()
    route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [] })
    const current = await observe(aws(), { ...config(), command: 'status' }, 'tag')
    expect(current).not.toHaveProperty('hostedZone')
  })

  test('given by its id must be there and hold the domain', async () => {
    const given = config({ ...domain, hostedZone: { do: 'use', id: 'Z1' } })
    expect(await observe(aws(), given, 'tag')).toMatchObject({ hostedZone: { id: 'Z1' } })
    zoneIs('other.example.')
    await expect(observe(aws(), given, 'tag')).rejects.toThrow('Z1 is other.example, which does not hold')
    route53.on(GetHostedZoneCommand).rejects(awsError('NoSuchHostedZone', 'x'))
    await expect(observe(aws(), given, 'tag')).rejects.toThrow('There is no public hosted zone Z1.')
  })

  test('is not looked for when DNS is elsewhere', async () => {
    const elsewhere = config({ ...domain, hostedZone: { do: 'none' } })
    expect(await observe(aws(), elsewhere, 'tag')).not.toHaveProperty('hostedZone')
    expect(route53.calls()).toHaveLength(0)
  })
})

describe.each(['rollback', 'destroy'] as const)('%s needs no more than what is there', (command) => {
  const asked = (frontDoor?: FrontDoor): Config => ({
    ...config(frontDoor),
    command,
    network: { use: 'given', vpcId: 'vpc-gone', subnetIds: ['subnet-gone'], ingress: 'alb-only' }
  })

  beforeEach(() => {
    ecs.on(ListTaskDefinitionsCommand).resolves({ taskDefinitionArns: [] })
  })

  test('the zone is that of the platform, wherever the domain is now', async () => {
    zoneIs('other.example.')
    expect(await observe(aws(), asked())).toMatchObject({ hostedZone: { id: 'Z1', name: 'other.example' } })
    expect(ec2.calls()).toHaveLength(0)
  })

  test('a zone that is gone is none', async () => {
    route53.on(GetHostedZoneCommand).rejects(awsError('NoSuchHostedZone', 'x'))
    expect(await observe(aws(), asked())).not.toHaveProperty('hostedZone')
  })

  test('where nothing is, nothing is looked for', async () => {
    nothingThere()
    expect(await observe(aws(), { ...asked(), network: config().network })).toMatchObject({ zones: [] })
    expect([...route53.calls(), ...ec2.calls()]).toHaveLength(0)
  })
})
