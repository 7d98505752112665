// Events of a stack operation -> its root cause (F3.5): the first failure that is not a cancellation.
import { Failure, type FailureCode } from '../model/failure.ts'
import type { StackEvent } from '../model/stack.ts'

/** @param events of one operation, oldest first. */
export function diagnoseStack(stack: string, events: readonly StackEvent[]): Failure {
  const failed = events.filter(isFailure)
  const [root, ...others] = failed
  if (!root) {
    return new Failure({
      code: 'STACK_FAILED',
      sentence: `The stack ${stack} failed, and CloudFormation names no resource.`,
      remedy: "Look at the stack's events in the console.",
      evidence: events.map(describe)
    })
  }
  const reason = sayReason(root.reason)
  const { code, remedy } = classify(root.reason)
  return new Failure({
    code,
    sentence: `${root.logicalId} (${root.type}) in the stack ${stack} failed: ${reason}`,
    remedy,
    evidence: [root, ...others].map(describe)
  })
}

/** The first failure is of a role that AWS does not know everywhere yet: a minute later it does (F5.2). */
export const isPropagating = (events: readonly StackEvent[]): boolean =>
  /assume (the|this|role)|cannot be assumed|invalid principal in policy|role .*(is not valid|is invalid)/i.test(
    events.find(isFailure)?.reason ?? ''
  )

/** A change set that CloudFormation refuses: nothing was changed. */
export function diagnoseChangeSet(stack: string, reason: string | undefined): Failure {
  return new Failure({
    ...classify(reason),
    sentence: `CloudFormation refuses the changes to the stack ${stack}; nothing was changed: ${sayReason(reason)}`
  })
}

/** Cancelled siblings and the stack itself are consequences. */
const isFailure = (event: StackEvent): boolean =>
  event.status.endsWith('_FAILED') &&
  event.type !== 'AWS::CloudFormation::Stack' &&
  !/cancelled/i.test(event.reason ?? '')

const describe = ({ logicalId, status, reason }: StackEvent): string =>
  [`${logicalId} ${status}`, reason].filter(Boolean).join(': ')

/** `Resource handler returned message: "..." (RequestToken: ..., HandlerErrorCode: X)` -> what is between the quotes. */
export function sayReason(reason: string | undefined): string {
  if (reason === undefined) return 'CloudFormation gives no reason.'
  const inner = /Resource handler returned message: "(.*)" \(RequestToken/s.exec(reason)?.[1]
  return (inner ?? reason).trim()
}

interface Row {
  readonly when: RegExp
  readonly code: FailureCode
  readonly remedy: string
}

const rows: readonly Row[] = [
  {
    when: /AccessDenied|not authorized to perform|UnauthorizedOperation/i,
    code: 'ACCESS_DENIED',
    remedy: 'Allow that action to the role that deploys; docs/failures.md#access_denied has the list.'
  },
  {
    when: /LimitExceeded|quota|maximum number of/i,
    code: 'QUOTA',
    remedy: 'Raise that quota in Service Quotas for this region, or remove what is no longer used.'
  },
  {
    when: /exists with the same name and type|resource record set .* already exists|InvalidChangeBatch/i,
    code: 'DNS_CONFLICT',
    remedy: 'Remove the record of that name in Route 53 once you are sure that nothing needs it, then run this again.'
  },
  {
    when: /already exists|AlreadyExists/i,
    code: 'NAME_TAKEN',
    remedy: 'Give this app another `name` (or `repository`), or remove what has the name.'
  }
]

function classify(reason: string | undefined): { readonly code: FailureCode; readonly remedy: string } {
  const row = rows.find(({ when }) => when.test(reason ?? ''))
  return row ?? { code: 'STACK_FAILED', remedy: 'Mend what the reason names and run this again; it goes on from here.' }
}
