// A CloudWatch alarm on the share of 5xx answers, and what ECS makes of it in a deployment (F1.14, F2.5).
import { fail } from './outcome.ts'
import type { Rollout } from './deployment.ts'
import { healthyOf, type Service } from './service.ts'

export interface Alarm {
  state: 'OK' | 'ALARM'
  /** Of the period that is not over. */
  sum: number
  looks: number
}

export const quiet = (): Alarm => ({ state: 'OK', sum: 0, looks: 0 })

/** Once a second. */
export function heed(service: Service): void {
  const { alarm, settings } = service
  if (!settings.alarm) return
  alarm.sum += errorShare(service)
  if (++alarm.looks < settings.alarm.period) return
  alarm.state = alarm.sum / alarm.looks > settings.alarm.share ? 'ALARM' : 'OK'
  alarm.sum = 0
  alarm.looks = 0
}

/** An alarm that is in ALARM before the deployment begins says nothing of it: it is not heeded. */
export const alarmStatus = ({ settings, alarm }: Service): Rollout['alarm'] =>
  settings.alarm && alarm.state === 'OK' ? 'MONITORING' : 'DISABLED'

/** Gives the deployment up; true when it does. */
export function trigger(service: Service, rollout: Rollout): boolean {
  if (rollout.alarm !== 'MONITORING' || service.alarm.state === 'OK') return false
  rollout.alarm = 'TRIGGERED'
  fail(service, rollout, {
    text: 'ECS deployment failed: alarm detected.',
    reason: 'Service deployment rolled back because of one or more alarms in ALARM.',
    goesBack: true
  })
  return true
}

/** By whom the traffic goes to: by weight where it is shifted, by heads where tasks are replaced one by one. */
function errorShare(service: Service): number {
  const [rollout] = service.rollouts
  if (service.settings.strategy.kind !== 'ROLLING' && rollout?.source) {
    const { deployment, source, weight } = rollout
    const own = deployment.revision.app.errors
    return (weight * own + (100 - weight) * source.revision.app.errors) / 100
  }
  const serving = service.deployments.flatMap((deployment) => healthyOf(service, deployment))
  return serving.length === 0 ? 0 : serving.reduce((sum, { app }) => sum + app.errors, 0) / serving.length
}
