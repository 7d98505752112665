// Takes everything of one region away, in the order in which nobody is sent to what is gone: records, service, images and
// logs, platform (docs/decisions/0018). What was begun is finished by running it again.
import { diagnoseUnusable } from '../diagnose/stack-state.ts'
import type { Config } from '../model/config.ts'
import { Failure } from '../model/failure.ts'
import { namesOf } from '../model/names.ts'
import type { Stage, Step } from '../model/progress.ts'
import { isProtected } from '../model/protection.ts'
import { lastOutputsOf, remainingOf, type StackResource, type StackState } from '../model/stack.ts'
import type { Verdict } from '../model/verdict.ts'
import { endedBy } from './end.ts'
import { factsThere } from './facts.ts'
import { leaveDns } from './leave.ts'
import type { Asking } from './prepare.ts'
import { ownedRevisions } from './revision.ts'
import { awaitStack, deleteStack } from './settle.ts'
import type { World } from './world.ts'

export async function* destroyRegion(asking: Asking, world: World): Step<Verdict> {
  const { config, current } = asking
  const names = namesOf(config)
  const facts = factsThere(current)
  let hasChanges = false
  try {
    const had = [...(await resourcesOf(current.serviceStack, world)), ...(await resourcesOf(current.platform, world))]
    hasChanges = current.platform.at !== 'absent' || current.serviceStack.at !== 'absent'
    yield* leaveDns(asking, world)
    yield* remove(names.serviceStack, 'service', world)
    hasChanges = (yield* letGoAll(world, config)) || hasChanges
    if (owns(had, 'AWS::ECR::Repository', config.repository)) yield* removeImages(config, world)
    if (owns(had, 'AWS::Logs::LogGroup', names.logGroup)) yield* removeLogs(config, world)
    yield* remove(names.platformStack, 'platform', world)
    yield* prove(had, asking, world)
    return { verdict: 'destroyed', facts: { ...facts, hasChanges } }
  } catch (error) {
    return endedBy(error, { ...facts, hasChanges })
  }
}

/** Before anything is touched in any region: what would stop half way, and what is not ours. */
export async function destroyRefusal({ config, current }: Asking, world: World): Promise<Failure | undefined> {
  const names = namesOf(config)
  const found: readonly (readonly [string, StackState])[] = [
    [names.serviceStack, current.serviceStack],
    [names.platformStack, current.platform]
  ]
  for (const [name, state] of found) {
    if (state.at === 'foreign') return diagnoseUnusable(state)
    if (isProtected(state)) return refusal(`The stack ${name}`, 'termination-protection')
  }
  const arn = lastOutputsOf(current.platform).LoadBalancerArn
  const isKept = arn !== undefined && (await world.aws.targets.isDeletionProtected(arn))
  return isKept ? refusal('The load balancer', 'deletion-protection') : undefined
}

const refusal = (what: string, setting: string): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `${what} is protected against deletion. Nothing was removed.`,
    remedy: `Set \`${setting}: false\`, run \`command: deploy\` once, and then this again.`
  })

async function resourcesOf(state: StackState, world: World): Promise<readonly StackResource[]> {
  return 'id' in state ? world.aws.stacks.resources(state.id) : []
}

/** Another app may use what only has the name that we would give it. */
const owns = (had: readonly StackResource[], type: string, name: string): boolean =>
  had.some((resource) => resource.type === type && resource.physicalId === name)

async function* remove(name: string, stage: Stage, world: World): Step<void> {
  const state = yield* awaitStack(await world.aws.stacks.describe(name), world, stage)
  if (state.at === 'absent') return
  yield { at: 'started', stage, title: `Remove the stack ${name}` }
  yield* deleteStack(state.id, world, stage)
  yield { at: 'finished', stage, text: 'removed' }
}

/** A service that is made anew begins with its own. @returns whether there were any. */
async function* letGoAll(world: World, config: Config): Step<boolean> {
  const revisions = await ownedRevisions(world, config)
  if (revisions.length === 0) return false
  yield { at: 'started', stage: 'revision', title: 'Task definitions' }
  for (const { arn } of revisions) await world.aws.revisions.deregister(arn)
  yield { at: 'finished', stage: 'revision', text: `deregistered ${revisions.length}` }
  return true
}

async function* removeImages({ repository, keepImages }: Config, world: World): Step<void> {
  yield { at: 'started', stage: 'image', title: `Repository ${repository}` }
  if (!keepImages) await world.aws.repository.remove(repository)
  yield { at: 'finished', stage: 'image', text: keepImages ? 'kept, with its images' : 'removed, with its images' }
}

async function* removeLogs(config: Config, world: World): Step<void> {
  const { logGroup } = namesOf(config)
  await world.aws.logs.remove(logGroup)
  yield { at: 'changed', stage: 'platform', text: `log group ${logGroup} removed` }
}

/** By what CloudFormation says of each resource, and by asking for those that it leaves alone. @throws Failure STACK_FAILED */
async function* prove(had: readonly StackResource[], { config, current }: Asking, world: World): Step<void> {
  const { repository, keepImages } = config
  const { cluster, service, platformStack, serviceStack } = namesOf(config)
  const after = [...(await resourcesOf(current.serviceStack, world)), ...(await resourcesOf(current.platform, world))]
  const left = remainingOf(after).map(({ type, physicalId }) => `${type} ${physicalId ?? ''}`)
  const isThere = [
    (await world.aws.services.describe(cluster, service)) && `service ${service}`,
    !keepImages &&
      owns(had, 'AWS::ECR::Repository', repository) &&
      (await world.aws.repository.uri(repository)) !== undefined &&
      `repository ${repository}`
  ].filter((text) => typeof text === 'string')
  const all = [...left, ...isThere]
  if (all.length > 0) {
    throw new Failure({
      code: 'STACK_FAILED',
      sentence: `The stacks are gone, and ${all.length} of what they had is still there.`,
      remedy: 'Run this again, or remove by hand what is listed.',
      evidence: all
    })
  }
  const kept = had.some(({ type }) => type === 'AWS::CertificateManager::Certificate')
    ? ['the record that validates the certificate: other regions and the next certificate use the same']
    : []
  // A name that was mistyped, `confirm` too, ends green as well.
  const gone =
    after.length === 0
      ? `there was no stack ${platformStack} and no ${serviceStack}`
      : `${after.length} resources are gone`
  yield {
    at: 'changed',
    stage: 'platform',
    text: [gone, ...kept.map((text) => `left: ${text}`)].join('; ')
  }
}
