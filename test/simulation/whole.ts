// The whole region, empty at first: stacks, the service that they make, revisions, images; and runs of the action on it.
import { connect } from '../../src/aws/connect.ts'
import { observe } from '../../src/aws/observe.ts'
import { decideDeploy, plansOf } from '../../src/decide/deploy.ts'
import { decidePreview } from '../../src/decide/plan.ts'
import { decideRollback, tagIn } from '../../src/decide/rollback.ts'
import { driftOf } from '../../src/decide/status.ts'
import { tagOf } from '../../src/decide/tag.ts'
import type { Config } from '../../src/model/config.ts'
import type { Preview } from '../../src/model/preview.ts'
import type { Progress, Step } from '../../src/model/progress.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { askChanges } from '../../src/run/preview.ts'
import { deployRegions } from '../../src/run/regions.ts'
import { destroyRefusal, destroyRegion } from '../../src/run/destroy.ts'
import { rollbackRegion } from '../../src/run/rollback.ts'
import { statusRegion } from '../../src/run/status.ts'
import type { World } from '../../src/run/world.ts'
import { plain } from '../template/example.ts'
import { dockerOf } from './docker.ts'
import { connectAll } from './edge.ts'
import { landOf, type Circumstances } from './land.ts'
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
  const { region, definitions, registry, account, cloudFormation } = land
  const { time } = region
  connectAll(() => land)
  let runs = 0

  /** Begins a run; what it does is up to whoever lets time pass. */
  const begin = (asked: Deploy, own: Life): Promise<Ran> =>
    perform(asked, own, run).then(({ result, ...rest }) => ({ verdict: result, ...rest }))

  function perform<T>({ tag = 'c0ffee', change = {}, over = {}, after = 0 }: Deploy, own: Life, steps: Steps<T>) {
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
    const world = worldOf(mine, over)
    const began = time.now()
    const progress: Progress[] = []
    const told: number[] = []
    const ended = (async () => {
      if (after > 0) await time.pause(after * 1000)
      const step = steps(config, world, tag)
      for (;;) {
        const next = await step.next()
        if (next.done) return next.value
        progress.push(next.value)
        told.push(time.now())
      }
    })()
    return ended.then((result) => ({
      result,
      progress,
      told,
      calls,
      took: (time.now() - began) / 1000
    }))
  }

  function worldOf(own: Life, over: Partial<World>): World {
    runs++
    return {
      clock: {
        ...time.clock,
        sleep: async (ms, signal) => {
          await time.clock.sleep(ms, signal)
          if (own.over) await silence
        }
      },
      cancelled: new AbortController().signal,
      deadline: time.now() + 30 * 60_000,
      aws: connect({
        region: 'eu-west-1',
        credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
        proxyEnvironment: {},
        userAgent: 'slipway'
      }),
      docker: dockerOf(time, () => registry, own),
      visit: () => Promise.resolve({ status: 200 }),
      nameServersOf: () => Promise.resolve([]),
      run: { id: String(runs), attempt: '1' },
      ...over
    }
  }

  return {
    region,
    cloudFormation,
    definitions,
    registry,
    account,
    /** A run to its end. */
    deploy: (asked: Deploy = {}): Promise<Ran> => time.pass(begin(asked, { over: false, called: () => undefined })),
    /** What a deployment would do. */
    plan: (asked: Deploy = {}): Promise<Planned> =>
      time.pass(
        perform(asked, { over: false, called: () => undefined }, plan).then(({ result, calls }) => ({
          preview: result,
          calls
        }))
      ),
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

type Steps<T> = (config: Config, world: World, commit: string) => Step<T>

/** As src/main.ts tells it. */
async function* plan(config: Config, world: World, commit: string): Step<Preview> {
  const context = { at: 'commit', commit } as const
  const tag = tagOf(config, context, world.run)
  const current = await observe(world.aws, config, tag)
  const [planned] = plansOf([{ config, current }], { context, tag })
  return decidePreview(config, current, planned, yield* askChanges(planned.region, { config, current }, world))
}

function run(config: Config, world: World, commit: string): Step<Verdict> {
  switch (config.command) {
    case 'deploy':
    case 'plan':
      return deploy(config, world, commit)
    case 'rollback':
      return rollback(config, world)
    case 'status':
      return status(config, world)
    case 'destroy':
      return destroy(config, world)
    case 'verify':
      throw new Error('The simulated region is not verified')
  }
}

async function* status(config: Config, world: World): Step<Verdict> {
  const current = await observe(world.aws, config)
  return yield* statusRegion(driftOf(config, current), { config, current }, world)
}

async function* destroy(config: Config, world: World): Step<Verdict> {
  const current = await observe(world.aws, config)
  const refusal = await destroyRefusal({ config, current }, world)
  if (refusal) throw refusal
  return yield* destroyRegion({ config, current }, world)
}

async function* rollback(config: Config, world: World): Step<Verdict> {
  const current = await observe(world.aws, config, tagIn(config.to))
  return yield* rollbackRegion(decideRollback(config, current, world.run), { config, current }, world)
}

async function* deploy(config: Config, world: World, commit: string): Step<Verdict> {
  const context = { at: 'commit', commit } as const
  const tag = tagOf(config, context, world.run)
  const current = await observe(world.aws, config, tag)
  const [plan] = decideDeploy([{ config, current }], { context, tag })
  return (yield* deployRegions([{ config, current, ...plan, world }], [[0]]))[0]
}
