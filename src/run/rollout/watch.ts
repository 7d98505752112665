// Watches a deployment that was started, to its end.
import { asFailure, Failure, retold } from '../../model/failure.ts'
import type { Progress, Step } from '../../model/progress.ts'
import { arnName } from '../../model/names.ts'
import type { Service, Task } from '../../model/service.ts'
import { bakeOf } from '../../model/timing.ts'
import { doubtIn } from './doubt.ts'
import { openBreaker, type GiveUp } from './breaker.ts'
import { comebackReader } from './comeback.ts'
import { collectEvidence } from '../evidence/evidence.ts'
import { follow } from './follow.ts'
import type { Judgement, Ours, Said } from './judge.ts'
import { isOver, poll } from '../poll.ts'
import { isScaledUp } from './lifecycle.ts'
import type { Watched } from './watched.ts'
import type { World } from '../world.ts'

export interface Rollout extends Ours {
  /** Where UpdateService returned it. */
  readonly serviceDeployment?: string
  /** The one before ours: what a service says that has not heard of ours yet. */
  readonly earlierDeployment?: string
  /** Absent: ECS alone decides. */
  readonly giveUp?: GiveUp
}

export type Outcome =
  { readonly at: 'finished' } | { readonly at: 'rolled-back' | 'failed' | 'superseded'; readonly failure: Failure }

/** What is told to go back may be back at once, and what could not be read is soon read again. */
const soonMs = 1_000

/** How often tasks that may still end are looked at. */
const doubtMs = 2_500

/** Healthy tasks that the load balancer does not call healthy after this long never will be. */
const targetPatienceMs = 120_000

