// A region in memory with a virtual clock: what a deploy does to it, and what is left afterwards.
import type { Aws } from '../../../src/aws/connect.ts'
import type { Docker } from '../../../src/docker/docker.ts'
import { decideDeploy } from '../../../src/decide/deploy.ts'
import type { Config } from '../../../src/model/config.ts'
import { Failure } from '../../../src/model/failure.ts'
import type { Current, PushedImage } from '../../../src/model/plan.ts'
import type { Progress, Step } from '../../../src/model/progress.ts'
import type { StackEvent } from '../../../src/model/stack.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { deployRegions } from '../../../src/run/regions.ts'
import type { Visit } from '../../../src/run/site/visit.ts'
import type { World } from '../../../src/run/world.ts'
import { toEnd } from '../../simulation/run.ts'
import { outputs, plain, zones } from '../../template/example.ts'
import { fakeCloudFormation } from './cloudformation.ts'
import { fakeEcs, type EcsScript, type Fate } from './ecs.ts'
import { virtualTime } from './time.ts'

export interface Script {
  readonly fates?: Readonly<Record<number, Fate>>
  readonly deploymentsApi?: EcsScript['deploymentsApi']
  /** Stack name -> the events with which its next operation fails. */
  failing?: Readonly<Record<string, readonly Pick<StackEvent, 'logicalId' | 'type' | 'reason' | 'status'>[]>>
  readonly visit?: Visit
  /** What docker says when it builds; absent: it builds. */
  buildFails?: Failure
}

export const digestOf = (tag: string): string => `sha256:${tag.padStart(64, '0')}`
export const pushed = (tag: string): PushedImage => ({
  digest: digestOf(tag),
  reference: `${outputs.RepositoryUri ?? ''}@${digestOf(tag)}`
})

const unused = (): Promise<never> => Promise.reject(new Error('A run does not ask for this'))

