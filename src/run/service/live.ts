// A release onto a service that exists (docs/decisions/0003).
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { JsonObject } from '../../model/json.ts'
import { namesOf } from '../../model/names.ts'
import type { RegionPlan } from '../../model/plan.ts'
import { present } from '../../model/present.ts'
import type { Step } from '../../model/progress.ts'
import { movesPort, revisionName, sameContent, type Revision } from '../../model/revision.ts'
import { groupsOf, isAtRest, primaryOf, type Service } from '../../model/service.ts'
import type { StackAction, StackRequest } from '../../model/stack.ts'
import { changeService } from './change.ts'
import type { Ledger } from '../revision/ledger.ts'
import { answered } from '../poll.ts'
import { outcomeText } from '../rollout/outcome.ts'
import { rollOut, type RolloutEnd } from '../rollout/rollout.ts'
import { watch } from '../rollout/watch.ts'
import { watchedOf } from '../rollout/watched.ts'
import type { World } from '../world.ts'

export interface Live {
  readonly service: Service
  /** What it runs. */
  readonly running: Revision
}

export interface Release {
  readonly config: Config
  readonly plan: Pick<RegionPlan, 'copy' | 'force'>
  readonly definition: JsonObject
  /** Of a rollback: the revision that is brought back. */
  readonly restores?: Revision
  /** What the service stack needs. */
  readonly action: StackAction
  /** What a change of the strategy goes by; absent where the stack stays as it is. */
  readonly between?: StackRequest
  /** The service stack as it stands. */
  readonly outputs: Readonly<Record<string, string>>
  readonly ledger: Ledger
}

export interface Released {
  readonly end:
    | RolloutEnd
    | { readonly at: 'unchanged' }
    /** A first creation failed; its stack is being deleted. */
    | { readonly at: 'removed'; readonly failure: Failure }
  readonly revision: Revision
}

export interface Touching extends Release {
  /** Told before what serves is touched. */
  readonly touching: () => void
}

export async function* releaseLive(world: World, live: Live, { touching, ...release }: Touching): Step<Released> {
  const { config, plan, definition, restores, action, between, ledger } = release
  const same = sameContent(definition, live.running.definition)
  const judgedBy = same ? config : asAsked(config, release.outputs.HealthCheck)
  // A port that moves goes with the rollout; the template then says what already runs. Another health check waits for the
  // version that it is meant for: the one that serves may not pass it (docs/decisions/0016).
  const comesLast = judgedBy !== config || movesPort(definition, live.running.definition)
  if (judgedBy !== config) {
    const text =
      `The load balancer goes on asking for ${healthCheck(judgedBy)} until the new version serves, ` +
      `then for ${healthCheck(config)}.`
    yield { at: 'changed', stage: 'service', text }
  }
  const { service, running } = comesLast ? live : yield* updateStack()

  if (same && !plan.force) return { revision: running, end: yield* verify() }
  const registered = restores ? ledger.restore(restores) : ledger.register(definition)
  const revision = same && running.active ? running : yield* registered
  touching()
  const end = yield* rollOut(world, { config: judgedBy, service, revision, running })
  if (comesLast && end.at === 'finished') yield* updateStack()
  return { revision, end }

  /** @returns what runs afterwards: CloudFormation may have brought the copy. */
  async function* updateStack(): Step<Live> {
    if (action.do === 'nothing' || !between) return live
    if (plan.copy.do === 'copy' && !comesLast) {
      yield {
        at: 'warning',
        stage: 'service',
        text: `The newest ACTIVE revision is not what runs (${revisionName(plan.copy.of)}); a copy of what runs is registered first.`
      }
      yield* ledger.copy(plan.copy.of)
    }
    touching()
    yield { at: 'started', stage: 'service', title: 'Service, target group and records' }
    yield* changeService(world, { config, action, between, underWay: ledger.hold })
    yield { at: 'finished', stage: 'service', text: 'as asked for' }
    return (await lookAt(world, config)) ?? live
  }

  /** Nothing to roll out: is what runs healthy, or still on its way? */
  async function* verify(): Step<Released['end']> {
    if (await isSettled(world, service)) return { at: 'unchanged' }
    const primary = primaryOf(service)
    if (!primary) return { at: 'unchanged' }
    yield { at: 'started', stage: 'rollout', title: `Watch ${revisionName(running)}` }
    // When it fails it is let go as if it were ours: the run that made it is gone.
    ledger.adopt(running)
    const before = service.deployments.find(({ status }) => status === 'ACTIVE')?.taskDefinition
    // By the service's list alone: what the service calls its current deployment may be one that went back to this.
    const { currentServiceDeployment: current } = service
    const seen = {
      id: primary.id,
      taskDefinition: primary.taskDefinition,
      ...present({ before, earlierDeployment: current })
    }
    const end = yield* watch(world, seen, watchedOf(config, { since: new Date(world.clock.now()), stage: 'rollout' }))
    yield { at: 'finished', stage: 'rollout', text: outcomeText(end) }
    return end.at === 'finished' ? { at: 'unchanged' } : end
  }
}

/** @returns undefined when there is no service. */
export async function lookAt(world: World, config: Config): Promise<Live | undefined> {
  const { services, revisions } = world.aws
  const names = namesOf(config)
  const service = await answered(() => services.describe(names.cluster, names.service), world)
  return service && { service, running: await answered(() => revisions.describe(service.taskDefinition), world) }
}

/** As the output of the service stack says it. */
const healthCheck = ({ health }: Config): string => `${health.path} ${health.codes}`

/** @returns `config` itself where nothing else is asked for. */
export function asAsked(config: Config, asks = healthCheck(config)): Config {
  if (asks === healthCheck(config)) return config
  const [path = '', codes = ''] = asks.split(' ')
  return { ...config, health: { ...config.health, path, codes } }
}

/** One deployment, complete, all of its tasks there and every target healthy. */
async function isSettled(world: World, service: Service): Promise<boolean> {
  const { desired, running } = service
  if (!isAtRest(service) || running !== desired) return false
  const groups = groupsOf(service)
  if (groups.length === 0) return true
  const found = await Promise.all(groups.map((group) => answered(() => world.aws.targets.health(group), world)))
  const targets = found.flat().filter(({ state }) => state !== 'draining')
  return targets.length >= desired && targets.every(({ state }) => state === 'healthy')
}
