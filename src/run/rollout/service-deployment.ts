// Reads the service deployment that is ours, where the API and our role let us (F2.5).
import { asFailure } from '../../model/failure.ts'
import { primaryOf, type Service, type ServiceDeployment } from '../../model/service.ts'
import { answered } from '../poll.ts'
import type { Rollout } from './begin.ts'
import type { World } from '../world.ts'

export interface DeploymentReader {
  /** Absent where it is unknown, gone or not allowed; the service's own list has to do then. */
  readonly read: () => Promise<ServiceDeployment | undefined>
  /** The service may name it only later than UpdateService answers. */
  readonly learn: (service: Service) => void
  /** Why it is done without; told once. */
  readonly complaint: () => string | undefined
}

export function deploymentReader(world: World, rollout: Rollout): DeploymentReader {
  let arn = rollout.serviceDeployment
  let denied = false
  let complaint: string | undefined
  return {
    read: async () => {
      if (arn === undefined || denied) return undefined
      const wanted = arn
      try {
        return await answered(() => world.aws.looks.services.deployment(wanted), world)
      } catch (error) {
        const { code, sentence } = asFailure(error)
        if (code !== 'ACCESS_DENIED') throw error
        denied = true
        complaint = `${sentence} The service's list of deployments has to do.`
        return undefined
      }
    },
    learn: (service) => {
      // What UpdateService named may be one that somebody began just before ours.
      arn = serviceDeploymentOf(rollout, service) ?? arn
    },
    complaint: () => {
      const told = complaint
      complaint = undefined
      return told
    }
  }
}

/** What the service calls its current deployment is ours only while ours is the primary one. */
export function serviceDeploymentOf(rollout: Rollout, service: Service): string | undefined {
  const { currentServiceDeployment: current, deployments } = service
  const primary = primaryOf({ deployments })
  return primary?.id === rollout.id && current !== rollout.earlierDeployment ? current : undefined
}
