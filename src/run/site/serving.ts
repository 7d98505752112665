// The end of a release that went well: the site answers, and the revision is recorded as good.
import type { Config } from '../../model/config.ts'
import type { Current } from '../../model/plan.ts'
import type { Progress, Step } from '../../model/progress.ts'
import type { Good } from '../../model/release-record.ts'
import { askTasks } from './tasks.ts'
import type { Released } from '../service/live.ts'
import { addressOf, probe } from './probe.ts'
import { markGood } from '../revision/good.ts'
import type { World } from '../world.ts'

export interface Serving {
  /** With the health check that the load balancer has. */
  readonly config: Config
  readonly current: Pick<Current, 'hostedZone'>
  /** Its own name. */
  readonly loadBalancer: string | undefined
  readonly isAdopting?: boolean
  readonly released: Released
  /** What was read of the rollout meanwhile. */
  readonly aftermath: () => readonly Progress[]
  readonly verdict: Good['verdict']
}

/** @returns the URL at which it answers. @throws Failure URL_UNREACHABLE */
export async function* proveServing(world: World, serving: Serving): Step<string> {
  const { config, loadBalancer, isAdopting = false, released, aftermath, verdict } = serving
  const { end, revision } = released
  const { url } = yield* probe(world, { ...addressOf(serving, loadBalancer), isAdopting })
  if (end.at === 'finished') yield* askTasks(world, config, revision)
  yield* aftermath()
  yield* markGood(world, revision, verdict)
  return url
}
