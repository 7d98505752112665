// How a run ended. The exit code never lies: only `deployed`, `unchanged` and `planned` are green.
import type { Failure } from './failure.ts'
import type { Preview } from './preview.ts'

export type VerdictName =
  'deployed' | 'unchanged' | 'planned' | 'rolled-back' | 'failed' | 'superseded' | 'timed-out' | 'cancelled'

export interface Version {
  readonly taskDefinitionArn?: string
  /** By digest. */
  readonly image?: string
}

/** What is known at the end; a field is absent when the run did not get that far. */
export interface Facts {
  readonly region: string
  readonly url?: string
  /** Of what serves now, by digest. */
  readonly image?: string
  readonly digest?: string
  readonly taskDefinitionArn?: string
  readonly serviceArn?: string
  readonly clusterArn?: string
  readonly loadBalancerDnsName?: string
  /** What ran before this run. */
  readonly before?: Version
  /** What was to run, when it is not what serves now. */
  readonly tried?: Version
  /** Whether anything in AWS was written; of a plan, whether a deployment would. */
  readonly hasChanges: boolean
}

export type Verdict =
  | { readonly verdict: 'deployed' | 'unchanged'; readonly facts: Facts }
  | { readonly verdict: 'planned'; readonly facts: Facts; readonly preview: Preview }
  | {
      readonly verdict: 'rolled-back' | 'failed' | 'superseded' | 'timed-out' | 'cancelled'
      readonly failure: Failure
      readonly facts: Facts
    }

export const isGood = (verdict: Verdict): boolean => !('failure' in verdict)
