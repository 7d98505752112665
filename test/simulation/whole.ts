// The whole region, empty at first: stacks, the service that they make, revisions, images; and runs of the action on it.
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { connect } from '../../src/aws/connect.ts'
import { observe } from '../../src/aws/observe.ts'
import { decideDeploy, planOf } from '../../src/decide/deploy.ts'
import { decidePreview } from '../../src/decide/plan.ts'
import { tagOf } from '../../src/decide/tag.ts'
import type { Config } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'
import type { Preview } from '../../src/model/preview.ts'
import type { Progress, Step } from '../../src/model/progress.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { askChanges } from '../../src/run/preview.ts'
import { deployRegion } from '../../src/run/region.ts'
import type { World } from '../../src/run/world.ts'
import { plain } from '../template/example.ts'
import { apiOf } from './api.ts'
import { healthy, type App } from './app.ts'
import { chanceOf } from './chance.ts'
import { accountOf } from './cloudformation/account.ts'
import { cloudFormationOf } from './cloudformation/api.ts'
import { usualWays, type Cloud, type Ways } from './cloudformation/stack.ts'
import { toldOf } from './cloudformation/told.ts'
import { definitionsOf } from './definitions.ts'
import { connectAll } from './edge.ts'
import { dockerOf } from './docker.ts'
import { elsewhere } from './elsewhere.ts'
import { gate, none, type Faults } from './faults.ts'
import { historyOf } from './history.ts'
import { makeRegion } from './region.ts'
import { registryOf } from './registry.ts'
import { quota } from './retry.ts'
import { silence, type Life } from './sdk.ts'
import { usual, type Settings } from './settings.ts'

export interface Circumstances {
  readonly settings: Partial<Settings>
  readonly faults: Partial<Faults>
  readonly ways: Partial<Ways>
  readonly seed: number
  /** What a revision runs. */
  readonly appOf: (definition: RegisterTaskDefinitionCommandInput) => App
}

export interface Ran {
  readonly verdict: Verdict
  readonly progress: readonly Progress[]
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
  const { seed = 1, appOf = () => healthy } = circumstances
  const faults: Faults = { ...none, ...circumstances.faults }
  const region = makeRegion({ ...usual, ...circumstances.settings }, seed)
  const { time, service } = region
  // Nothing was ever rolled out here.
  service.revisions.length = 0
  const definitions = definitionsOf(region, appOf)
  const registry = registryOf((name) => account.names.has(`AWS::ECR::Repository ${name}`))
  const account = accountOf({ region, definitions, hasImages: () => registry.tags.size > 0 })
  const cloud: Cloud = {
    time,
    chance: chanceOf(seed + 3),
    ways: { ...usualWays, ...circumstances.ways },
    account,
    stacks: []
  }
  const cloudFormation = cloudFormationOf(cloud)
  const chance = chanceOf(seed + 2)
  let life: Life = { over: false, called: () => undefined }
  connectAll(
    {
      time,
      chance,
      gate: gate(time, chance, faults),
      api: apiOf(region, historyOf(region, faults), faults),
      latency: faults.latency,
      quota: quota(),
      life: () => life
    },
    {
      cloudFormation,
      told: toldOf(cloud, cloudFormation.sets),
      definitions,
      registry,
      elsewhere: elsewhere(cloud)
    }
  )
  let runs = 0

  /** Begins a run; what it does is up to whoever lets time pass. */
  const begin = (asked: Deploy, own: Life): Promise<Ran> =>
    perform(asked, own, deploy).then(({ result, ...rest }) => ({ verdict: result, ...rest }))

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
    const ended = (async () => {
      if (after > 0) await time.pause(after * 1000)
      const step = steps(config, world, tag)
      for (;;) {
        const next = await step.next()
        if (next.done) return next.value
        progress.push(next.value)
      }
    })()
    return ended.then((result) => ({
      result,
      progress,
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
      docker: dockerOf(time, registry, own),
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
  const planned = planOf(config, current, { context, tag })
  const [region] = planned.regions
  if (!region) throw new Failure({ code: 'BUG', sentence: 'A plan has a region', remedy: '' })
  return decidePreview(config, current, planned, yield* askChanges(region, { config, current }, world))
}

async function* deploy(config: Config, world: World, commit: string): Step<Verdict> {
  const context = { at: 'commit', commit } as const
  const tag = tagOf(config, context, world.run)
  const current = await observe(world.aws, config, tag)
  const plan = decideDeploy(config, current, { context, tag })
  const [region] = plan.regions
  if (!region) throw new Failure({ code: 'BUG', sentence: 'A plan has a region', remedy: '' })
  return yield* deployRegion(plan, region, { config, current }, world)
}
