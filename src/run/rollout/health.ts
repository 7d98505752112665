// Whether every wanted task of a revision is healthy where visitors are sent to.
import { present } from '../../model/present.ts'
import { groupsOf, type Service, type Target, type Task, type Weight } from '../../model/service.ts'
import { answered } from '../poll.ts'
import type { World } from '../world.ts'

export interface Health {
  /** Those that are to run. */
  readonly tasks: readonly Task[]
  readonly groups: readonly { readonly arn: string; readonly targets: readonly Target[] }[]
  /** Of two groups, what the rule gives each (F1.14). */
  readonly weights?: readonly Weight[]
}

/** All reads at once. */
export async function readHealth(world: World, cluster: string, name: string, service: Service): Promise<Health> {
  const { tasks, targets } = world.aws.looks
  const rule = service.secondGroup?.productionRuleArn
  const groups = groupsOf(service)
  if (groups.length === 0) return { tasks: [], groups: [] }
  const [running, weights, ...found] = await Promise.all([
    answered(() => tasks.running(cluster, name), world),
    rule === undefined ? undefined : answered(() => targets.weights(rule), world),
    ...groups.map(async (arn) => ({ arn, targets: await answered(() => targets.health(arn), world) }))
  ])
  return { tasks: running, groups: found, ...present({ weights }) }
}

/** Whether visitors are sent, and will be, to no other tasks than these: a target that drains gets no new ones. */
export function serveAlone({ tasks, groups }: Health, isMeant: (task: Task) => boolean): boolean {
  const addresses = tasks.filter(isMeant).flatMap((task) => task.addresses)
  const targets = groups.flatMap((group) => group.targets)
  return (
    tasks.every(isMeant) && targets.every(({ address, state }) => state === 'draining' || addresses.includes(address))
  )
}

/**
 * What is missing; nothing is for a service that no load balancer leads to.
 * @param wanted how many tasks must be healthy.
 */
export function missingIn(health: Health, wanted: number, isWanted: (task: Task) => boolean): string | undefined {
  const { tasks, groups, weights } = health
  if (groups.length === 0) return undefined
  const serves = (arn: string): boolean =>
    weights === undefined || weights.some(({ targetGroupArn, weight }) => targetGroupArn === arn && weight > 0)
  const targets = groups.filter(({ arn }) => serves(arn)).flatMap((group) => group.targets)
  const addresses = tasks.filter(isWanted).flatMap((task) => task.addresses)
  if (addresses.length < wanted) return `${addresses.length} of ${wanted} tasks of that revision are running`
  const missing = addresses.filter(
    (own) => !targets.some(({ address, state }) => address === own && state === 'healthy')
  )
  if (addresses.length - missing.length >= wanted) return undefined
  return `the load balancer does not call ${missing.join(', ')} healthy yet`
}
