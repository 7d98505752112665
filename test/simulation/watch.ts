// The product's own watcher, as it is, on a story; and beside its verdict the truth.
import { asFailure, type Failure } from '../../src/model/failure.ts'
import type { Progress } from '../../src/model/progress.ts'
import type { VerdictName } from '../../src/model/verdict.ts'
import { lookAt } from '../../src/run/service/live.ts'
import { answered } from '../../src/run/poll.ts'
import { rollOut, type RolloutEnd } from '../../src/run/rollout/rollout.ts'
import type { Region } from './region.ts'
import { toEnd } from './run.ts'
import { stage } from './stage.ts'
import type { Story } from './story.ts'
import { truthOf, type Truth } from './truth.ts'

export interface Seen {
  readonly verdict: VerdictName
  readonly failure?: Failure
  /** Seconds of the verdict, and of the truth, after our UpdateService. */
  readonly at: number
  readonly truth: Truth
  /** Seconds between ECS being done and our verdict. */
  readonly lag?: number
  /** Where it came before that: seconds that the earlier version had served alone by then. */
  readonly alone?: number
  readonly progress: readonly (Progress & { readonly seconds: number })[]
  readonly calls: number
  /** Of those calls on the wire. */
  readonly attempts: number
  readonly overdrawn: number
  readonly region: Region
}

export async function watch(story: Story): Promise<Seen> {
  const { region: made, world, config, gate: passed, begin, revision: wanted } = await stage(story)
  const { time, service } = made
  const progress: (Progress & { readonly seconds: number })[] = []
  const began = time.now()
  const { verdict, failure } = await time.pass(run())
  const truth = truthOf(service, verdict === 'timed-out' ? world.deadline : time.now())
  return {
    verdict,
    ...(failure && { failure }),
    at: (time.now() - began) / 1000,
    truth,
    ...(truth.at !== undefined && { lag: (time.now() - truth.at) / 1000 }),
    ...(truth.aloneSince !== undefined && { alone: (time.now() - truth.aloneSince) / 1000 }),
    progress,
    calls: passed.calls(),
    attempts: passed.attempts(),
    overdrawn: passed.overdrawn(),
    region: made
  }

  async function run(): Promise<{ readonly verdict: VerdictName; readonly failure?: Failure }> {
    try {
      const live = await lookAt(world, config)
      if (!live) throw new Error('The service is there')
      const revision = await answered(() => world.aws.revisions.describe(wanted), world)
      begin()
      const end = await toEnd(rollOut(world, { config, ...live, revision }), (each) => {
        progress.push({ ...each, seconds: (time.now() - began) / 1000 })
      })
      return verdictOf(end)
    } catch (error) {
      const found = asFailure(error)
      if (found.code === 'BUG') throw error
      return { verdict: 'failed', failure: found }
    }
  }
}

function verdictOf(end: RolloutEnd): { readonly verdict: VerdictName; readonly failure?: Failure } {
  if (end.at === 'finished') return { verdict: 'deployed' }
  const { failure } = end
  if (end.at !== 'left') return { verdict: end.at, failure }
  return { verdict: failure.code === 'CANCELLED' ? 'cancelled' : 'timed-out', failure }
}
