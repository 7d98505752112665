// The platform stack: what lives long and needs no image (docs/decisions/0002).
import type { Config } from '../model/config.ts'
import { certificateOf } from '../model/front-door.ts'
import { Failure } from '../model/failure.ts'
import type { JsonObject } from '../model/json.ts'
import { namesOf } from '../model/names.ts'
import { present } from '../model/present.ts'
import { secretsMark } from '../model/revision.ts'
import type { Site } from '../model/site.ts'
import type { StackRequest } from '../model/stack.ts'
import { firewall } from './firewall.ts'
import { openIngress } from './ingress.ts'
import { overrideTemplate } from './override.ts'
import { joinParts, readPart } from './part.ts'
import { readable, type Readable } from './secret.ts'
import type { Constants } from './constant.ts'
import { stackRequest, stackTags } from './stack.ts'
import { subnetsOf } from './subnet.ts'

export interface PlatformSurroundings {
  readonly region: string
  /** Pinned ones of the stack that is there, else those available; the first two are used (F1.2). */
  readonly zones: readonly string[]
  /** With a domain. */
  readonly site?: Site
  /** What the execution role may read: `secrets` of this configuration and of every kept revision. */
  readonly secrets: readonly string[]
}

export function platformRequest(config: Config, surroundings: PlatformSurroundings): StackRequest {
  const { site, region } = surroundings
  const names = namesOf(config)
  const zones = config.network.use === 'own' ? pinned(region, surroundings.zones) : {}
  const secrets = readable(surroundings.secrets)
  const generated = joinParts(
    [...lasting(config), ...permissions(config, secrets), ...network(config), ...frontDoor(config, site)],
    {
      Name: config.name,
      RepositoryName: config.repository,
      LogGroupName: names.logGroup,
      LogRetentionDays: config.logs.retentionDays === 'never' ? undefined : config.logs.retentionDays,
      ClusterName: names.cluster,
      ContainerInsights: config.cluster.containerInsights,
      SecretArns: secrets.secrets,
      ParameterArns: secrets.parameters,
      ReadableSecrets: secretsMark(surroundings.secrets),
      TaskPolicy: config.task.taskPolicy,
      PermissionsBoundary: config.identity.permissionsBoundaryArn,
      DeletionProtection: String(config.balancer.deletionProtection),
      OpenIngress: openIngress(config),
      WebAclArn: config.balancer.waf.use === 'given' ? config.balancer.waf.arn : { 'Fn::GetAtt': ['WebAcl', 'Arn'] },
      ...networkConstants(config),
      ...siteConstants(config, site)
    }
  )
  return stackRequest({
    name: names.platformStack,
    description: `What lives long of ${config.name}: network, load balancer, repository, roles, logs`,
    template: overrideTemplate(generated, config.overrides.platform, 'platform'),
    parameters: { ...zones, ...present({ HostedZoneId: site?.zone?.id }) },
    // Only the hosted zone can be missing.
    missing: () => noHostedZone(site),
    tags: stackTags(config, names.platformStack)
  })
}

function pinned(region: string, zones: readonly string[]): Readonly<Record<string, string>> {
  const [ZoneA, ZoneB] = zones
  if (ZoneA === undefined || ZoneB === undefined) throw tooFewZones(region, zones)
  return { ZoneA, ZoneB }
}

const lasting = (config: Config): readonly JsonObject[] => [
  readPart(new URL('../../templates/platform/repository.yml', import.meta.url)),
  readPart(new URL('../../templates/platform/logs.yml', import.meta.url)),
  config.cluster.arn === undefined
    ? readPart(new URL('../../templates/platform/cluster.yml', import.meta.url))
    : outputsPart({ ClusterName: namesOf(config).cluster, ClusterArn: config.cluster.arn })
]