/** @throws Failure CANCELLED or TIMED_OUT with what was seen; the deployment goes on. */
export async function* watch(world: World, rollout: Rollout, watched: Omit<Watched, 'isOurs'>): Step<Outcome> {
  const { stage } = watched
  const isOurs = (task: Task): boolean =>
    task.taskDefinition === rollout.taskDefinition &&
    (task.startedBy === rollout.id || !task.startedBy?.startsWith('ecs-svc/'))
  const collector = collectEvidence(world, { ...watched, isOurs })
  const { unwell } = collector
  let look = follow(world, rollout, watched, { isOurs, unwell })
  let last = ''
  let interval = 0
  /** Since when ECS is done although we are not content, and how many tasks of ours had failed by then. */
  let done: { readonly at: number; readonly failures: number } | undefined
  /** Tasks that were wanted: what autoscaling adds meanwhile, the earlier version need not have as well. */
  let least = Infinity
  const comeback = comebackReader(world, rollout, watched)
  const breaker = openBreaker(rollout.giveUp)
  /** ECS could not be told to go back: the earlier version is rolled out, and that is what is watched. */
  let isWayBack = false
  let isUp = false

  try {
    for await (const { judgement, problem, ...seen } of poll(
      () => look(),
      world,
      () => interval
    )) {
      ;({ interval } = seen)
      least = Math.min(least, seen.service.desired)
      for (const text of seen.complaints) yield { at: 'warning', stage, text }
      if (!isUp && isScaledUp(seen.deployment)) {
        isUp = true
        yield { at: 'reached', stage, moment: 'all-healthy' }
      }
      const isDone = problem !== undefined || judgement.at === 'finished'
      const targets = isDone ? seen.health?.groups.flatMap((group) => group.targets) : undefined
      if (problem !== undefined || isWorthIt(judgement)) yield* collector.look(seen.service, seen.deployment, targets)
      if (collector.isDue()) interval = Math.min(interval, soonMs)
      if (isDone) done ??= { at: world.clock.now(), failures: collector.failures() }
      if (problem !== undefined && !isHopeless(judgement)) {
        yield told(problem)
        continue
      }
      switch (judgement.at) {
        case 'going-on': {
          const back = isPrimary(seen.service) ? yield* breaker.look(collector.whyHopeless, stage) : undefined
          if (back) interval = soonMs
          if (back?.by === 'update') {
            const { rollout: way } = back
            const isBack = (task: Task): boolean => task.taskDefinition === way.taskDefinition
            look = follow(world, way, watched, { isOurs: isBack, unwell: () => undefined })
            isWayBack = true
          }
          yield told(judgement.text, judgement.usual)
          break
        }
        case 'finished': {
          if (problem !== undefined) return { at: 'failed', failure: collector.diagnose({ reason: problem }) }
          if (isWayBack) return { at: 'rolled-back', failure: collector.diagnose() }
          const running = seen.health?.tasks.filter(isOurs) ?? []
          const doubt = doubtIn(running, collector.ended(), { wanted: seen.wanted, now: world.clock.now() })
          if (doubt === undefined) return { at: 'finished' }
          if (isHopeless(judgement)) return { at: 'failed', failure: collector.diagnose({ reason: doubt }) }
          yield told(doubt)
          interval = doubtMs
          break
        }
        case 'rolling-back': {
          // What failed is told to the end first; by the list alone, one that ECS only stopped is still the primary one.
          const isBack = !isWayBack && (seen.deployment !== undefined || !isPrimary(seen.service))
          if (isBack && collector.isComplete() && (await comeback(seen.service, seen.deployment, least))) {
            yield { at: 'changed', stage, text: 'the earlier version serves alone; the last tasks of this one drain' }
            return { at: 'rolled-back', failure: explain(judgement, undefined) }
          }
          yield told(backText(judgement))
          break
        }
        case 'rolled-back':
        case 'failed':
          return {
            at: isWayBack || problem !== undefined ? 'failed' : judgement.at,
            failure: explain(judgement, problem)
          }
        case 'superseded':
          return { at: 'superseded', failure: superseded(judgement.by) }
      }
    }
  } catch (error) {
    const failure = asFailure(error)
    throw isOver(failure) ? interrupted(failure) : error
  }
  throw new Error('unreachable')

  /** @param usual said behind it, without being news by itself. */
  function told(text: string, usual = ''): Progress {
    const at = text === last ? 'waiting' : 'changed'
    last = text
    return { at, stage, text: text + usual }
  }

  /** What ECS has taken back already, or somebody replaced, is not ours to take back. */
  function isPrimary({ deployments }: Service): boolean {
    return deployments.some(({ id, status }) => id === rollout.id && status === 'PRIMARY')
  }

  /** At the end only for want of any cause: what is known need not be asked for. */
  function isWorthIt({ at }: Judgement): boolean {
    if (at === 'going-on' || at === 'rolling-back') return true
    return at === 'finished' || ((at === 'rolled-back' || at === 'failed') && collector.failures() === 0)
  }

  /** What fails after ECS called it done, no circuit breaker takes back. */
  function isHopeless({ at }: Judgement): boolean {
    if (!done) return false
    const hasFailed = at === 'finished' && !isWayBack && collector.failures() > done.failures
    return hasFailed || world.clock.now() - done.at > targetPatienceMs
  }

  function explain(judgement: Said, problem: string | undefined): Failure {
    const failure = collector.diagnose(judgement)
    if (problem === undefined) return failure
    const more = `ECS went back, but the earlier version is not healthy: ${problem}.`
    return retold(failure, { sentence: `${failure.sentence} ${more}` })
  }

  function interrupted(failure: Failure): Failure {
    const { code, sentence, remedy } = failure
    const now = last === '' ? '' : ` It was at: ${last.replace(/\.$/, '')}.`
    const waits = code === 'TIMED_OUT' ? bakeOf(watched.strategy) : undefined
    const more = waits ? ` The waits of \`strategy: ${watched.strategy.kind}\` alone take ${waits.sum} s.` : ''
    const cause = collector.diagnose()
    const { evidence, logLink } = cause
    const seen = { evidence, ...(logLink !== undefined && { logLink }) }
    if (code === 'TIMED_OUT' && cause.code !== 'ROLLED_BACK') {
      return retold(failure, { sentence: `${sentence}${now} ${cause.sentence}`, remedy: cause.remedy, ...seen })
    }
    return retold(failure, { sentence: sentence + now, remedy: remedy + more, ...seen })
  }
}

function backText({ reason, alarms }: Said): string {
  const why = alarms ? `the alarm ${alarms.join(', ')} went off` : reason
  return `ECS goes back to the earlier version${why ? `: ${why}` : ''}`
}

const superseded = (by: string): Failure =>
  new Failure({
    code: 'SUPERSEDED',
    sentence: `Somebody started a newer deployment over this one; ${arnName(by)} is rolled out now.`,
    remedy: 'Look at the run that started it. With a `concurrency` group in the workflow, runs wait for one another.'
  })
