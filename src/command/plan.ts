// `command: plan`: the decision of a deployment, asked and not done.
import { plansOf } from '../decide/deploy.ts'
import { decidePreview } from '../decide/preview.ts'
import type { Plan } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import { mapSeveral, pairSeveral } from '../model/several.ts'
import type { Verdict, Verdicts } from '../model/verdict.ts'
import { endedBy } from '../run/end.ts'
import { plannedFacts } from '../run/facts.ts'
import { askChanges } from '../run/preview.ts'
import { inEach } from '../run/regions.ts'
import type { Places } from '../run/world.ts'
import { found, looking, observeWanted, type Observed } from './look.ts'

export async function* plan(places: Places): Step<Verdicts> {
  yield looking(places)
  const { observed, wanted } = await observeWanted(places)
  yield found(observed)
  const planned = mapSeveral(pairSeveral(observed, plansOf(observed, wanted)), ([one, plan]) => ({ ...one, plan }))
  return yield* inEach(planned, planRegion)
}

async function* planRegion({ config, world, current, plan }: Observed & { readonly plan: Plan }): Step<Verdict> {
  try {
    const answers = yield* askChanges(plan.region, { config, current }, world)
    const preview = decidePreview(config, current, plan, answers)
    return { verdict: 'planned', facts: plannedFacts(current, preview), preview }
  } catch (error) {
    return endedBy(error, plannedFacts(current, { hasChanges: false }))
  }
}
