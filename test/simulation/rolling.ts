// A rolling deployment: as many new tasks as the maximum lets start, as many old ones stopped as the minimum lets go.
import type { Deployment } from './deployment.ts'
import { launch, say, stop, wantedOf, type Service } from './service.ts'
import { isHealthy, isWanted, type Task } from './task.ts'

/** One step of the scheduler. */
export function roll(service: Service, primary: Deployment): void {
  const { desired, settings, tasks } = service
  const wanted = tasks.filter(isWanted)
  const own = wantedOf(service, primary)
  if (own.length > desired) {
    stop(service, own.slice(desired), scaling(primary))
    return
  }
  // The minimum rounds up, the maximum down (F1.14). Tasks that drain do not count.
  const most = Math.floor((desired * settings.maximumPercent) / 100)
  launch(service, primary, Math.min(desired - own.length, Math.max(0, most - wanted.length)))

  const least = Math.ceil((desired * settings.minimumPercent) / 100)
  const isWell = (task: Task): boolean => isHealthy(task, settings)
  const old = wanted.filter(({ startedBy }) => startedBy !== primary.id)
  const spare = Math.max(0, wanted.filter(isWell).length - least)
  // One that serves goes only when enough others do; one that does not serve is missed by nobody.
  const unwell = own.length > 0 ? old.filter((task) => !isWell(task)) : []
  stop(service, [...old.filter(isWell).slice(0, spare), ...unwell], scaling(primary))
  const isStuck = own.length < desired && most <= wanted.length && spare === 0 && wanted.every(isWell)
  if (isStuck && !service.events[0]?.message.endsWith(stuck)) say(service, stuck)
}

/** Neither may one start nor one stop (F1.14). */
const stuck =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
  'Update the minimumHealthyPercent or maximumPercent value and try again.'

export const scaling = ({ id }: Deployment): string => `Scaling activity initiated by (deployment ${id})`
