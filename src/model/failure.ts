// Why something failed, for a person: what is wrong, the way out, and what was seen. The only class of the project.
import { present } from './present.ts'

/** Ends the remedy of a right that is missing. */
export const whoMayAll = "the roles of Slipway's templates/bootstrap.yml may do all that is needed."

export const failureCodes = [
  'INPUT_INVALID',
  'CREDENTIALS_MISSING',
  'CREDENTIALS_REFUSED',
  'ACCESS_DENIED',
  'BUILD_FAILED',
  'PUSH_FAILED',
  'SCAN_GATE',
  'STACK_FAILED',
  'STACK_STUCK',
  'STACK_BUSY',
  'QUOTA',
  'NAME_TAKEN',
  'DNS_CONFLICT',
  'ZONE_NOT_FOUND',
  'CERTIFICATE_STUCK',
  'REVISION_REFUSED',
  'IMAGE_UNPULLABLE',
  'ARCHITECTURE_MISMATCH',
  'SECRET_UNREADABLE',
  'CRASH_LOOP',
  'OUT_OF_MEMORY',
  'CONTAINER_UNHEALTHY',
  'TARGET_UNHEALTHY',
  'WRONG_PORT',
  'NO_CAPACITY',
  'NETWORK_UNREACHABLE',
  'ALARM_TRIGGERED',
  'ROLLED_BACK',
  'SUPERSEDED',
  'TIMED_OUT',
  'CANCELLED',
  'URL_UNREACHABLE',
  'THROTTLED',
  'AWS_UNAVAILABLE',
  'BUG'
] as const

export type FailureCode = (typeof failureCodes)[number]

export interface FailureDetails {
  readonly code: FailureCode
  /** What is wrong and where it was asked for. */
  readonly sentence: string
  /** What to do about it. */
  readonly remedy: string
  /** What was seen, oldest first. */
  readonly evidence?: readonly string[]
  /** Where the console shows all that the container wrote. */
  readonly logLink?: string
  readonly cause?: unknown
}

export class Failure extends Error {
  readonly code: FailureCode
  readonly sentence: string
  readonly remedy: string
  readonly evidence: readonly string[]
  readonly logLink?: string

  constructor({ code, sentence, remedy, evidence = [], logLink, cause }: FailureDetails) {
    super(sentence, cause === undefined ? {} : { cause })
    this.name = 'Failure'
    this.code = code
    this.sentence = sentence
    this.remedy = remedy
    this.evidence = evidence
    if (logLink !== undefined) this.logLink = logLink
  }
}

/** The same failure, told with some other words. */
export function retold(failure: Failure, words: Partial<FailureDetails>): Failure {
  const { code, sentence, remedy, evidence, logLink, cause } = failure
  return new Failure({ code, sentence, remedy, evidence, ...present({ logLink }), cause, ...words })
}

/** Whatever was thrown, as a Failure; what is not one yet is a mistake of ours. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new Failure({
    code: 'BUG',
    sentence: `Slipway made a mistake: ${message}`,
    remedy: 'Please report it with the log of this run; run it again with debug logging for the stack trace.',
    cause: thrown
  })
}

/** @param all regions of the run: where there are several, it says of which it is. */
export const failureIn = (region: string, all: readonly unknown[], failure: Failure): Failure =>
  all.length > 1 ? retold(failure, { sentence: `In ${region}: ${failure.sentence}` }) : failure
