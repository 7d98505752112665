// Whether the earlier version serves alone again while ECS is still on its way back to it: ECS is there only when the last
// new task has drained, long after anybody was sent to it.
import { asFailure } from '../../model/failure.ts'
import {
  deploymentIn,
  type Deployment,
  type DeploymentTasks,
  type Service,
  type ServiceDeployment,
  type Task
} from '../../model/service.ts'
import { missingIn, readHealth, serveAlone } from './health.ts'
import type { Ours } from './judge.ts'
import { isOver } from '../poll.ts'
import type { Watched } from './watched.ts'
import type { World } from '../world.ts'

/** At first each look asks for more, as ECS turns back within seconds; later it is asked so often. */
const atOnceMs = 8_000
const everyMs = 3_000

/** Of a deployment that ECS takes back. @param enough tasks of the earlier version. */
export type Comeback = (service: Service, deployment: ServiceDeployment | undefined, enough: number) => Promise<boolean>

/** Two target groups, or the same revision as before, tell nobody apart: then it is never so. */
export function comebackReader(world: World, ours: Ours, watched: Watched): Comeback {
  const { clock } = world
  const { cluster, service: name, strategy } = watched
  const isTold = strategy.kind === 'rolling' && ours.before !== undefined && ours.before !== ours.taskDefinition
  const wasBefore = ({ taskDefinition }: Task | Deployment): boolean => taskDefinition === ours.before
  let since: number | undefined
  let next = 0

  return async (service, deployment, enough) => {
    const now = clock.now()
    since ??= now
    const { earlier, pending } = deployment?.tasks ?? countIn(service)
    if (!isTold || earlier < enough || pending > 0 || now < next) return false
    if (now - since >= atOnceMs) next = now + everyMs
    try {
      const health = await readHealth(world, cluster, name, service)
      const isAlone = health.groups.length > 0 && serveAlone(health, wasBefore)
      return isAlone && missingIn(health, enough, wasBefore) === undefined
    } catch (error) {
      if (isOver(asFailure(error))) throw error
      // What is not allowed is done without: ECS says at last that it is back.
      next = Infinity
      return false
    }
  }

  /** Where the service deployment is unknown. */
  function countIn(service: Service): Pick<DeploymentTasks, 'earlier' | 'pending'> {
    const earlier = service.deployments.filter(wasBefore).reduce((sum, { running }) => sum + running, 0)
    return { earlier, pending: deploymentIn(service, ours.id)?.pending ?? 0 }
  }
}
