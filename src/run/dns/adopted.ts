// The end of taking over records: what was there before is let go, and DNS is asked whether it leads to us alone.
import type { Step } from '../../model/progress.ts'
import { siteOf } from '../../model/site.ts'
import type { Verdict } from '../../model/verdict.ts'
import { letAdoptedGo } from './adopt.ts'
import { endedBy } from '../end.ts'
import { probe } from '../site/probe.ts'
import type { Planned } from '../region.ts'

/** Of a region that serves and stays. @returns its verdict afterwards. */
export async function* adopted({ world, ...asking }: Planned, verdict: Verdict): Step<Verdict> {
  const { config, current } = asking
  let facts = verdict.facts
  try {
    const remembered = yield* letAdoptedGo(asking, world)
    if (remembered === undefined) return verdict
    facts = { ...facts, hasChanges: true }
    const site = siteOf(config, current.hostedZone)
    const loadBalancer = facts.loadBalancerDnsName ?? ''
    yield* probe(world, { loadBalancer, health: config.health, ...(site && { site }), remembered })
    return { verdict: 'deployed', facts }
  } catch (error) {
    return endedBy(error, facts)
  }
}
