// What a piece of evidence says by itself.
import type { Asked } from '../model/evidence.ts'
import type { FailureCode } from '../model/failure.ts'

export interface Diagnosis {
  readonly code: FailureCode
  readonly sentence: string
  readonly remedy: string
}

/** One known reason of a stopped task. */
export interface Reason {
  /** Matched against stoppedReason and the containers' reasons; texts vary, so loosely. */
  readonly when: RegExp
  readonly say: (asked: Asked) => Diagnosis
}
