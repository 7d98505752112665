// Takes a deployment back to what ran before.
import { asFailure } from '../../model/failure.ts'
import { namesOf } from '../../model/names.ts'
import { deploymentIn } from '../../model/service.ts'
import { begin, type Order, type Rollout } from './begin.ts'
import { serviceDeploymentOf } from './service-deployment.ts'
import type { World } from '../world.ts'

/** How a deployment is undone. */
export type WayBack =
  /** It was stopped, and ECS goes back. */
  | { readonly by: 'stop' }
  /** ECS has given it up meanwhile, and is on its way back or there. */
  | { readonly by: 'ecs' }
  /** Where it may not be stopped, or ECS is done with it: a deployment of what ran before, to be watched instead. */
  | { readonly by: 'update'; readonly rollout: Rollout }
  /** Somebody's newer deployment has replaced it: that is not ours to undo. */
  | { readonly by: 'nobody' }

/** StopServiceDeployment goes back by itself; where it does not, the earlier revision is rolled out. */
export async function undo(world: World, order: Order, rollout: Rollout): Promise<WayBack> {
  const { services } = world.aws
  const { config, running, revision } = order
  const { cluster, service: name } = namesOf(config)
  const look = () => services.describe(cluster, name)
  let hasEnded = false
  try {
    const known = rollout.serviceDeployment
    const now = known === undefined ? await look() : undefined
    const deployment = known ?? (now && serviceDeploymentOf(rollout, now))
    if (deployment !== undefined) {
      if (await services.stopDeployment(deployment)) return { by: 'stop' }
      hasEnded = true
    }
  } catch (error) {
    if (asFailure(error).code !== 'ACCESS_DENIED') throw error
  }
  const service = (await look()) ?? order.service
  const own = deploymentIn(service, rollout.id)
  if (own?.status !== 'PRIMARY' && ![running.arn, revision.arn].includes(service.taskDefinition))
    return { by: 'nobody' }
  if (own?.rolloutState === 'failed' || (hasEnded && own?.status !== 'PRIMARY')) return { by: 'ecs' }
  return { by: 'update', rollout: await begin(world, { config, service, revision: running, running: revision }) }
}
