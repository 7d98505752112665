// What in a look at a service says that a task may have failed: only then are its tasks read (F5.4).
import { primaryOf, type Service, type ServiceDeployment } from '../../model/service.ts'

/** @param since events before it say nothing of this rollout. @returns whether the tasks are worth a look. */
export function signReader(since: Date): (service: Service, deployment: ServiceDeployment | undefined) => boolean {
  let last = keyOf('', 0)
  let before: Crew | undefined
  return (service, deployment) => {
    const trouble = service.events.find(({ time, message }) => time >= since && /unhealthy|unable|fail/i.test(message))
    const listed = service.deployments.reduce((sum, { failedTasks }) => sum + failedTasks, 0)
    const key = keyOf(trouble?.id ?? '', Math.max(listed, deployment?.failures?.count ?? 0))
    const crew = crewOf(service, deployment)
    // The next one may be on its way before we look again: then only fewer run.
    const hasLeft =
      crew?.id === before?.id && (isLess(crew?.size, before?.size) || isLess(crew?.running, before?.running))
    const isSign = key !== last || hasLeft
    last = key
    before = crew
    return isSign
  }
}

/** Tasks of one deployment that run or are about to. */
interface Crew {
  readonly id: string
  readonly size: number
  readonly running: number
}

const isLess = (now = 0, before = 0): boolean => now < before

/** Of one that goes back the tasks leave anyhow. */
function crewOf({ deployments }: Service, deployment: ServiceDeployment | undefined): Crew | undefined {
  if (deployment?.tasks) {
    const { running, pending } = deployment.tasks
    return deployment.status === 'in-progress' || deployment.status === 'successful'
      ? { id: deployment.arn, size: running + pending, running }
      : undefined
  }
  const primary = primaryOf({ deployments })
  return primary && { id: primary.id, size: primary.running + primary.pending, running: primary.running }
}

const keyOf = (event: string, failed: number): string => `${event} ${failed}`
