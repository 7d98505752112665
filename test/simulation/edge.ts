// The SDK's edge beyond a rollout: stacks, revisions, images, and what a run asks of other services.
import {
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
  UpdateTerminationProtectionCommand
} from '@aws-sdk/client-cloudformation'
import { DescribeAvailabilityZonesCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  PutImageCommand
} from '@aws-sdk/client-ecr'
import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand
} from '@aws-sdk/client-ecs'
import {
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client
} from '@aws-sdk/client-route-53'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mockClient } from 'aws-sdk-client-mock'
import type { CloudFormation } from './cloudformation/api.ts'
import type { toldOf } from './cloudformation/told.ts'
import type { Definitions } from './definitions.ts'
import type { Elsewhere } from './elsewhere.ts'
import type { Registry } from './registry.ts'
import { connectTo, disconnect, ecs, send, type Wire } from './sdk.ts'

export interface Edge {
  readonly cloudFormation: CloudFormation
  readonly told: ReturnType<typeof toldOf>
  readonly definitions: Definitions
  readonly registry: Registry
  readonly elsewhere: Elsewhere
}

const stacks = mockClient(CloudFormationClient)
const images = mockClient(ECRClient)
const zones = mockClient(Route53Client)
const network = mockClient(EC2Client)
const identity = mockClient(STSClient)
const mocks = [stacks, images, zones, network, identity]

/** From now on every client of the process talks to this region, about everything. */
export function connectAll(wire: Wire, edge: Edge): void {
  connectTo(wire)
  for (const mock of mocks) mock.reset()
  const answer =
    <I, O>(action: string, handle: (input: I) => O) =>
    (input: I): Promise<O> =>
      send(wire, action, () => handle(input))
  const cfn = <I, O>(action: string, handle: (input: I) => O) => answer(`cloudformation:${action}`, handle)
  const { cloudFormation, told, definitions, registry, elsewhere } = edge

  stacks.on(DescribeStacksCommand).callsFake(cfn('DescribeStacks', cloudFormation.describeStacks))
  stacks.on(CreateChangeSetCommand).callsFake(cfn('CreateChangeSet', cloudFormation.createChangeSet))
  stacks.on(DescribeChangeSetCommand).callsFake(cfn('DescribeChangeSet', cloudFormation.describeChangeSet))
  stacks.on(ListChangeSetsCommand).callsFake(cfn('ListChangeSets', cloudFormation.listChangeSets))
  stacks.on(DeleteChangeSetCommand).callsFake(cfn('DeleteChangeSet', cloudFormation.deleteChangeSet))
  stacks.on(ExecuteChangeSetCommand).callsFake(cfn('ExecuteChangeSet', cloudFormation.executeChangeSet))
  stacks.on(DeleteStackCommand).callsFake(cfn('DeleteStack', cloudFormation.deleteStack))
  stacks
    .on(ContinueUpdateRollbackCommand)
    .callsFake(cfn('ContinueUpdateRollback', cloudFormation.continueUpdateRollback))
  stacks
    .on(UpdateTerminationProtectionCommand)
    .callsFake(cfn('UpdateTerminationProtection', cloudFormation.updateTerminationProtection))
  stacks.on(DescribeStackEventsCommand).callsFake(cfn('DescribeStackEvents', told.describeStackEvents))
  stacks.on(DescribeEventsCommand).callsFake(cfn('DescribeEvents', told.describeEvents))

  ecs
    .on(RegisterTaskDefinitionCommand)
    .callsFake(answer('ecs:RegisterTaskDefinition', definitions.registerTaskDefinition))
  ecs
    .on(DescribeTaskDefinitionCommand)
    .callsFake(answer('ecs:DescribeTaskDefinition', definitions.describeTaskDefinition))
  ecs
    .on(DeregisterTaskDefinitionCommand)
    .callsFake(answer('ecs:DeregisterTaskDefinition', definitions.deregisterTaskDefinition))
  ecs.on(ListTaskDefinitionsCommand).callsFake(answer('ecs:ListTaskDefinitions', definitions.listTaskDefinitions))

  images.on(DescribeRepositoriesCommand).callsFake(answer('ecr:DescribeRepositories', registry.describeRepositories))
  images.on(DescribeImagesCommand).callsFake(answer('ecr:DescribeImages', registry.describeImages))
  images.on(GetAuthorizationTokenCommand).callsFake(answer('ecr:GetAuthorizationToken', registry.getAuthorizationToken))
  images.on(BatchGetImageCommand).callsFake(answer('ecr:BatchGetImage', registry.batchGetImage))
  images.on(PutImageCommand).callsFake(answer('ecr:PutImage', registry.putImage))
  images.on(BatchDeleteImageCommand).callsFake(answer('ecr:BatchDeleteImage', registry.batchDeleteImage))

  zones
    .on(ListHostedZonesByNameCommand)
    .callsFake(answer('route53:ListHostedZonesByName', elsewhere.listHostedZonesByName))
  zones.on(GetHostedZoneCommand).callsFake(answer('route53:GetHostedZone', elsewhere.getHostedZone))
  zones
    .on(ListResourceRecordSetsCommand)
    .callsFake(answer('route53:ListResourceRecordSets', elsewhere.listResourceRecordSets))
  network
    .on(DescribeAvailabilityZonesCommand)
    .callsFake(answer('ec2:DescribeAvailabilityZones', elsewhere.describeAvailabilityZones))
  identity.on(GetCallerIdentityCommand).callsFake(answer('sts:GetCallerIdentity', elsewhere.getCallerIdentity))
}

/** The clients are the real ones again. */
export function disconnectAll(): void {
  disconnect()
  for (const mock of mocks) mock.restore()
}
