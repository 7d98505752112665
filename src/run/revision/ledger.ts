// The revisions that this run registered. At its end, one that does not serve is let go: 'newest ACTIVE' must always
// mean 'what should run' (docs/decisions/0003).
import type { Config } from '../../model/config.ts'
import type { JsonObject } from '../../model/json.ts'
import { namesOf } from '../../model/names.ts'
import type { Step } from '../../model/progress.ts'
import { asFailure } from '../../model/failure.ts'
import { releaseRecordOf } from '../../model/release-record.ts'
import { revisionName, type Revision } from '../../model/revision.ts'
import { isAbandoned } from '../abandoned.ts'
import { unlessAway } from '../poll.ts'
import { deregister, keepImage, orphans, prune, register, registerCopy } from './revision.ts'
import type { World } from '../world.ts'

export interface Ledger {
  /** What served before this run did anything, and whether another revision was the newest ACTIVE one. */
  readonly began: (running: Revision | undefined, isOther: boolean) => void
  readonly register: (definition: JsonObject) => Step<Revision>
  /** A copy of what runs, so that it is the newest ACTIVE one again. */
  readonly copy: (running: Revision) => Step<Revision>
  /** A copy of a good one, so that what is brought back is the newest ACTIVE one. */
  readonly restore: (good: Revision) => Step<Revision>
  /** One of an earlier run that we watch to its end. */
  readonly adopt: (revision: Revision) => void
  /** Lets go of what does not serve; after a good end, of good ones that are too old as well. Once is enough. */
  readonly settle: (end: End) => Step<void>
  /** While something goes on without us that may bring what we registered, nothing may be let go. */
  readonly hold: (isUnderWay: boolean) => void
}

export type End =
  | { readonly at: 'good' | 'bad' }
  /** We had it undone: ECS still shows our revision for a moment. Nothing serves when a first creation is undone. */
  | { readonly at: 'undone'; readonly serves?: string }

export function openLedger(world: World, config: Config): Ledger {
  const registered: Revision[] = []
  const copies = new Set<string>()
  let before: number | undefined
  let hasOther = false
  let held = false
  let settled = false
  return {
    began: (running, isOther) => {
      before = running?.revision ?? 0
      hasOther = isOther
    },
    register: (definition) => add(() => register(world, config, definition)),
    restore: (good) => add(() => registerCopy(world, config, good), `, a copy of ${revisionName(good)}`),
    copy: async function* (running) {
      const revision = yield* add(() => registerCopy(world, config, running, releaseRecordOf(running).good))
      copies.add(revision.arn)
      return revision
    },
    adopt: (revision) => {
      registered.push(revision)
    },
    hold: (isUnderWay) => {
      held = isUnderWay
    },
    settle: async function* (end) {
      if (held || settled || (registered.length === 0 && !hasOther)) return
      settled = true
      try {
        const serving = end.at === 'undone' ? end.serves : await primaryRevision()
        for (const revision of await idle(end, serving)) {
          const name = revisionName(revision)
          yield { at: 'started', stage: 'revision', title: 'Let go of what does not serve' }
          await deregister(world, config, revision)
          yield { at: 'finished', stage: 'revision', text: `deregistered ${name}` }
        }
        if (end.at === 'good' && serving !== undefined) await prune(world, config, serving)
      } catch (error) {
        yield { at: 'warning', stage: 'revision', text: `A revision could not be let go: ${asFailure(error).sentence}` }
      }
    }
  }

  /** Ours, and what runs that were killed have left: nobody would ever let go of that (docs/decisions/0003). */
  async function idle(end: End, serving: string | undefined): Promise<readonly Revision[]> {
    const since = before
    // What cannot be read now is left to the next run.
    const found = (since === undefined ? [] : await unlessAway(() => orphans(world, config, since))) ?? []
    // A run that did nothing was too short to tell them from those of one that is at work.
    const left = registered.length > 0 ? found : found.filter(({ registeredAt }) => isAbandoned(registeredAt, world))
    const own = new Set(registered.map(({ arn }) => arn))
    // A copy of what runs has done its work once something newer serves; until then it is the newest ACTIVE one.
    const isNeeded = ({ arn }: Revision) => arn === serving || (end.at !== 'good' && copies.has(arn))
    return [...left.filter(({ arn }) => !own.has(arn)), ...registered].filter((revision) => !isNeeded(revision))
  }

  async function primaryRevision(): Promise<string | undefined> {
    const { cluster, service } = namesOf(config)
    return (await world.aws.services.describe(cluster, service))?.taskDefinition
  }

  async function* add(make: () => Promise<Revision>, origin = ''): Step<Revision> {
    yield { at: 'started', stage: 'revision', title: 'Task definition' }
    const revision = await make()
    registered.push(revision)
    await keepImage(world, config, revision)
    yield { at: 'reached', stage: 'revision', moment: 'registered' }
    yield { at: 'finished', stage: 'revision', text: `registered ${revisionName(revision)}${origin}` }
    return revision
  }
}
