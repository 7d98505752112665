// A stack that accepts no change now -> what is in the way, and the one thing to do (F3.1).
import { Failure } from '../model/failure.ts'
import { stackName, type StackEvent, type StackResource, type UnusableStack } from '../model/stack.ts'
import { eventLine, isOfResource } from './stack-event.ts'
import { sayReason } from './stack-reason.ts'

interface Stuck {
  readonly id: string
  readonly status: string
  readonly reason?: string
}

export function diagnoseUnusable(state: UnusableStack): Failure {
  const name = stackName(state.id)
  if (state.at === 'foreign') {
    return new Failure({
      code: 'NAME_TAKEN',
      sentence: `There is a stack ${name} that Slipway did not make; it is not touched.`,
      remedy:
        state.status === 'REVIEW_IN_PROGRESS'
          ? `Give this app another \`name\`, or, when nobody waits for its change sets: ${lower(run(`delete-stack --stack-name ${name}`))}`
          : 'Give this app another `name`. A stack of ours has the tag `slipway:stack` with its own name and the output ' +
            '`Fingerprint`: when somebody took them away, put them back.'
    })
  }
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `The stack ${name} ${standing(state)} and accepts no change.`,
    remedy:
      state.status === 'UPDATE_FAILED'
        ? `Somebody updated it with its rollback switched off. ${run(`rollback-stack --stack-name ${name}`)}`
        : `Bring it to an end that AWS documents for ${state.status}, then run this again.`
  })
}

/** @param events what failed when its undoing was continued, oldest first. */
export function diagnoseHalfUndone(state: Stuck, events: readonly StackEvent[]): Failure {
  const name = stackName(state.id)
  const failed = failedResources(events)
  const skip = failed.length === 0 ? 'RESOURCES' : failed.join(' ')
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `The stack ${name} ${standing(state)}: undoing an update failed again${causes(events)}.`,
    remedy:
      `Mend what the reason names and run this again. If that is not possible: ` +
      run(`continue-update-rollback --stack-name ${name} --resources-to-skip ${skip}`) +
      ' What is skipped stays as it is, and CloudFormation takes it for undone.',
    evidence: events.map(eventLine)
  })
}

/** @param events what failed when it was removed, oldest first. */
export function diagnoseRemains(state: Stuck, events: readonly StackEvent[]): Failure {
  const name = stackName(state.id)
  const failed = failedResources(events)
  const command = `delete-stack --stack-name ${name}`
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `The stack ${name} ${standing(state)}: it could not be removed${causes(events)}.`,
    remedy:
      failed.length === 0
        ? run(command)
        : `Remove what the reason names and run this again; it tries anew. Or keep it: ${run(`${command} --retain-resources ${failed.join(' ')}`)}`,
    evidence: events.map(eventLine)
  })
}

/** What is left in it may hold data, so that we do not remove it. */
export function diagnoseData(id: string, left: readonly StackResource[]): Failure {
  const name = stackName(id)
  const resources = left.map(({ logicalId, type, physicalId = '' }) => `${logicalId} (${type}) ${physicalId}`.trim())
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `What failed of the stack ${name} must be removed before it can be made anew, but may hold data: ${resources.join(', ')}.`,
    remedy: `Save what you need of it, then ${lower(run(`delete-stack --stack-name ${name}`))}`
  })
}

/** Something serves from what stands on it. */
export function diagnoseServing(id: string): Failure {
  const name = stackName(id)
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `What failed of the stack ${name} must be removed before it can be made anew, but the app still serves from it.`,
    remedy: `Delete the service's stack first if the app may be away for some minutes: ${run(`delete-stack --stack-name ${name.replace(/-platform$/, '-service')}`)}`
  })
}

const run = (command: string): string => `Run \`aws cloudformation ${command}\`, then this again.`
const lower = (sentence: string): string => `r${sentence.slice(1)}`

const standing = ({ status, reason }: Stuck): string =>
  `is in ${status}${reason === undefined ? '' : ` (${sayReason(reason).replace(/\.$/, '')})`}`

const failedResources = (events: readonly StackEvent[]): readonly string[] => [
  ...new Set(events.filter(isOfResource).map(({ logicalId }) => logicalId))
]

function causes(events: readonly StackEvent[]): string {
  const found = events.filter(isOfResource).map(({ logicalId, reason }) => `${logicalId} (${sayReason(reason)})`)
  return found.length === 0 ? '' : ` for ${[...new Set(found)].join(', ')}`
}
