// The revisions that this run registered. At its end, one that does not serve is let go: 'newest ACTIVE' must always
// mean 'what should run' (docs/decisions/0003).
import { namesOf, type Config } from '../model/config.ts'
import type { JsonObject } from '../model/json.ts'
import type { Step } from '../model/progress.ts'
import type { Revision } from '../model/revision.ts'
import { asFailure } from '../model/failure.ts'
import { deregister, prune, register } from './revision.ts'
import type { World } from './world.ts'

export interface Ledger {
  readonly register: (definition: JsonObject) => Step<Revision>
  /** A copy of what runs, so that it is the newest ACTIVE one again. */
  readonly copy: (running: Revision) => Step<Revision>
  /** One of an earlier run that we watch to its end. */
  readonly adopt: (revision: Revision) => void
  /** Lets go of what does not serve; after a good end, of good ones that are too old as well. Once is enough. */
  readonly settle: (end: End) => Step<void>
  /** While something goes on without us that may bring what we registered, nothing may be let go. */
  readonly hold: (goesOn: boolean) => void
}

export type End =
  | { readonly at: 'good' | 'bad' }
  /** We had it undone: ECS still shows our revision for a moment. Nothing serves when a first creation is undone. */
  | { readonly at: 'undone'; readonly serves?: string }

export function openLedger(world: World, config: Config): Ledger {
  const registered: Revision[] = []
  const copies = new Set<string>()
  let held = false
  let settled = false
  return {
    register: add,
    copy: async function* (running) {
      const revision = yield* add(running.definition)
      copies.add(revision.arn)
      return revision
    },
    adopt: (revision) => {
      registered.push(revision)
    },
    hold: (goesOn) => {
      held = goesOn
    },
    settle: async function* (end) {
      if (held || settled || registered.length === 0) return
      settled = true
      try {
        const serving = end.at === 'undone' ? end.serves : await primaryRevision()
        // A copy of what runs has done its work once something newer serves; until then it is the newest ACTIVE one.
        const idle = registered.filter(({ arn }) => arn !== serving && (end.at === 'good' || !copies.has(arn)))
        for (const revision of idle) {
          const name = `${revision.family}:${revision.revision}`
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

  async function primaryRevision(): Promise<string | undefined> {
    const { cluster, service } = namesOf(config)
    return (await world.aws.services.describe(cluster, service))?.taskDefinition
  }

  async function* add(definition: JsonObject): Step<Revision> {
    yield { at: 'started', stage: 'revision', title: 'Task definition' }
    const revision = await register(world, config, definition)
    registered.push(revision)
    yield { at: 'reached', stage: 'revision', moment: 'registered' }
    yield { at: 'finished', stage: 'revision', text: `registered ${revision.family}:${revision.revision}` }
    return revision
  }
}
