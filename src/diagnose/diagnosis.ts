// What a piece of evidence says by itself.
import type { Asked } from '../model/evidence.ts'
import type { FailureCode } from '../model/failure.ts'

/**
 * When a cause ends the wait: `at-once`, no time mends it; `once-settled`, when roles and policies are
 * old enough to be known everywhere; `by-repetition`, at the failure threshold.
 */
export type Hopeless = 'at-once' | 'once-settled' | 'by-repetition'

export interface Cause {
  readonly code: FailureCode
  readonly sentence: string
  readonly remedy: string
}

export interface Diagnosis extends Cause {
  readonly hopeless: Hopeless
}

/** One known reason of a stopped task, or of a service event. */
export interface Reason {
  /** Matched against stoppedReason and the containers' reasons; texts vary, so loosely. */
  readonly when: RegExp
  readonly hopeless: Hopeless
  /** @param text what matched. */
  readonly say: (asked: Asked, text: string) => Cause
}

/** Of the first reason that fits. */
export function firstReason(reasons: readonly Reason[], text: string, asked: Asked): Diagnosis | undefined {
  const reason = reasons.find(({ when }) => when.test(text))
  return reason && { ...reason.say(asked, text), hopeless: reason.hopeless }
}

/** What AWS says was refused, when it does: `secretsmanager:GetSecretValue on arn:aws:...`. */
export function refusedAction(text: string): string | undefined {
  const [, action, resource] = /not authorized to perform:? ([\w-]+:\w+)(?: on resource:? ([^\s"]+))?/i.exec(text) ?? []
  if (action === undefined) return undefined
  return resource === undefined ? action : `${action} on ${resource.replace(/[.,;]+$/, '')}`
}

/** The secret or parameter that a text names. */
export const namedSecret = (text: string): string | undefined =>
  /arn:aws[\w-]*:(?:secretsmanager|ssm):[\w-]+:\d+:(?:secret:|parameter\/)[\w/+=.@-]+/.exec(text)?.[0] ??
  /invalid (?:ssm )?parameters?: (\/?[\w./-]+)/i.exec(text)?.[1]
