// The end of taking over records: what was there before is let go, and DNS is asked whether it leads to us alone.
import type { Step } from '../../model/progress.ts'
import type { Verdict } from '../../model/verdict.ts'
import { letAdoptedGo } from './adopt.ts'
import { endedBy } from '../end.ts'
import { addressOf, probe } from '../site/probe.ts'
import type { Planned } from '../region.ts'

/** Of a region that serves and stays. @returns its verdict afterwards. */
export async function* adopted({ world, ...asking }: Planned, verdict: Verdict): Step<Verdict> {
  let facts = verdict.facts
  try {
    const remembered = yield* letAdoptedGo(asking, world)
    if (remembered === undefined) return verdict
    facts = { ...facts, hasChanges: true }
    yield* probe(world, { ...addressOf(asking, facts.loadBalancerDnsName), remembered })
    return { verdict: 'deployed', facts }
  } catch (error) {
    return endedBy(error, facts)
  }
}
