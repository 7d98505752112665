// How a region ends where it did not go well.
import { asFailure } from '../model/failure.ts'
import type { Progress, Step } from '../model/progress.ts'
import { stopOf, type Facts, type Verdict } from '../model/verdict.ts'
import type { Ledger } from './revision/ledger.ts'
import type { Released } from './service/live.ts'

type BadEnd = Exclude<Released['end'], { readonly at: 'finished' | 'unchanged' }>

/** A rollout that was watched to its end, or as far as we could. @param aftermath what is read of it meanwhile. */
export async function* endBadly(
  ledger: Ledger,
  end: BadEnd,
  facts: Facts,
  aftermath: () => readonly Progress[]
): Step<Verdict> {
  yield* settle(ledger, end)
  yield* aftermath()
  const verdict = end.at === 'left' ? stopOf(end.failure) : end.at === 'removed' ? 'failed' : end.at
  return { verdict, failure: end.failure, facts }
}

async function* settle(ledger: Ledger, end: BadEnd): Step<void> {
  if (end.at === 'removed') return yield* ledger.settle({ at: 'undone' })
  if (end.at === 'left' && end.backTo) return yield* ledger.settle({ at: 'undone', serves: end.backTo.arn })
  ledger.hold(end.at === 'left')
  yield* ledger.settle({ at: 'bad' })
}

/** @param error whatever was thrown. */
export function endedBy(error: unknown, facts: Facts): Verdict {
  const failure = asFailure(error)
  return { verdict: stopOf(failure), failure, facts }
}
