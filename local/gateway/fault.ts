// Faults on request: which calls fail, how, and how often.
import { z } from 'zod'
import type { Call } from './call.ts'
import type { Refusal } from './refusal.ts'

export const faultSchema = z.strictObject({
  /** Only calls of this account; all of them without it. */
  account: z.string().optional(),
  region: z.string().optional(),
  /** As in the journal: `ecs`, `elasticloadbalancing`, `registry`; `*` is every service. */
  service: z.string().default('*'),
  action: z.string().default('*'),
  kind: z.enum(['throttle', 'error', 'denied', 'expired', 'reset', 'lost', 'slow']),
  /** Instead of what the kind and the service say. */
  status: z.int().min(400).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  /** For `slow`: how long. */
  milliseconds: z.int().min(0).max(600_000).default(3000),
  probability: z.number().min(0).max(1).default(1),
  seed: z.int().default(1),
  /** Let so many calls pass first. */
  after: z.int().min(0).default(0),
  /** Then fail so many. */
  times: z.int().min(1).optional()
})
export type FaultRule = z.infer<typeof faultSchema>
export type FaultRequest = Omit<z.input<typeof faultSchema>, 'account'>

export interface Fault {
  readonly rule: FaultRule
  readonly refusal: Refusal
}

export interface Faults {
  readonly add: (rule: FaultRule) => void
  readonly list: (account?: string) => readonly (FaultRule & { readonly matched: number; readonly fired: number })[]
  readonly clear: (account?: string) => void
  /** What happens to this call: at most one of the faults that end it, and the delays of all that slow it. */
  readonly strike: (call: Call, account: string) => { readonly fault?: Fault; readonly milliseconds: number }
}

interface Active {
  readonly rule: FaultRule
  readonly random: () => number
  matched: number
  fired: number
}

export function createFaults(): Faults {
  let active: Active[] = []
  const belongs = (account: string | undefined) => (one: Active) =>
    account === undefined || one.rule.account === account
  return {
    add: (rule) => void active.push({ rule, random: randomFrom(rule.seed), matched: 0, fired: 0 }),
    list: (account) => active.filter(belongs(account)).map(({ rule, matched, fired }) => ({ ...rule, matched, fired })),
    clear: (account) => {
      active = active.filter((one) => !belongs(account)(one))
    },
    strike: (call, account) => {
      let milliseconds = 0
      for (const one of active) {
        if (!matches(one.rule, call, account) || !fires(one)) continue
        if (one.rule.kind === 'slow') milliseconds += one.rule.milliseconds
        else return { fault: { rule: one.rule, refusal: refusalOf(one.rule, call, account) }, milliseconds }
      }
      return { milliseconds }
    }
  }
}

/** Whether the connection ends before the call is passed on: what is passed on as it comes cannot be `lost` later. */
export const isCut = (fault: Fault | undefined): boolean => fault?.rule.kind === 'reset' || fault?.rule.kind === 'lost'

function matches(rule: FaultRule, call: Call, account: string): boolean {
  if (rule.account !== undefined && rule.account !== account) return false
  if (rule.region !== undefined && rule.region !== call.region) return false
  return (rule.service === '*' || rule.service === call.service) && (rule.action === '*' || rule.action === call.action)
}

function fires(one: Active): boolean {
  const { after, times, probability } = one.rule
  one.matched++
  if (one.matched <= after || (times !== undefined && one.fired >= times) || one.random() >= probability) return false
  one.fired++
  return true
}

function refusalOf(rule: FaultRule, call: Call, account: string): Refusal {
  const { status, code, message } = usual(rule, call, account)
  return { status: rule.status ?? status, code: rule.code ?? code, message: rule.message ?? message }
}

/** What AWS answers: the code depends on the age of the service's protocol. */
function usual({ kind }: FaultRule, { protocol, service, action }: Call, account: string): Refusal {
  const old = protocol === 'query' || protocol === 'ec2' || protocol === 'rest-xml'
  switch (kind) {
    case 'throttle':
      if (protocol === 'ec2') return { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' }
      if (protocol === 'registry') return { status: 429, code: 'TOOMANYREQUESTS', message: 'Rate exceeded' }
      if (service === 'elasticloadbalancing')
        return { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' }
      return { status: 400, code: old ? 'Throttling' : 'ThrottlingException', message: 'Rate exceeded' }
    case 'denied': {
      const right = `${service}:${action}`
      const because = `because no identity-based policy allows the ${right} action`
      const message = `User: arn:aws:iam::${account}:user/ci is not authorized to perform: ${right} on resource: * ${because}`
      if (protocol === 'ec2')
        return {
          status: 403,
          code: 'UnauthorizedOperation',
          message: 'You are not authorized to perform this operation.'
        }
      if (protocol === 'registry') return { status: 403, code: 'DENIED', message }
      return { status: old ? 403 : 400, code: old ? 'AccessDenied' : 'AccessDeniedException', message }
    }
    case 'expired': {
      const message = 'The security token included in the request is expired'
      return { status: old ? 403 : 400, code: old ? 'ExpiredToken' : 'ExpiredTokenException', message }
    }
    default:
      if (service === 'ecs' || service === 'ecr')
        return { status: 500, code: 'ServerException', message: 'Service Unavailable. Please try again later.' }
      if (protocol === 'site') return { status: 503, code: 'Service Temporarily Unavailable', message: '' }
      if (protocol === 'registry') return { status: 500, code: 'UNKNOWN', message: 'unknown error' }
      return {
        status: 500,
        code: old ? 'InternalFailure' : 'InternalServerException',
        message: 'The request processing has failed because of an unknown error.'
      }
  }
}

/** A small generator that a seed repeats exactly (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
