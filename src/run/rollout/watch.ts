// Watches a deployment that was started, to its end.
import { asFailure } from '../../model/failure.ts'
import type { Progress, Step } from '../../model/progress.ts'
import { primaryOf, type Service, type Task } from '../../model/service.ts'
import { collectEvidence } from '../evidence/evidence.ts'
import { isOver, poll } from '../poll.ts'
import type { World } from '../world.ts'
import type { Rollout } from './begin.ts'
import { openBreaker, type GiveUp } from './breaker.ts'
import { comebackReader } from './comeback.ts'
import { doubtIn } from './doubt.ts'
import { follow, type Look } from './follow.ts'
import type { Judgement, Said } from './judge.ts'
import { isScaledUp } from './lifecycle.ts'
import { backText, explained, interrupted, superseded, type Outcome } from './outcome.ts'
import type { Outlook } from './outlook.ts'
import type { Watched } from './watched.ts'

/** What is told to go back may be back at once, and what could not be read is soon read again. */
const soonMs = 1_000

/** How often tasks that may still end are looked at. */
const doubtMs = 2_500

/** Healthy tasks that the load balancer does not call healthy after this long never will be. */
const targetPatienceMs = 120_000

/**
 * @param giveUp absent: ECS alone decides.
 * @throws Failure CANCELLED or TIMED_OUT with what was seen; the deployment goes on.
 */
export async function* watch(world: World, rollout: Rollout, watched: Watched, giveUp?: GiveUp): Step<Outcome> {
  const { stage } = watched
  const isOurs = (task: Task): boolean =>
    task.taskDefinition === rollout.taskDefinition &&
    (task.startedBy === rollout.id || !task.startedBy?.startsWith('ecs-svc/'))
  const collector = collectEvidence(world, { ...watched, isOurs })
  const comeback = comebackReader(world, rollout, watched)
  const breaker = openBreaker(giveUp)
  const { unwell, failures } = collector
  /** `isWayBack`: ECS could not be told to go back: the earlier version is rolled out, and that is what is watched. */
  let followed = { look: follow(world, rollout, watched, { isOurs, unwell, failures }), isWayBack: false }
  let interval = 0
  /** What was told last. */
  let last = ''
  let isUp = false
  /** Since when ECS is done although we are not content, and how many tasks of ours had failed by then. */
  let done: { readonly at: number; readonly failures: number } | undefined
  /** Tasks that were wanted: what autoscaling adds meanwhile, the earlier version need not have as well. */
  let least = Infinity

  try {
    const looks = poll(
      () => followed.look(),
      world,
      () => interval
    )
    for (;;) {
      const { value: seen } = await looks.next()
      interval = seen.interval
      least = Math.min(least, seen.service.desired)
      const counted = failures()
      yield* keep(seen)
      const outcome = yield* weigh(seen, failures() === counted)
      if (outcome) return outcome
    }
  } catch (error) {
    const failure = asFailure(error)
    throw isOver(failure) ? interrupted(failure, watched.strategy, last, collector.diagnose()) : error
  }

  /** What is seen of tasks and targets is kept while it can be seen. */
  async function* keep({ service, deployment, judgement, problem, health, complaints }: Look): Step<void> {
    for (const text of complaints) yield { at: 'warning', stage, text }
    if (!isUp && isScaledUp(deployment)) {
      isUp = true
      yield { at: 'reached', stage, moment: 'all-healthy' }
    }
    const isDone = problem !== undefined || judgement.at === 'finished'
    const targets = isDone ? health?.groups.flatMap((group) => group.targets) : undefined
    if (problem !== undefined || isWorthIt(judgement)) yield* collector.look(service, deployment, targets)
    if (collector.isDue()) interval = Math.min(interval, soonMs)
    if (isDone) done ??= { at: world.clock.now(), failures: failures() }
  }

  /** At the end only for want of any cause: what is known need not be asked for. */
  function isWorthIt({ at }: Judgement): boolean {
    const isBad = at === 'rolled-back' || at === 'failed'
    return isBad ? failures() === 0 : at !== 'superseded'
  }

  /** @param isNow no task was seen to fail since its words were counted. @returns undefined: it goes on. */
  async function* weigh(seen: Look, isNow: boolean): Step<Outcome | undefined> {
    const { judgement, problem } = seen
    if (problem !== undefined && !isHopeless(judgement)) return yield* tell(problem)
    switch (judgement.at) {
      case 'going-on':
        return yield* goOn(seen, judgement, isNow)
      case 'finished':
        return yield* believe(seen, judgement)
      case 'rolling-back':
        return yield* goBack(seen, judgement)
      case 'rolled-back':
      case 'failed': {
        const failure = explained(collector.diagnose(breaker.news(judgement)), problem)
        return { at: followed.isWayBack || problem !== undefined ? 'failed' : judgement.at, failure }
      }
      case 'superseded':
        return { at: 'superseded', failure: superseded(judgement.by) }
    }
  }

  async function* goOn({ service }: Look, { text, usual }: Outlook, isNow: boolean): Step<undefined> {
    const back = isPrimary(service) ? yield* breaker.look(collector.whyHopeless, stage) : undefined
    if (back) interval = soonMs
    if (back?.by === 'update') {
      const isOfWay = (task: Task): boolean => task.taskDefinition === back.rollout.taskDefinition
      const look = follow(world, back.rollout, watched, { isOurs: isOfWay, unwell: () => undefined, failures: () => 0 })
      followed = { look, isWayBack: true }
    }
    return isNow ? yield* tell(text, usual) : undefined
  }

  /** What ECS calls done. */
  function* believe({ health, wanted, problem }: Look, judgement: Judgement): Generator<Progress, Outcome | undefined> {
    if (problem !== undefined) return { at: 'failed', failure: collector.diagnose({ reason: problem }) }
    if (followed.isWayBack) return { at: 'rolled-back', failure: collector.diagnose() }
    const running = health?.tasks.filter(isOurs) ?? []
    const doubt = doubtIn(running, collector.ended(), { wanted, now: world.clock.now() })
    if (doubt === undefined) return { at: 'finished' }
    if (isHopeless(judgement)) return { at: 'failed', failure: collector.diagnose({ reason: doubt }) }
    interval = doubtMs
    return yield* tell(doubt)
  }

  async function* goBack({ service, deployment }: Look, said: Said): Step<Outcome | undefined> {
    // What failed is told to the end first; by the list alone, one that ECS only stopped is still the primary one.
    const isTurned = !followed.isWayBack && (deployment !== undefined || !isPrimary(service))
    if (!isTurned || !collector.isComplete() || !(await comeback(service, deployment, least)))
      return yield* tell(backText(breaker.news(said)))
    yield { at: 'changed', stage, text: 'the earlier version serves alone; the last tasks of this one drain' }
    return { at: 'rolled-back', failure: collector.diagnose(breaker.news(said)) }
  }

  /** @param usual said behind it, without being news by itself. */
  function* tell(text: string, usual = ''): Generator<Progress, undefined> {
    const at = text === last ? 'waiting' : 'changed'
    last = text
    yield { at, stage, text: text + usual }
  }

  /** What ECS has taken back already, or somebody replaced, is not ours to take back. */
  function isPrimary(service: Service): boolean {
    return primaryOf(service)?.id === rollout.id
  }

  /** What fails after ECS called it done, no circuit breaker takes back. */
  function isHopeless({ at }: Judgement): boolean {
    if (!done) return false
    const hasFailed = at === 'finished' && !followed.isWayBack && failures() > done.failures
    return hasFailed || world.clock.now() - done.at > targetPatienceMs
  }
}
