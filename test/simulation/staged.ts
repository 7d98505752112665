// A deployment whose new tasks stand beside the old ones while traffic is shifted, stage by stage (F1.14, F2.5).
import { reach, type Deployment, type Rollout } from './deployment.ts'
import { complete, fail, markRolledBack } from './outcome.ts'
import { scaling } from './rolling.ts'
import { healthyOf, isSettled, launch, stop, tasksOf, wantedOf, type Service } from './service.ts'
import { stages } from './settings.ts'
import { isAlive } from './task.ts'
import { bakeOf, stepsOf } from './traffic.ts'

/** Stages in which nothing is waited for take so many seconds. */
const passing = 5

export function advance(service: Service, rollout: Rollout): void {
  const { deployment, source } = rollout
  const at = stages.indexOf(rollout.stage)
  if (source && rollout.stage !== 'CLEAN_UP') keep(service, source)
  if (at >= stages.indexOf('SCALE_UP')) keep(service, deployment)
  clear(service, rollout.stage === 'CLEAN_UP' ? [deployment] : [deployment, ...(source ? [source] : [])])
  if (isHeld(service, rollout) || !isStageOver(service, rollout)) return
  const next = stages[at + 1]
  if (!next) {
    complete(service, rollout)
    return
  }
  reach(rollout, next, service.time.now())
  if (next === 'PRODUCTION_TRAFFIC_SHIFT') rollout.steps = [...stepsOf(service.settings.strategy)]
  if (next === 'CLEAN_UP' && rollout.alarm === 'MONITORING') rollout.alarm = 'MONITORING_COMPLETE'
}

/** All traffic to the earlier tasks as soon as there are enough of them; the new ones go only then. */
export function goBack(service: Service, rollout: Rollout): void {
  const { source, deployment } = rollout
  const back = service.deployments.find(({ status }) => status === 'PRIMARY') ?? source
  if (!back) return
  keep(service, back)
  const isBack = healthyOf(service, back).length >= service.desired
  if (isBack) rollout.weight = 0
  clear(service, isBack ? [back] : [back, deployment])
  if (isSettled(service)) markRolledBack(service, rollout)
}

function isStageOver(service: Service, rollout: Rollout): boolean {
  const { deployment, source } = rollout
  const since = (service.time.now() - rollout.stageSince) / 1000
  switch (rollout.stage) {
    case 'RECONCILE_SERVICE':
      return service.deployments
        .filter((each) => each !== deployment && each !== source)
        .every((each) => !tasksOf(service, each).some(isAlive))
    case 'SCALE_UP':
      return healthyOf(service, deployment).length >= service.desired
    case 'PRODUCTION_TRAFFIC_SHIFT':
      return isShifted(service, rollout)
    case 'BAKE_TIME':
      return since >= bakeOf(service.settings.strategy)
    case 'CLEAN_UP':
      return isSettled(service)
    default:
      return since >= passing
  }
}

function isShifted(service: Service, rollout: Rollout): boolean {
  const now = service.time.now()
  const [step, ...others] = rollout.steps
  if (step && now >= rollout.nextStep) {
    rollout.weight = step.percent
    rollout.steps = others
    rollout.nextStep = now + step.wait * 1000
  }
  return rollout.steps.length === 0
}

/** A pause hook: somebody must say that it goes on, and not too late (F1.14, F2.5). */
function isHeld(service: Service, rollout: Rollout): boolean {
  const { pause } = service.settings
  if (pause?.at !== rollout.stage) return false
  const now = service.time.now()
  rollout.hook ??= { id: 'hook-1', status: 'AWAITING_ACTION', since: now }
  const { hook } = rollout
  if (hook.status === 'SUCCEEDED') return false
  const waited = (now - hook.since) / 1000
  if (waited >= (pause.continuedAfter ?? Infinity)) {
    hook.status = 'SUCCEEDED'
    return false
  }
  if (waited >= pause.timeout) {
    hook.status = 'TIMED_OUT'
    const reason = `Service deployment rolled back because a lifecycle hook timed out at ${rollout.stage}.`
    fail(service, rollout, { text: 'ECS deployment failed: lifecycle hook timed out.', reason, goesBack: true })
  }
  return true
}

function keep(service: Service, deployment: Deployment): void {
  const own = wantedOf(service, deployment)
  if (own.length > service.desired) stop(service, own.slice(service.desired), scaling(deployment))
  else launch(service, deployment, service.desired - own.length)
}

function clear(service: Service, kept: readonly Deployment[]): void {
  const [by] = kept
  if (!by) return
  const others = service.tasks.filter(({ startedBy }) => !kept.some(({ id }) => id === startedBy))
  stop(service, others, scaling(by))
}
