// Events of a stack operation -> its root cause (F3.5): the first failure that is not a cancellation.
import { Failure, retold } from '../model/failure.ts'
import type { StackEvent } from '../model/stack.ts'
import { eventLine, isOfResource } from './stack-event.ts'
import { classify, sayReason, takenIn, withMore } from './stack-reason.ts'

/** What somebody else has already, whose owner AWS's text does not name: to be asked for. */
export const takenName = (events: readonly StackEvent[]): string | undefined => takenIn(failuresOf(events)[0]?.reason)

/** @param events of one operation, oldest first. @param owner the stack that has the name which is taken. */
export function diagnoseStack(stack: string, events: readonly StackEvent[], owner?: string): Failure {
  const [root, ...others] = failuresOf(events)
  if (!root) {
    return new Failure({
      code: 'STACK_FAILED',
      sentence: `The stack ${stack} failed, and CloudFormation names no resource.`,
      remedy: `What happened in it: \`aws cloudformation describe-stack-events --stack-name ${stack}\`. Then run this again.`,
      evidence: events.map(eventLine)
    })
  }
  const reason = sayReason(root.reason)
  const { code, remedy, more = '' } = classify(root.reason, owner)
  return new Failure({
    code,
    sentence: `${root.logicalId} (${root.type}) in the stack ${stack} failed: ${withMore(reason, more)}`,
    remedy,
    evidence: [root, ...others].map(eventLine)
  })
}

/** One of them is the cause; without, it may only not be told yet. */
export const hasCause = (events: readonly StackEvent[]): boolean => failuresOf(events).length > 0

/** The operation has done all that it was to do. */
export const isComplete = (events: readonly StackEvent[]): boolean =>
  events.some(({ type, status }) => type === 'AWS::CloudFormation::Stack' && /^(CREATE|UPDATE)_COMPLETE$/.test(status))

/** The first failure is of a role that AWS does not know everywhere yet: a minute later it does (F5.2). */
export const isPropagating = (events: readonly StackEvent[]): boolean =>
  /assume (the|this|role)|cannot be assumed|invalid principal in policy|role .*(is not valid|is invalid)/i.test(
    failuresOf(events)[0]?.reason ?? ''
  )

/** We stop looking, and CloudFormation does not stop. @param failure why we do. */
export const whileGoingOn = (failure: Failure, stack: string, status: string): Failure =>
  retold(failure, {
    sentence: `${failure.sentence} The stack ${stack} is in ${status}: CloudFormation goes on, and the next run waits for its end.`
  })

/** A change set that CloudFormation refuses: nothing was changed. @param owner as above. */
export function diagnoseChangeSet(stack: string, reason: string | undefined, owner?: string): Failure {
  const { code, remedy, more = '' } = classify(reason, owner)
  return new Failure({
    code,
    remedy,
    sentence: `CloudFormation refuses the changes to the stack ${stack}; nothing was changed: ${withMore(sayReason(reason), more)}`
  })
}

/** What fails while something else is undone or cleaned up is a consequence, unless nothing else failed. */
function failuresOf(events: readonly StackEvent[]): readonly StackEvent[] {
  const failed = events.filter((event) => event.status.endsWith('_FAILED') && isOfResource(event))
  const forward = failed.filter(({ status }) => status !== 'DELETE_FAILED')
  return forward.length > 0 ? forward : failed
}
