// What is there in one region, all reads at once. With nothing to do: who we are, two stacks, the service, the newest
// revision, the image, the hosted zone of a domain = 7 calls at most, which leaves one of the eight for target health.
import type { Config } from '../model/config.ts'
import { namesOf } from '../model/names.ts'
import { asFailure } from '../model/failure.ts'
import type { Current, HostedZone, PushedImage } from '../model/plan.ts'
import { secretsMark, secretsWanted, type Revision } from '../model/revision.ts'
import type { Weight } from '../model/service.ts'
import { outputsOf, parametersOf, type StackState } from '../model/stack.ts'
import { given } from './answer.ts'
import type { Aws } from './connect.ts'

/** @param tag what an image is called that is asked for; the same tag is the same bytes (docs/decisions/0007). */
export async function observe(aws: Aws, config: Config, tag?: string): Promise<Current> {
  const names = namesOf(config)
  const platform = aws.stacks.describe(names.platformStack)
  const newest = aws.revisions.newest(names.family)
  const service = aws.services.describe(names.cluster, names.service)
  const reads = {
    caller: aws.identity.whoAmI(),
    platform,
    serviceStack: aws.stacks.describe(names.serviceStack),
    service,
    weights: readWeights(),
    newest,
    running: readRunning(),
    kept: platform.then((stack) => readKept(aws, config, stack)),
    zones: platform.then((stack) => readZones(aws, config, stack)),
    hostedZone: platform.then((stack) => readHostedZone(aws, config, stack)),
    image: readImage(),
    network: platform.then((stack) => checkNetwork(aws, config, stack))
  }
  await Promise.all(Object.values(reads))
  const { account, partition } = await reads.caller
  return {
    region: aws.region,
    account,
    partition,
    zones: await reads.zones,
    platform: await platform,
    serviceStack: await reads.serviceStack,
    kept: await reads.kept,
    ...given({
      hostedZone: await reads.hostedZone,
      service: await service,
      weights: await reads.weights,
      running: await reads.running,
      newest: await newest,
      image: await reads.image
    })
  }

  /** Which of two groups serves decides only whether there may be one again. */
  async function readWeights(): Promise<readonly Weight[] | undefined> {
    if (config.rollout.strategy.kind !== 'rolling') return undefined
    const rule = (await service)?.secondGroup?.productionRuleArn
    return rule === undefined ? undefined : aws.targets.weights(rule)
  }

  /** Mostly the newest one; a call of its own only when it is another. */
  async function readRunning(): Promise<Revision | undefined> {
    const [found, latest] = await Promise.all([service, newest])
    if (!found) return undefined
    return latest?.arn === found.taskDefinition ? latest : aws.revisions.describe(found.taskDefinition)
  }

  /** The platform knows its repository's address; one left over from an earlier life is asked for it. */
  async function readImage(): Promise<PushedImage | undefined> {
    const { repository } = config
    if (tag === undefined) return undefined
    const [digest, stack] = await Promise.all([aws.repository.digestByTag(repository, tag), platform])
    if (digest === undefined) return undefined
    const known = outputsOf(stack).RepositoryUri
    const uri = known?.endsWith(`/${repository}`) ? known : await aws.repository.uri(repository)
    return uri === undefined ? undefined : { digest, reference: `${uri}@${digest}` }
  }
}

/** All ACTIVE revisions in full, where somebody needs them. */
async function readKept(aws: Aws, config: Config, platform: StackState): Promise<readonly Revision[]> {
  if (config.command !== 'rollback' && !hasOtherSecrets(config, platform)) return []
  const arns = await aws.revisions.active(namesOf(config).family)
  return Promise.all(arns.map((arn) => aws.revisions.describe(arn)))
}

/** Whether the platform lets other secrets be read than the configuration names. */
function hasOtherSecrets(config: Config, platform: StackState): boolean {
  if (!('outputs' in platform)) return false
  // A role that is given reads what its owner lets it read.
  if (config.task.executionRoleArn !== undefined) return false
  return platform.outputs.ReadableSecrets !== secretsMark(secretsWanted(config))
}

/** Those that the platform was made with stay: another order would replace the subnets (F1.2). */
async function readZones(aws: Aws, config: Config, platform: StackState): Promise<readonly string[]> {
  if (config.network.use === 'given' || !followsConfig(config)) return []
  const { ZoneA, ZoneB } = parametersOf(platform)
  return ZoneA !== undefined && ZoneB !== undefined ? [ZoneA, ZoneB] : aws.zones.available()
}

/** A network that is given must do, which is asked once: a platform that stands in it has shown that it does. */
async function checkNetwork(aws: Aws, config: Config, platform: StackState): Promise<void> {
  const { network } = config
  if (network.use === 'own' || !followsConfig(config) || config.command === 'status') return
  const { VpcId, SubnetIds } = platform.at === 'settled' ? platform.outputs : {}
  const inUse = new Set(SubnetIds?.split(','))
  if (VpcId === network.vpcId && network.subnetIds.every((id) => inUse.has(id))) return
  await aws.network.check(network.vpcId, network.subnetIds)
}

async function readHostedZone(aws: Aws, config: Config, platform: StackState): Promise<HostedZone | undefined> {
  const earlier = parametersOf(platform).HostedZoneId
  const there = () => (earlier === undefined ? undefined : aws.hostedZones.get(earlier))
  if (!followsConfig(config)) return there()
  try {
    return await aws.hostedZones.holding(config.frontDoor, earlier)
  } catch (error) {
    // A status tells what runs, whatever became of the zone.
    if (config.command === 'status' && asFailure(error).code === 'ZONE_NOT_FOUND') return there()
    throw error
  }
}

/** What goes back or away is about what is there, whatever could be made of the configuration now. */
const followsConfig = ({ command }: Config): boolean => command !== 'rollback' && command !== 'destroy'