export function fakeRegion(script: Script = {}) {
  const time = virtualTime()
  const writes: string[] = []
  const wrote = (call: string): void => {
    writes.push(call)
  }
  const tags = new Map<string, string>()
  const ecs = fakeEcs({
    time,
    wrote,
    fate: (revision) => script.fates?.[revision] ?? 'healthy',
    deploymentsApi: script.deploymentsApi ?? 'there'
  })
  const stacks = fakeCloudFormation({ time, wrote, ecs, failing: (stack) => script.failing?.[stack] ?? [] })
  const cancel = new AbortController()

  const repository = {
    uri: () => Promise.resolve(stacks.state('shop-platform').at === 'absent' ? undefined : outputs.RepositoryUri),
    imageByTag: (_: string, tag: string) => Promise.resolve(tags.has(tag) ? pushed(tag) : undefined),
    remove: unused,
    imageByDigest: unused,
    digestByTag: unused,
    owner: unused,
    login: () => Promise.resolve({ registry: 'registry', username: 'AWS', password: 'secret' }),
    addTag: (_: string, digest: string, tag: string) => {
      wrote(`tag kept ${digest.replace(/^sha256:0*/, '')}`)
      tags.set(tag, digest)
      return Promise.resolve()
    },
    removeTag: (_: string, tag: string) => {
      wrote(`untag kept ${tags.get(tag)?.replace(/^sha256:0*/, '') ?? tag}`)
      tags.delete(tag)
      return Promise.resolve()
    }
  } satisfies Aws['repository']

  const docker = {
    resolveLocal: unused,
    resolveRemote: unused,
    platformsOf: unused,
    readBase: unused,
    readContext: unused,
    checkPlatform: () => Promise.resolve(),
    async *build() {
      wrote('docker build')
      await time.clock.sleep(5_000, cancel.signal)
      cancel.signal.throwIfAborted()
      yield 'step 1'
      if (script.buildFails) throw script.buildFails
      return { imageId: 'sha256:built' }
    },
    async *push({ tag }) {
      wrote(`docker push ${tag}`)
      await time.clock.sleep(5_000, cancel.signal)
      cancel.signal.throwIfAborted()
      yield 'layer 1'
      tags.set(tag, digestOf(tag))
      return { at: 'pushed', digest: digestOf(tag) }
    },
    copy: () => {
      throw new Error('There is only one region')
    }
  } satisfies Docker

  const world: World = {
    clock: time.clock,
    cancelled: cancel.signal,
    deadline: time.clock.now() + 30 * 60_000,
    aws: {
      region: 'eu-west-1',
      identity: { whoAmI: unused },
      zones: { available: unused },
      network: { check: unused, publicAddresses: unused },
      hostedZones: { holding: unused, get: unused },
      records: { find: unused, change: unused, nameServers: unused },
      certificates: { describe: unused },
      clusters: { find: unused },
      parameters: { existing: unused },
      quotas: { vpcs: unused, loadBalancers: unused, vcpus: unused },
      rights: { simulate: unused },
      scans: { scannedDigest: unused, find: unused, start: unused },
      secrets: { changedAt: unused, state: unused },
      repository,
      ...ecs.port,
      ...stacks.port,
      looks: ecs.port
    } satisfies Aws,
    docker,
    visit: script.visit ?? (() => Promise.resolve({ status: 200 })),
    nameServersOf: unused,
    addressesOf: unused,
    run: { id: '7', attempt: '1', commit: 'c0ffee', actor: 'dependabot[bot]' }
  }

  /** What observe would find. */
  async function look(tag: string): Promise<Current> {
    const service = await world.aws.services.describe('shop-cluster', 'shop-service')
    const newest = await world.aws.revisions.newest('shop-app')
    const image = await world.aws.repository.imageByTag('shop', tag)
    return {
      region: 'eu-west-1',
      account: '123456789012',
      partition: 'aws',
      zones,
      platform: stacks.state('shop-platform'),
      serviceStack: stacks.state('shop-service'),
      ...(service && { service, running: await world.aws.revisions.describe(service.taskDefinition) }),
      ...(newest && { newest }),
      kept: [],
      ...(service?.secondGroup && { weights: await world.aws.targets.weights('rule') }),
      ...(image && { image })
    }
  }

  return {
    world,
    time,
    ecs,
    stacks,
    tags,
    writes,
    script,
    cancelAfter: (seconds: number): void => {
      time.after(seconds, () => {
        cancel.abort(new Failure({ code: 'CANCELLED', sentence: 'The run was cancelled.', remedy: 'Run it again.' }))
      })
    },
    /** One run of the action. */
    async deploy(tag: string, change: Partial<Config> = {}, over: Partial<World> = {}): Promise<Run> {
      const config: Config = { ...plain, ...change }
      const current = await look(tag)
      const [plan] = decideDeploy([{ config, current }], { context: { at: 'commit', commit: tag }, tag })
      writes.length = 0
      const began = time.clock.now()
      const own = { ...world, deadline: began + 30 * 60_000, ...over }
      const { result, progress } = await collect(deployRegions([{ config, current, ...plan, world: own }], [[0]]))
      return { verdict: result[0], progress, writes: [...writes], seconds: (time.clock.now() - began) / 1000 }
    },
    look
  }
}

export type Region = ReturnType<typeof fakeRegion>

export interface Run {
  readonly verdict: Verdict
  readonly progress: readonly Progress[]
  readonly writes: readonly string[]
  readonly seconds: number
}

/** A step to its end. */
export async function collect<T>(
  step: Step<T>
): Promise<{ readonly result: T; readonly progress: readonly Progress[] }> {
  const progress: Progress[] = []
  return { result: await toEnd(step, (each) => progress.push(each)), progress }
}

/** The lines of a run, without those that only wait. */
export const linesOf = (progress: readonly Progress[]): readonly string[] =>
  progress.flatMap((each) => ('text' in each && each.at !== 'waiting' ? [each.text] : []))
