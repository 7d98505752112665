// Takes everything of one region away, in the order in which nobody is sent to what is gone: records, service, images and
// logs, platform (docs/decisions/0018). What was begun is finished by running it again.
import type { Situation } from '../model/plan.ts'
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
import { leaveDns } from './dns/leave.ts'
import { ownedRevisions } from './revision/revision.ts'
import { awaitStack, deleteStack } from './stack/settle.ts'
import type { World } from './world.ts'

export async function* destroyRegion(asking: Situation, world: World): Step<Verdict> {
  const { config, current } = asking
  const names = namesOf(config)
  const facts = factsThere(current)
  let hasChanges = false
  try {
    // What is still being made would be made again, or stay.
    const platform = yield* awaitStack(current.platform, world, 'platform')
    const had = [...(await resourcesOf(current.serviceStack, world)), ...(await resourcesOf(platform, world))]
    hasChanges = current.platform.at !== 'absent' || current.serviceStack.at !== 'absent'
    yield* leaveDns(asking, world)
    yield* remove(names.serviceStack, 'service', world)
    hasChanges = (yield* letGoAll(world, config)) || hasChanges
    for (const repository of idsOf(had, 'AWS::ECR::Repository')) yield* removeImages(repository, config, world)
    for (const logGroup of idsOf(had, 'AWS::Logs::LogGroup')) yield* removeLogs(logGroup, world)
    yield* remove(names.platformStack, 'platform', world)
    yield* prove(had, asking, world)
    return { verdict: 'destroyed', facts: { ...facts, hasChanges } }
  } catch (error) {
    return endedBy(error, { ...facts, hasChanges })
  }
}

/** Before anything is touched in any region: what would stop half way, and what is not ours. */
export async function destroyRefusal({ config, current }: Situation, world: World): Promise<Failure | undefined> {
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

/** Of its own: what only has the name that we would give it may be another app's, and the settings may name another. */
const idsOf = (had: readonly StackResource[], wanted: string): readonly string[] => [
  ...new Set(had.flatMap(({ type, physicalId }) => (type === wanted && physicalId !== undefined ? [physicalId] : [])))
]

async function* remove(name: string, stage: Stage, world: World): Step<void> {
  const state = yield* awaitStack(await world.aws.stacks.describe(name), world, stage)
  if (state.at === 'absent') return
  yield { at: 'started', stage, title: `Remove the stack ${name}` }
  yield* deleteStack(state.id, world, { stage, apart: removedByUs })
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

async function* removeImages(repository: string, { keepImages }: Config, world: World): Step<void> {
  yield { at: 'started', stage: 'image', title: `Repository ${repository}` }
  if (!keepImages) await world.aws.repository.remove(repository)
  yield { at: 'finished', stage: 'image', text: keepImages ? 'kept, with its images' : 'removed, with its images' }
}

async function* removeLogs(logGroup: string, world: World): Step<void> {
  await world.aws.logs.remove(logGroup)
  yield { at: 'changed', stage: 'platform', text: `log group ${logGroup} removed` }
}

/** CloudFormation leaves them alone. */
const removedByUs: readonly string[] = ['AWS::ECR::Repository', 'AWS::Logs::LogGroup']

/** By what CloudFormation says of each resource, and by asking for those that it leaves alone. @throws Failure STACK_FAILED */
async function* prove(had: readonly StackResource[], { config, current }: Situation, world: World): Step<void> {
  const { cluster, service, platformStack, serviceStack } = namesOf(config)
  const after = [...(await resourcesOf(current.serviceStack, world)), ...(await resourcesOf(current.platform, world))]
  const left = remainingOf(after).map(({ type, physicalId }) => `${type} ${physicalId ?? ''}`)
  if (await world.aws.services.describe(cluster, service)) left.push(`service ${service}`)
  for (const repository of config.keepImages ? [] : idsOf(had, 'AWS::ECR::Repository'))
    if ((await world.aws.repository.uri(repository)) !== undefined) left.push(`repository ${repository}`)
  if (left.length > 0) {
    throw new Failure({
      code: 'STACK_FAILED',
      sentence: `The stacks are gone, and ${left.length} of what they had is still there.`,
      remedy: 'Run this again, or remove by hand what is listed.',
      evidence: left
    })
  }
  const retained = after.filter(({ type, status }) => status === 'DELETE_SKIPPED' && !removedByUs.includes(type))
  const kept = [
    ...retained.map(({ type, physicalId = '' }) => `${type} ${physicalId}, which the template retains`),
    ...(had.some(({ type }) => type === 'AWS::CertificateManager::Certificate')
      ? ['the record that validates the certificate: other regions and the next certificate use the same']
      : [])
  ]
  // A name that was mistyped, `confirm` too, ends green as well.
  const gone =
    had.length === 0
      ? `there was no stack ${platformStack} and no ${serviceStack}`
      : `${had.length - retained.length} resources are gone`
  yield {
    at: 'changed',
    stage: 'platform',
    text: [gone, ...kept.map((text) => `left: ${text}`)].join('; ')
  }
}
