// What a look at the service says of our deployment. Pure; counts alone never decide (F2.4, F2.5).
import type { Deployment, Service, ServiceDeployment } from '../model/service.ts'
import { stageText, type Pace } from './stage.ts'

export interface Ours {
  /** `ecs-svc/...` as UpdateService returned it. */
  readonly id: string
  readonly taskDefinition: string
  /** The revision that ran before; absent on a first deployment. */
  readonly before?: string
  /** Whether it was in the service's list; until then it has not arrived there, rather than left it. */
  readonly seen: boolean
}

export type Judgement =
  | { readonly at: 'going-on'; readonly text: string }
  | { readonly at: 'finished' }
  | ({ readonly at: 'rolling-back' | 'rolled-back' | 'failed' } & Said)
  | { readonly at: 'superseded'; readonly by: string }

/** What ECS says of a deployment that it gave up. */
export interface Said {
  readonly reason?: string
  /** Names of CloudWatch alarms that went off. */
  readonly alarms?: readonly string[]
}

export interface Look {
  readonly service: Service
  /** What the service deployment says; absent where it cannot be read. */
  readonly deployment?: ServiceDeployment | undefined
  readonly pace: Pace
}

export function judge(ours: Ours, { service, deployment, pace }: Look): Judgement {
  const own = service.deployments.find(({ id }) => id === ours.id)
  return deployment ? judgeByDeployment(service, deployment, { own, pace }) : judgeByList(ours, service, own)
}

/** Complete, and still the primary one: a newer deployment of somebody else replaces what we brought. */
function finished(service: Service, own: Deployment | undefined): Judgement {
  const primary = primaryOf(service)
  return primary && primary.id !== own?.id ? { at: 'superseded', by: primary.taskDefinition } : { at: 'finished' }
}

const primaryOf = ({ deployments }: Service): Deployment | undefined =>
  deployments.find(({ status }) => status === 'PRIMARY')

function judgeByDeployment(service: Service, deployment: ServiceDeployment, { own, pace }: Known): Judgement {
  const said = saidOf(deployment)
  switch (deployment.status) {
    case 'successful':
      return finished(service, own)
    case 'rolled-back':
      return { at: 'rolled-back', ...said }
    case 'rolling-back':
      return { at: 'rolling-back', ...said }
    case 'rollback-failed':
      return { at: 'failed', ...said }
    case 'stopped':
      return { at: 'superseded', by: service.taskDefinition }
    case 'pending':
    case 'in-progress':
    case 'stopping':
      return { at: 'going-on', text: goingOnText(service, deployment, { own, pace }) }
    case 'unknown':
      return { at: 'going-on', text: `the deployment is in ${deployment.rawStatus}, which is new to us` }
  }
}

interface Known {
  readonly own: Deployment | undefined
  readonly pace: Pace
}

const saidOf = ({ reason, alarms }: ServiceDeployment): Said => ({
  ...(reason !== undefined && { reason }),
  ...(alarms !== undefined && { alarms })
})

function goingOnText(service: Service, deployment: ServiceDeployment, { own, pace }: Known): string {
  const tasks = countText(service, own)
  return stageText(deployment, pace, tasks) ?? tasks
}

/** Without the service-deployments API: our deployment by its id in the service's list. */
function judgeByList(ours: Ours, service: Service, own: Deployment | undefined): Judgement {
  const primary = primaryOf(service)
  const reason = own?.reason === undefined ? {} : { reason: own.reason }
  if (own?.rolloutState === 'completed') return finished(service, own)
  if (own?.rolloutState === 'failed') {
    if (ours.before === undefined) return { at: 'failed', ...reason }
    return primary?.id !== own.id && primary?.rolloutState === 'completed'
      ? { at: 'rolled-back', ...reason }
      : { at: 'rolling-back', ...reason }
  }
  if (own || !primary || !ours.seen) return { at: 'going-on', text: countText(service, own) }
  // Gone from the list: ECS went back, or somebody started a newer one. A forced deployment of the same revision that
  // was rolled back looks like the first.
  if (primary.taskDefinition !== (ours.before ?? ours.taskDefinition)) {
    return { at: 'superseded', by: primary.taskDefinition }
  }
  return primary.rolloutState === 'completed' ? { at: 'rolled-back' } : { at: 'rolling-back' }
}

function countText(service: Service, own: Deployment | undefined): string {
  if (!own) return 'ECS prepares the deployment'
  const others = service.deployments.filter(({ id }) => id !== own.id).reduce((sum, { running }) => sum + running, 0)
  const failed = own.failedTasks > 0 ? `, ${own.failedTasks} failed` : ''
  return `${own.running} of ${own.desired} new tasks running${failed}${others > 0 ? `; ${others} old still there` : ''}`
}
