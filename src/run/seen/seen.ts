// Looks at what a deployment will need, everything at once; judged by src/decide/verify.ts.
import type { Reading, Topic } from '../../model/check.ts'
import { namesOf } from '../../model/names.ts'
import type { HostedZone } from '../../model/plan.ts'
import type { Config } from '../../model/config.ts'
import { certificateOf } from '../../model/front-door.ts'
import { present } from '../../model/present.ts'
import { isHere, readReference, type SecretReference } from '../../model/secret-reference.ts'
import type { BaseImage, Names, Owned, Quotas, SecretState, Seen } from '../../model/seen.ts'
import { siteOf } from '../../model/site.ts'
import type { StackState } from '../../model/stack.ts'
import { within } from '../poll.ts'
import { readDelegation } from '../dns/delegation.ts'
import { reading } from './reading.ts'
import { readRights, type RightsAsked } from './rights.ts'
import type { World } from '../world.ts'

/** What is to be looked at, and what is known already; a promise: it is being read. */
export interface ToSee extends RightsAsked {
  readonly topics: readonly Topic[]
  /** As `secretsWanted` gives them. */
  readonly secrets: readonly string[]
  readonly platform: Promise<StackState>
  readonly serviceStack: Promise<StackState>
}

/** A registry or docker that says nothing must not hold up all the others, in milliseconds. */
const longestForDocker = 4_000

export async function readSeen(asked: ToSee, world: World): Promise<Seen> {
  const { config } = asked
  const { aws } = world
  const wants = (topic: Topic): boolean => asked.topics.includes(topic)
  const zone = reading(() => asked.hostedZone)
  const certificateArn = certificateOf(config)
  const { network } = config
  const [platform, serviceStack, rights, base, secrets, quotas, fit, names, door, certificate, caller] =
    await Promise.all([
      reading(() => asked.platform),
      reading(() => asked.serviceStack),
      wants('rights') ? readRights(asked, world) : undefined,
      wants('architecture') ? readBase(config, world) : undefined,
      wants('secrets') ? readSecrets(asked, world) : undefined,
      wants('quotas') ? readQuotas(config, world) : undefined,
      wants('network') && network.use === 'given'
        ? reading(() => aws.network.check(network.vpcId, network.subnetIds).then(() => 'fit' as const))
        : undefined,
      wants('names') ? readNames(config, world) : undefined,
      readDoor(asked, zone, world),
      wants('certificate') && certificateArn !== undefined
        ? reading(() => aws.certificates.describe(certificateArn))
        : undefined,
      asked.caller
    ])
  return {
    region: aws.region,
    now: world.clock.now(),
    account: caller.account,
    partition: caller.partition,
    ...present({ caller: caller.arn }),
    platform,
    serviceStack,
    ...present({ rights, base, secrets, quotas, network: fit, names }),
    ...door,
    ...present({ certificate })
  }
}

/** The zone, whether the public is led to it, and what stands where our records go. */
async function readDoor(
  { config, topics }: ToSee,
  zoneReading: Promise<Reading<HostedZone | undefined>>,
  { aws, nameServersOf }: World
): Promise<Pick<Seen, 'zone' | 'delegation' | 'records'>> {
  if (config.frontDoor.at === 'load-balancer' || config.frontDoor.hostedZone.do === 'none') return {}
  // The names that a certificate must have depend on the zone.
  const tellsZone = topics.includes('zone') || topics.includes('certificate')
  if (!tellsZone && !topics.includes('records')) return {}
  const found = await zoneReading
  if (found.at === 'failed') return tellsZone ? { zone: found } : {}
  const zone = found.value
  if (!zone) return {}
  const site = siteOf(config, zone)
  const [delegation, records] = await Promise.all([
    topics.includes('zone')
      ? reading(async () => readDelegation(nameServersOf, zone.name, await aws.records.nameServers(zone)))
      : undefined,
    topics.includes('records')
      ? Promise.all(
          (site?.names ?? []).map(async (name) => [name, await reading(() => aws.records.find(zone.id, name))] as const)
        )
      : undefined
  ])
  return {
    ...(tellsZone && { zone: { at: 'read', value: zone } }),
    ...present({ delegation, records })
  }
}

/** A parameter that another account shares with this one is in no list of this one's. */
async function readSecrets({ secrets, caller }: ToSee, { aws }: World): Promise<Seen['secrets']> {
  const { account } = await caller
  const all = [...new Set(secrets)].map((reference) => [reference, readReference(reference)] as const)
  const here = { region: aws.region, account }
  const parameters = all.flatMap(([, to]) => (to.in === 'parameter-store' && isHere(to, here) ? to.names : []))
  const existing = parameters.length === 0 ? undefined : reading(() => aws.parameters.existing(parameters))
  const stateOf = async (to: SecretReference): Promise<Reading<SecretState>> => {
    if (!isHere(to, here)) return { at: 'read', value: 'elsewhere' }
    if (to.in === 'secrets-manager') return reading(() => aws.secrets.state(to.id))
    const found = await existing
    if (found?.at !== 'read') return found ?? { at: 'read', value: 'missing' }
    return { at: 'read', value: to.names.some((name) => found.value.has(name)) ? 'there' : 'missing' }
  }
  return Promise.all(all.map(async ([reference, to]) => [reference, await stateOf(to)] as const))
}

async function readQuotas({ network }: Config, { aws }: World): Promise<Quotas> {
  const [vpcs, loadBalancers, vcpus] = await Promise.all([
    network.use === 'own' ? reading(() => aws.quotas.vpcs()) : undefined,
    reading(() => aws.quotas.loadBalancers()),
    reading(() => aws.quotas.vcpus())
  ])
  return { ...present({ vpcs }), loadBalancers, vcpus }
}

async function readNames(config: Config, { aws }: World): Promise<Names> {
  const { cluster, service } = namesOf(config)
  const [found, taken, repository] = await Promise.all([
    reading(() => aws.clusters.find(config.cluster.arn ?? cluster)),
    reading(async () => (await aws.services.describe(cluster, service)) !== undefined),
    reading(() => readRepository(config, aws))
  ])
  return { cluster: found, service: taken, repository }
}

async function readRepository({ name, cluster, repository }: Config, aws: World['aws']): Promise<Owned | undefined> {
  const found = await aws.repository.owner(repository)
  if (found?.stack === undefined || found.stack === namesOf({ name, cluster }).platformStack) return found
  return (await aws.stacks.ownerOf(repository)) === found.stack ? found : { ...found, isLeft: true }
}

async function readBase({ source }: Config, world: World): Promise<Reading<BaseImage>> {
  const answer = reading(() =>
    source.from === 'build' ? world.docker.readBase(source) : world.docker.platformsOf(source.image)
  )
  const because = `docker did not answer within ${longestForDocker / 1000} s`
  return within<Reading<BaseImage>>(longestForDocker, answer, { at: 'read', value: { at: 'unknown', because } }, world)
}
