// How a run ended. The exit code never lies: what has a failure is red, all else is green.
import type { Check } from './check.ts'
import type { Failure, FailureCode } from './failure.ts'
import type { Findings } from './scan.ts'
import type { Preview } from './preview.ts'
import type { Several } from './several.ts'
import type { Status } from './status.ts'

export const goodVerdicts = ['deployed', 'unchanged', 'planned', 'restored', 'reported', 'destroyed'] as const

export type VerdictName =
  | (typeof goodVerdicts)[number]
  | 'rolled-back'
  | 'failed'
  | 'superseded'
  | 'timed-out'
  | 'cancelled'
  | 'taken-back'
  | 'skipped'

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
  /** With `scan-gate`: what the scan of the image found. */
  readonly findings?: Findings
  /** What ran before this run, empty when nothing did; absent: nobody has looked. */
  readonly before?: Version
  /** What was to run, when it is not what serves now. */
  readonly tried?: Version
  /** Whether anything in AWS was written; of a plan, whether a deployment would. */
  readonly hasChanges: boolean
}

export type Verdict =
  | { readonly verdict: 'deployed' | 'unchanged' | 'restored' | 'destroyed'; readonly facts: Facts }
  | { readonly verdict: 'planned'; readonly facts: Facts; readonly preview: Preview }
  | { readonly verdict: 'reported'; readonly facts: Facts; readonly status: Status }
  /** `verify` found nothing that is not ok. */
  | { readonly verdict: 'reported'; readonly facts: Facts; readonly checks: readonly Check[] }
  | {
      readonly verdict: 'rolled-back' | 'failed' | 'superseded' | 'timed-out' | 'cancelled'
      readonly failure: Failure
      readonly facts: Facts
      /** By `verify`. */
      readonly checks?: readonly Check[]
    }
  /** With several regions, because another one failed; `failure` is of that code, and names it. */
  | { readonly verdict: 'taken-back' | 'skipped'; readonly failure: Failure; readonly facts: Facts }

/** Of a run: one for each region, in the order in which they were named. */
export type Verdicts = Several<Verdict>

export const isGood = (verdict: Verdict): boolean => !('failure' in verdict)

/** What a run as a whole is called: a failure before its consequences, what was done before what was not. */
const fromWorst: readonly VerdictName[] = [
  'failed',
  'timed-out',
  'cancelled',
  'superseded',
  'rolled-back',
  'taken-back',
  'skipped',
  'deployed',
  'destroyed',
  'restored',
  'planned',
  'reported',
  'unchanged'
]

/** The worst region decides; of several that are as bad, the first. */
export function worstOf(verdicts: Verdicts): Verdict {
  const rank = ({ verdict }: Verdict): number => fromWorst.indexOf(verdict)
  return verdicts.reduce((worst, verdict) => (rank(verdict) < rank(worst) ? verdict : worst))
}

const stops: Readonly<Partial<Record<FailureCode, 'cancelled' | 'timed-out' | 'superseded'>>> = {
  CANCELLED: 'cancelled',
  TIMED_OUT: 'timed-out',
  // Somebody's operation went on until our time was over.
  STACK_BUSY: 'timed-out',
  SUPERSEDED: 'superseded'
}

/** Some codes say how a run ended; all the others are failures. */
export const stopOf = ({ code }: Failure) => stops[code] ?? 'failed'