const executionRole = ({ secrets, parameters }: Readable): readonly JsonObject[] => [
  readPart(new URL('../../templates/platform/execution-role.yml', import.meta.url)),
  ...(secrets.length > 0 ? [readPart(new URL('../../templates/platform/read-secrets.yml', import.meta.url))] : []),
  ...(parameters.length > 0 ? [readPart(new URL('../../templates/platform/read-parameters.yml', import.meta.url))] : [])
]

const permissions = ({ task }: Config, readable: Readable): readonly JsonObject[] => [
  ...(task.executionRoleArn === undefined
    ? executionRole(readable)
    : [outputsPart({ ExecutionRoleArn: task.executionRoleArn })]),
  ...(task.taskRoleArn === undefined
    ? [readPart(new URL('../../templates/platform/task-role.yml', import.meta.url))]
    : [outputsPart({ TaskRoleArn: task.taskRoleArn })]),
  ...(task.taskPolicy !== undefined && task.taskRoleArn === undefined
    ? [readPart(new URL('../../templates/platform/task-policy.yml', import.meta.url))]
    : [])
]

const network = ({ network, balancer }: Config): readonly JsonObject[] => [
  network.use === 'own'
    ? readPart(new URL('../../templates/platform/network.yml', import.meta.url))
    : outputsPart({ VpcId: network.vpcId, SubnetIds: network.subnetIds.join(',') }),
  readPart(new URL('../../templates/platform/security-groups.yml', import.meta.url)),
  readPart(new URL('../../templates/platform/load-balancer.yml', import.meta.url)),
  ...firewall(balancer)
]

function networkConstants({ network }: Config): Constants {
  if (network.use === 'given') return { Vpc: network.vpcId, Subnets: network.subnetIds }
  const [SubnetCidrA, SubnetCidrB] = subnetsOf(network.vpcCidr)
  return { VpcCidr: network.vpcCidr, SubnetCidrA, SubnetCidrB, Subnets: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }] }
}

/** What stands where a part would make a resource that is given: later stages find it under the same output. */
const outputsPart = (outputs: Readonly<Record<string, string>>): JsonObject => ({
  Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }]))
})

/** The same HttpListener both ways: with a domain it changes in place into the redirect. */
const frontDoor = (config: Config, site: Site | undefined): readonly JsonObject[] =>
  site
    ? [
        readPart(new URL('../../templates/platform/http-redirect.yml', import.meta.url)),
        readPart(new URL('../../templates/platform/https.yml', import.meta.url)),
        ...certificate(config, site)
      ]
    : [readPart(new URL('../../templates/platform/http.yml', import.meta.url))]

/** None of ours when one is given; https.yml's parameter Certificate is that one then. */
function certificate(config: Config, site: Site): readonly JsonObject[] {
  if (certificateOf(config) !== undefined) return []
  return site.names.length > 1
    ? [readPart(new URL('../../templates/platform/certificate-www.yml', import.meta.url))]
    : [readPart(new URL('../../templates/platform/certificate.yml', import.meta.url))]
}

function siteConstants(config: Config, site: Site | undefined) {
  if (!site) return {}
  const [domain, www] = site.names
  const given = certificateOf(config)
  return {
    Domain: domain,
    SiteNames: site.names.join(','),
    ...present({ WwwDomain: www, Certificate: given })
  }
}

const tooFewZones = (region: string, zones: readonly string[]): Failure =>
  new Failure({
    code: 'NO_CAPACITY',
    sentence: `Region ${region} offers ${zones.length} availability zones for Fargate; a load balancer needs two.`,
    remedy: 'Choose another region in `regions`, or opt in to more of its zones.',
    evidence: zones
  })

const noHostedZone = (site: Site | undefined): Failure =>
  new Failure({
    code: 'ZONE_NOT_FOUND',
    sentence: `A certificate for ${site?.names.join(' and ') ?? 'the domain'} needs a hosted zone, and none is known.`,
    remedy: 'Name the zone in `hosted-zone-id`, or give a certificate of your own in `certificate-arn`.'
  })
