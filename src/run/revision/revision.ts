// Registers revisions and lets go of those that do not serve, with the image tags that keep their images
// (docs/decisions/0003, 0007, 0017).
import { createHash } from 'node:crypto'
import type { Config } from '../../model/config.ts'
import type { JsonObject } from '../../model/json.ts'
import { readImage } from '../../model/image.ts'
import { uselessOf } from '../../model/keep.ts'
import { namesOf } from '../../model/names.ts'
import { present } from '../../model/present.ts'
import { goodTags, releaseRecordOf, runName, type Good, type Origin } from '../../model/release-record.ts'
import { contentOf, imageOf, sameContent, type Revision } from '../../model/revision.ts'
import { revisionTags } from '../../template/tag.ts'
import { isOurRegistry } from '../image/source.ts'
import type { World } from '../world.ts'

/** Good revisions that stay ACTIVE, so that a way back needs no build. @internal The lifecycle of images is tried with it. */
export const keptRevisions = 10

/** @internal The lifecycle of images is tried with it. */
export const keptTag = (name: string, definition: JsonObject): string =>
  `kept-${name}-${createHash('sha256').update(contentOf(definition)).digest('hex').slice(0, 16)}`

export const register = (world: World, config: Config, definition: JsonObject): Promise<Revision> =>
  registerAs(world, config, definition, revisionTags(config, originOf(world)))

/** What it is a copy of tells the commit. @param good what is known of the original and holds for its copy too. */
export function registerCopy(world: World, config: Config, of: Revision, good?: Good): Promise<Revision> {
  const { commit: _, ...ours } = originOf(world)
  const { commit, copyOf = of.revision } = releaseRecordOf(of)
  const tags = revisionTags(config, { ...ours, ...present({ commit }), copyOf })
  return registerAs(world, config, of.definition, { ...tags, ...(good && goodTags(good)) })
}

/** One of this content that is the newest ACTIVE one already is taken: a run that was killed has left it (0003). */
async function registerAs(
  world: World,
  config: Config,
  definition: JsonObject,
  tags: Readonly<Record<string, string>>
): Promise<Revision> {
  const { revisions } = world.aws
  const newest = await revisions.newest(namesOf(config).family)
  const isLike = newest && isOfApp(newest, config) && sameContent(newest.definition, definition)
  return isLike ? newest : revisions.register(definition, tags)
}

/** Behind the registration: a run that is killed between the two leaves no tag that nobody knows. */
export async function keepImage(world: World, config: Config, { definition }: Revision): Promise<void> {
  const digest = await ownDigest(world, config, definition)
  if (digest === undefined) return
  await world.aws.repository.addTag(config.repository, digest, keptTag(config.name, definition))
}

/** Takes the image's tag first, when no other ACTIVE revision has the same content: the next run finds what is left. */
export async function deregister(world: World, config: Config, revision: Revision): Promise<void> {
  await freeImage(world, config, revision)
  await world.aws.revisions.deregister(revision.arn)
}

async function freeImage(world: World, config: Config, revision: Revision): Promise<void> {
  if ((await ownDigest(world, config, revision.definition)) === undefined) return
  const tag = keptTag(config.name, revision.definition)
  const others = (await activeArns(world, config)).filter((arn) => arn !== revision.arn)
  if ((await describeAll(world, others)).some(({ definition }) => keptTag(config.name, definition) === tag)) return
  await world.aws.repository.removeTag(config.repository, tag)
}

/**
 * What runs that were killed have left: newer than what served before, of ours, of no deployment, and never good.
 * @param before the number of what served; 0: nothing did.
 */
export async function orphans(world: World, config: Config, before: number): Promise<readonly Revision[]> {
  const newer = (await activeArns(world, config)).filter((arn) => numberOf(arn) > before)
  if (newer.length === 0) return []
  const [found, used] = await Promise.all([describeAll(world, newer), usedArns(world, config)])
  return found.filter((revision) => isOfApp(revision, config) && !used.includes(revision.arn) && !hasServed(revision))
}

/** A copy has its mark from what it is a copy of. */
function hasServed(revision: Revision): boolean {
  const { good, copyOf } = releaseRecordOf(revision)
  return good !== undefined && copyOf === undefined
}

/** Of ours that are older than what serves only good ones stay, and of them the newest. */
export async function prune(world: World, config: Config, serving: string): Promise<void> {
  const [active, used] = await Promise.all([ownedRevisions(world, config), usedArns(world, config)])
  const found = uselessOf({ active, used: [serving, ...used], most: keptRevisions, below: numberOf(serving) })
  for (const revision of found) await deregister(world, config, revision)
}

/** ACTIVE ones of ours. */
export async function ownedRevisions(world: World, config: Config): Promise<readonly Revision[]> {
  const found = await describeAll(world, await activeArns(world, config))
  return found.filter((revision) => isOfApp(revision, config))
}

const isOfApp = ({ tags }: Revision, { name }: Config): boolean => tags['slipway:name'] === name

const numberOf = (arn: string): number => Number(/:(\d+)$/.exec(arn)?.[1])

/** Of every deployment that the service has. */
async function usedArns(world: World, config: Config): Promise<readonly string[]> {
  const { cluster, service } = namesOf(config)
  const found = await world.aws.services.describe(cluster, service)
  return found?.deployments.map(({ taskDefinition }) => taskDefinition) ?? []
}

const describeAll = ({ aws }: World, arns: readonly string[]): Promise<readonly Revision[]> =>
  Promise.all(arns.map((arn) => aws.revisions.describe(arn)))

const activeArns = (world: World, config: Config): Promise<readonly string[]> =>
  world.aws.revisions.active(namesOf(config).family)

/** The digest, when the image is in our own repository: another registry may have one of the same name. */
export async function ownDigest(
  world: World,
  { repository }: Config,
  definition: JsonObject
): Promise<string | undefined> {
  const [address, digest] = imageOf(definition)?.split('@') ?? []
  if (address?.endsWith(`/${repository}`) !== true) return undefined
  const { ecr } = readImage(address)
  // As the registry calls it, or as an address of ECR says it.
  const isOwn =
    address === (await world.aws.repository.uri(repository)) || (ecr && (await isOurRegistry(ecr, world.aws)))
  return isOwn === true ? digest : undefined
}

/** Who made it: what `rollback` and `status` go by. */
const originOf = ({ run }: World): Origin => ({
  run: runName(run),
  ...present({ commit: run.commit, actor: run.actor })
})
