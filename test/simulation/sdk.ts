// The SDK's edge: every command that the product sends is answered by the region, with the SDK's own tries and their
// pauses, which pass in the region's time.
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { ECSClient } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { region as home } from '../template/example.ts'
import { abroad } from './abroad.ts'
import type { Api } from './api.ts'
import type { Chance } from './chance.ts'
import type { Time } from './clock.ts'
import type { Gate } from './faults.ts'
import { costOf, kindOf, mayRetry, pauseOf, type Quota } from './retry.ts'

export interface Wire {
  readonly time: Time
  readonly chance: Chance
  readonly gate: Gate
  readonly api: Api
  /** Milliseconds of a round trip, on average. */
  readonly latency: number
  readonly quota: Quota
  /** Of the run that calls now. */
  readonly life?: () => Life
}

/** A run that is killed hears no answer any more, not even to what it has just asked for. */
export interface Life {
  over: boolean
  /** A call was done; the run may end with it. */
  readonly called: (action: string) => void
}

/** Answers by the name of the call: `describeServices`. */
export type Handlers = Readonly<Record<string, unknown>>

/** What a client of a region talks to. */
export type Find<T> = (region: string) => T

interface Way {
  readonly wire: Wire
  readonly handlers: Handlers
}

/** From now on every client of the process talks to this region. */
export function connectTo(wire: Wire): void {
  connectEach(() => ({ wire, handlers: {} }))
}

/** @param find `handlers`: what ECS is asked besides. */
export function connectEach(find: Find<Way>): void {
  const own = (others: (region: string) => Handlers) => (region: string) => {
    const { wire } = find(region)
    return { wire, handlers: { ...wire.api, ...others(region) } }
  }
  route(
    ECSClient,
    'ecs',
    own((region) => ({ deregisterTaskDefinition: () => ({}), ...find(region).handlers }))
  )
  const rest = own((region) => find(region).handlers)
  route(ElasticLoadBalancingV2Client, 'elasticloadbalancing', rest)
  route(CloudWatchLogsClient, 'logs', rest)
}

interface Client {
  readonly config: { readonly maxAttempts: () => Promise<number>; readonly region: () => Promise<string> }
}

interface Command {
  readonly input: object
}

/** The SDK's class of a service's client. */
export interface ClientClass {
  readonly prototype: object
}

const routed = new Set<ClientClass>()

/** Not by aws-sdk-client-mock, which keeps each of a hundred thousand calls, with its stack. */
export function route(client: ClientClass, service: string, find: Find<Way>): void {
  async function answer(this: Client, command: Command): Promise<unknown> {
    const [attempts, region] = await Promise.all([this.config.maxAttempts(), this.config.region()])
    const { wire, handlers } = find(region)
    const call = command.constructor.name.replace(/Command$/, '')
    const handle = handlers[call.slice(0, 1).toLowerCase() + call.slice(1)]
    if (typeof handle !== 'function') throw new Error(`This region does not know ${service}:${call}`)
    // A zone is of no region.
    const place = service === 'route53' ? home : region
    return send(wire, `${service}:${call}`, attempts, () =>
      abroad(place, command.input, handle as (input: object) => unknown)
    )
  }
  // The real one is inherited, and is there again without ours.
  Object.defineProperty(client.prototype, 'send', { configurable: true, value: answer })
  routed.add(client)
}

/** The clients are the real ones again. */
export function disconnect(): void {
  for (const { prototype } of routed) Reflect.deleteProperty(prototype, 'send')
  routed.clear()
}

export const silence = new Promise<never>(() => undefined)

async function send<T>(wire: Wire, action: string, attempts: number, handle: () => T): Promise<T> {
  const { time, chance, gate, latency, quota } = wire
  const life = wire.life?.()
  gate.note()
  for (let attempt = 1, paid = 0; ; attempt++) {
    await time.pause(latency * chance.between(0.5, 1.5))
    if (life?.over) return silence
    try {
      const found = gate.pass(action, handle)
      quota.giveBack(paid)
      life?.called(action)
      return await (life?.over ? silence : found)
    } catch (error) {
      const kind = kindOf(error)
      paid = costOf(kind)
      if (kind === 'refused' || !mayRetry(action, kind, attempt, attempts) || !quota.take(paid)) {
        life?.called(action)
        if (life?.over) return silence
        throw error
      }
      await time.pause(pauseOf(kind, attempt, chance))
    }
  }
}
