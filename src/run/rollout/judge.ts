// What a look at the service says of our deployment. Pure; counts alone never decide (F2.4, F2.5).
import { present } from '../../model/present.ts'
import { deploymentIn, primaryOf, type Deployment, type Service, type ServiceDeployment } from '../../model/service.ts'
import type { Outlook } from './outlook.ts'
import type { Presence } from './presence.ts'
import { stageText, type Pace } from './lifecycle.ts'

export interface Ours {
  /** `ecs-svc/...` as UpdateService returned it. */
  readonly id: string
  readonly taskDefinition: string
  /** The revision that ran before; absent on a first deployment. */
  readonly before?: string
  /** When it began, by AWS's clock. */
  readonly began?: Date
}

export type Judgement =
  | ({ readonly at: 'going-on' } & Outlook)
  | { readonly at: 'finished' }
  | ({ readonly at: 'rolling-back' | 'rolled-back' | 'failed' } & Said)
  | { readonly at: 'superseded'; readonly by: string }

/** What ECS says of a deployment that it gave up. */
export interface Said {
  readonly reason?: string
  /** Names of CloudWatch alarms that went off. */
  readonly alarms?: readonly string[]
}

export interface Sight {
  readonly service: Service
  /** What the service deployment says; absent where it cannot be read. */
  readonly deployment?: ServiceDeployment | undefined
  readonly presence: Presence
  readonly pace: Pace
  readonly outlook: Outlook
}

/** So long a service that still calls a stopped or failed deployment its primary one may only lag behind. */
const lagSeconds = 15

/** ECS first asks a deployment that is replaced to stop (F2.3). */
const replacedSeconds = 3

export function judge(ours: Ours, sight: Sight): Judgement {
  const own = deploymentIn(sight.service, ours.id)
  return sight.deployment ? judgeByDeployment(ours, sight, sight.deployment, own) : judgeByList(ours, sight, own)
}

/** Complete, and still the primary one: a newer deployment of somebody else replaces what we brought. */
function finished(ours: Ours, { service, presence }: Sight, own: Deployment | undefined): Judgement {
  const primary = primaryOf(service)
  if (!primary || primary.id === own?.id) return { at: 'finished' }
  if (own || presence.gone || isFromOthers(ours, primary, presence)) {
    return { at: 'superseded', by: primary.taskDefinition }
  }
  return { at: 'going-on', text: 'ECS is done; the service does not show it yet' }
}

function judgeByDeployment(
  ours: Ours,
  sight: Sight,
  deployment: ServiceDeployment,
  own: Deployment | undefined
): Judgement {
  const said = saidOf(deployment)
  switch (deployment.status) {
    case 'successful':
      return finished(ours, sight, own)
    case 'rolled-back':
      return { at: 'rolled-back', ...said }
    case 'rolling-back':
      return { at: 'rolling-back', ...said }
    case 'rollback-failed':
      return { at: 'failed', ...said }
    case 'stopped':
      return stopped(sight, own, said)
    case 'pending':
    case 'in-progress':
    case 'stopping':
      return { at: 'going-on', ...outlookOf(sight, deployment) }
    case 'unknown':
      return { at: 'going-on', text: `the deployment is in ${deployment.rawStatus}, which is new to us` }
  }
}

/** By a newer deployment, or by a circuit breaker that does not go back: then nothing takes ours' place (F2.6). */
function stopped({ service, pace }: Sight, own: Deployment | undefined, said: Said): Judgement {
  if (own?.status !== 'PRIMARY') return { at: 'superseded', by: service.taskDefinition }
  if (own.rolloutState === 'failed' || pace.seconds >= lagSeconds) return { at: 'failed', ...said }
  return { at: 'going-on', text: 'the deployment was stopped; what comes after it is not told yet' }
}

const saidOf = ({ reason, alarms }: ServiceDeployment): Said => present({ reason, alarms })

function outlookOf({ pace, outlook }: Sight, deployment: ServiceDeployment): Outlook {
  const text = stageText(deployment, pace, outlook.text)
  return text === undefined ? outlook : { text }
}

/**
 * Without the service-deployments API: our deployment by its id in the service's list. The first row that fits:
 *
 * | ours                            | the primary one                 | judgement                                 |
 * | ------------------------------- | ------------------------------- | ----------------------------------------- |
 * | complete                        | any                             | as `finished` says                        |
 * | any                             | none                            | going on                                  |
 * | not there, and perhaps not yet  | not one that came after ours    | going on                                  |
 * | the primary one                 |                                 | going on; failed: rolling back or failed  |
 * | any                             | of another revision than before | superseded, after some seconds            |
 * | there, not failed               | of before, not to roll back     | superseded, after some seconds            |
 * | any                             | of before                       | rolling back; back when it is complete    |
 */
function judgeByList(ours: Ours, sight: Sight, own: Deployment | undefined): Judgement {
  const { service, presence, pace, outlook } = sight
  const primary = primaryOf(service)
  if (own?.rolloutState === 'completed') return finished(ours, sight, own)
  const isForeign = isFromOthers(ours, primary, presence)
  if (!primary || (!own && !presence.gone && !isForeign)) return { at: 'going-on', ...outlook }
  const { reason, rolloutState } = own ?? presence.last ?? {}
  const said = reason === undefined || rolloutState !== 'failed' ? {} : { reason }
  if (primary.id === own?.id) {
    if (own.rolloutState !== 'failed') return { at: 'going-on', ...outlook }
    const hasWayBack = ours.before !== undefined && pace.seconds < lagSeconds
    return { at: hasWayBack ? 'rolling-back' : 'failed', ...said }
  }
  // Another one is primary: ECS went back, or somebody started a newer one. A forced deployment of the same revision that
  // was rolled back looks like the first; one that was not given up and is still there was replaced.
  const isBack = primary.taskDefinition === (ours.before ?? ours.taskDefinition)
  if (!isBack || (own && rolloutState !== 'failed' && !goesBack(primary))) {
    if (pace.seconds < replacedSeconds) return { at: 'going-on', text: 'a newer deployment was started over this one' }
    return { at: 'superseded', by: primary.taskDefinition }
  }
  return { at: primary.rolloutState === 'completed' ? 'rolled-back' : 'rolling-back', ...said }
}

/** No old look has one that came after ours: neither what ran before, nor what we brought. */
function isFromOthers(ours: Ours, primary: Deployment | undefined, { last }: Presence): boolean {
  if (!primary || primary.taskDefinition === ours.before) return false
  if (primary.began && ours.began) return primary.began > ours.began
  return last !== undefined || (ours.before !== undefined && primary.taskDefinition !== ours.taskDefinition)
}

/** As ECS words it (F2.4). */
const goesBack = ({ reason = '' }: Deployment): boolean => /rolling back/i.test(reason)
