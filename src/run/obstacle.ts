// What stands in the way of a deployment, whatever was asked for: told before anything is built or written.
import type { Situation } from '../model/plan.ts'
import { diagnoseServing, diagnoseUnusable } from '../diagnose/stack-state.ts'
import type { Config } from '../model/config.ts'
import { Failure } from '../model/failure.ts'
import { namesOf } from '../model/names.ts'
import { isLive, type StackAction } from '../model/stack.ts'

/** @param platform what its stack needs. @returns undefined: a deployment may begin. */
export function obstacleOf({ config, current }: Situation, platform: StackAction): Failure | undefined {
  if (platform.do === 'refuse') return diagnoseUnusable(platform.state)
  const { serviceStack, service } = current
  if (serviceStack.at === 'stuck' || serviceStack.at === 'foreign') return diagnoseUnusable(serviceStack)
  if (serviceStack.at === 'settled' && !service) return deletedByHand(config)
  return platform.do === 'recreate' && isLive(serviceStack) ? diagnoseServing(platform.remove) : undefined
}

export function deletedByHand(config: Config): Failure {
  const { serviceStack, service } = namesOf(config)
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `The stack ${serviceStack} is there, but its service ${service} was deleted outside of CloudFormation.`,
    remedy: `Delete the stack ${serviceStack} and run this again; the platform and the images stay.`
  })
}
