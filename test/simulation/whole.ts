// The whole region, empty at first: stacks, the service that they make, revisions, images; and runs of the action on it.
import { deploy } from '../../src/command/deploy.ts'
import { destroy } from '../../src/command/destroy.ts'
import { plan } from '../../src/command/plan.ts'
import { rollback } from '../../src/command/rollback.ts'
import { status } from '../../src/command/status.ts'
import type { Config } from '../../src/model/config.ts'
import type { Preview } from '../../src/model/preview.ts'
import type { Progress, Step } from '../../src/model/progress.ts'
import type { Verdict, Verdicts } from '../../src/model/verdict.ts'
import type { Places, World } from '../../src/run/world.ts'
import { plain } from '../template/example.ts'
import { dockerOf } from './docker.ts'
import { connectAll } from './edge.ts'
import { nameServers } from './elsewhere.ts'
import { landOf, type Circumstances } from './land.ts'
import { toEnd, worldOf } from './run.ts'
import { silence, type Life } from './sdk.ts'

export type { Circumstances } from './land.ts'

export interface Ran {
  readonly verdict: Verdict
  readonly progress: readonly Progress[]
  /** When each of them was told, milliseconds since 1970. */
  readonly told: readonly number[]
  /** Of AWS, in their order: `ecs:UpdateService`. */
  readonly calls: readonly string[]
  /** Seconds. */
  readonly took: number
}

export interface Planned {
  readonly preview: Preview
  readonly calls: readonly string[]
}

export type Whole = ReturnType<typeof whole>

export function whole(circumstances: Partial<Circumstances> = {}) {
  let life: Life = { over: false, called: () => undefined }
  const land = landOf(circumstances, () => life)
  const { region, definitions, registry, account, cloudFormation, zone, records } = land
  const { time } = region
  connectAll(() => land)
  let runs = 0

  /** Begins a run; what it does is up to whoever lets time pass. */
  function begin({ tag = 'c0ffee', change = {}, over = {}, after = 0 }: Deploy, own: Life): Promise<Ran> {
    const calls: string[] = []
    const mine: Life = {
      get over() {
        return own.over
      },
      set over(value) {
        own.over = value
      },
      called(action) {
        calls.push(action)
        own.called(action)
      }
    }
    life = mine
    const config: Config = { ...plain, ...change }
    const world = worldFor(mine, tag, over)
    const began = time.now()
    const progress: Progress[] = []
    const told: number[] = []
    const ended = (async () => {
      if (after > 0) await time.pause(after * 1000)
      const [verdict] = await toEnd(run([{ config, world }]), (each) => {
        progress.push(each)
        told.push(time.now())
      })
      return verdict
    })()
    return ended.then((verdict) => ({
      verdict,
      progress,
      told,
      calls,
      took: (time.now() - began) / 1000
    }))
  }

  function worldFor(own: Life, commit: string, over: Partial<World>): World {
    runs++
    const sleep: World['clock']['sleep'] = async (ms, signal) => {
      await time.clock.sleep(ms, signal)
      if (own.over) await silence
    }
    return worldOf(time, 30, {
      clock: { ...time.clock, sleep },
      docker: dockerOf(time, () => registry, own, commit),
      nameServersOf: () => Promise.resolve(nameServers),
      run: { id: String(runs), attempt: '1' },
      ...over
    })
  }

  return {
    region,
    cloudFormation,
    definitions,
    registry,
    account,
    /** Records that no stack has made. */
    zone,
    /** Those that stacks have made. */
    records,
    /** A run to its end. */
    deploy: (asked: Deploy = {}): Promise<Ran> => time.pass(begin(asked, { over: false, called: () => undefined })),
    /** What a deployment would do. */
    async plan(asked: Deploy = {}): Promise<Planned> {
      const own = { over: false, called: () => undefined }
      const { verdict, calls } = await time.pass(begin({ ...asked, change: { ...asked.change, command: 'plan' } }, own))
      if (!('preview' in verdict)) throw new Error(`A plan ended as ${verdict.verdict}`)
      return { preview: verdict.preview, calls }
    },
    /** Several at once. */
    deployAll: (...asked: readonly Deploy[]): Promise<readonly Ran[]> =>
      time.pass(Promise.all(asked.map((each) => begin(each, { over: false, called: () => undefined })))),
    /** Killed behind its nth call, counted from one; undefined: it ended before. */
    async kill(asked: Deploy, behind: number): Promise<string | undefined> {
      let count = 0
      let dead: (action: string) => void = () => undefined
      const death = new Promise<string>((resolve) => {
        dead = resolve
      })
      const own: Life = {
        over: false,
        called(action) {
          if (++count < behind) return
          own.over = true
          dead(action)
        }
      }
      return time.pass(Promise.race([death, begin(asked, own).then(() => undefined)]))
    },
    wait: (seconds: number): Promise<void> => time.pass(time.pause(seconds * 1000))
  }
}

export interface Deploy {
  /** Of the image that it deploys. */
  readonly tag?: string
  readonly change?: Partial<Config>
  readonly over?: Partial<World>
  /** Seconds until it begins. */
  readonly after?: number
}

/** As src/main.ts calls them. */
function run(places: Places): Step<Verdicts> {
  switch (places[0].config.command) {
    case 'deploy':
      return deploy(places, () => [])
    case 'plan':
      return plan(places)
    case 'rollback':
      return rollback(places)
    case 'status':
      return status(places)
    case 'destroy':
      return destroy(places)
    case 'verify':
      throw new Error('The simulated region is not verified')
  }
}
