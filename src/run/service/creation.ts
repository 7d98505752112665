// The service's first creation: CloudFormation makes it and waits for it; we look into the service meanwhile, because
// CloudFormation would wait for hours and then name no cause (F1.14). There is nothing to go back to when it fails.
import type { Config } from '../../model/config.ts'
import { asFailure, Failure } from '../../model/failure.ts'
import { arnName, namesOf } from '../../model/names.ts'
import type { Step } from '../../model/progress.ts'
import { revisionName, type Revision } from '../../model/revision.ts'
import type { StackAction } from '../../model/stack.ts'
import { collectEvidence } from '../evidence/evidence.ts'
import { isOver, unlessAway } from '../poll.ts'
import { watchedOf } from '../rollout/watched.ts'
import { tokenOf } from '../stack/settle.ts'
import { applyStack } from '../stack/stack.ts'
import type { World } from '../world.ts'

export interface Creation {
  readonly config: Config
  readonly action: StackAction
  readonly revision: Revision
  readonly underWay: (isUnderWay: boolean) => void
}

/**
 * @returns why it failed, and its stack is being deleted again; undefined: it is there.
 * @throws Failure CANCELLED or TIMED_OUT; the creation then goes on, and the next run joins it.
 */
export async function* createService(
  world: World,
  { config, action, revision, underWay }: Creation
): Step<Failure | undefined> {
  const { cluster, service: name, serviceStack } = namesOf(config)
  yield { at: 'started', stage: 'service', title: `Create the service with ${revisionName(revision)}` }
  const watched = watchedOf(config, { since: new Date(world.clock.now()), stage: 'service' })
  const collector = collectEvidence(world, { ...watched, isOurs: (task) => task.taskDefinition === revision.arn })
  try {
    yield* applyStack(action, world, { stage: 'service', beside, underWay })
  } catch (error) {
    const failure = yield* collector.causeBehind(asFailure(error))
    if (isOver(failure) || failure.code === 'STACK_BUSY' || failure.code === 'SUPERSEDED') throw failure
    yield* giveUp()
    underWay(false)
    return failure
  }
  await checkRevision()
  yield { at: 'finished', stage: 'service', text: 'created' }
  return undefined

  /** CloudFormation takes the newest revision there is: another run may have registered one meanwhile. */
  async function checkRevision(): Promise<void> {
    const runs = (await unlessAway(() => world.aws.services.describe(cluster, name)))?.taskDefinition
    if (runs === undefined || runs === revision.arn) return
    throw new Failure({
      code: 'SUPERSEDED',
      sentence: `The service was created with ${arnName(runs)}, which another run registered meanwhile.`,
      remedy: 'Run this again if what it deploys is still wanted; `concurrency` in the workflow keeps two runs apart.'
    })
  }

  async function* beside(): Step<Failure | undefined> {
    const service = await unlessAway(() => world.aws.services.describe(cluster, name))
    if (!service) return undefined
    yield* collector.look(service)
    const [deployment] = service.deployments
    const { failFast, failureThreshold } = config.rollout
    const isHopeless = failFast && collector.whyHopeless(failureThreshold) !== undefined
    return isHopeless || deployment?.rolloutState === 'failed' ? collector.diagnose(deployment) : undefined
  }

  /** Deleting is allowed while it is still being created; the platform stays. */
  async function* giveUp(): Step<void> {
    try {
      const state = await world.aws.stacks.describe(serviceStack)
      if (state.at !== 'busy' && state.at !== 'remains') return
      yield { at: 'changed', stage: 'service', text: `removing the stack ${serviceStack}; the platform stays` }
      await world.aws.stacks.remove(state.id, tokenOf(world, 'give-up'))
    } catch (error) {
      yield { at: 'warning', stage: 'service', text: `${asFailure(error).sentence} The next run removes it.` }
    }
  }
}
