// What goes wrong between a caller and AWS: throttling (F5.4), resets, 5xx, refusals, answers that are old or odd.
import { awsError } from '../aws/aws.ts'
import type { Chance } from './chance.ts'
import type { Time } from './clock.ts'

export interface Faults {
  /** Share of attempts that are throttled, reset or answered with 5xx. */
  readonly share: number
  /** Actions that this role may not do, as `ecs:DescribeServiceDeployments`. */
  readonly denied: readonly string[]
  /** For so many seconds after a write, a read may still show what was before. */
  readonly stale: number
  /** While it is so, one read shows the new state and the next one the old again. */
  readonly flaps: boolean
  /** Milliseconds of a round trip, on average. */
  readonly latency: number
  /** Share of lists that begin with an empty page. */
  readonly emptyPages: number
  /** Share of looks at a service deployment whose status is a word of a newer AWS. */
  readonly newWords: number
  /** Seconds after which a stopped task is no longer told of; AWS keeps them an hour or so (F2.7). */
  readonly forgets: number
  /** Seconds of the story from which the credentials are too old. */
  readonly credentialsExpire?: number
}

export const none: Faults = {
  share: 0,
  denied: [],
  stale: 0,
  flaps: false,
  latency: 80,
  emptyPages: 0,
  newWords: 0,
  forgets: 3_600
}

export interface Gate {
  /** @throws Error as the SDK would, instead of the call or, when `after` says so, behind it. */
  readonly pass: <T>(action: string, answer: () => T) => T
  /** A call is made; it may take several attempts. */
  readonly note: () => void
  readonly calls: () => number
  readonly attempts: () => number
  /** Attempts that a bucket of F5.4 refused. */
  readonly overdrawn: () => number
}

/** Burst and refill per second, F5.4; several actions share a bucket. */
const buckets: Readonly<Record<string, readonly [burst: number, perSecond: number]>> = {
  'service read': [100, 20],
  'service deployment': [50, 20],
  'service revision': [50, 20],
  'cluster resource read': [100, 20],
  'service modify': [50, 5],
  'task definition modify': [20, 1],
  'task definition read': [50, 20],
  'balancer read': [40, 10],
  logs: [25, 10]
}

const bucketOf: Readonly<Record<string, string>> = {
  'ecs:DescribeServices': 'service read',
  'ecs:DescribeServiceDeployments': 'service deployment',
  'ecs:ListServiceDeployments': 'service deployment',
  'ecs:StopServiceDeployment': 'service deployment',
  'ecs:ContinueServiceDeployment': 'service deployment',
  'ecs:DescribeServiceRevisions': 'service revision',
  'ecs:ListTasks': 'cluster resource read',
  'ecs:DescribeTasks': 'cluster resource read',
  'ecs:UpdateService': 'service modify',
  'ecs:RegisterTaskDefinition': 'task definition modify',
  'ecs:DeregisterTaskDefinition': 'task definition modify',
  'ecs:DescribeTaskDefinition': 'task definition read',
  'elasticloadbalancing:DescribeRules': 'balancer read',
  'elasticloadbalancing:DescribeTargetHealth': 'balancer read',
  'logs:GetLogEvents': 'logs'
}

export function gate(time: Time, chance: Chance, faults: Faults): Gate {
  const began = time.now()
  const levels = new Map<string, { tokens: number; at: number }>()
  let calls = 0
  let attempts = 0
  let overdrawn = 0
  return {
    note: () => {
      calls++
    },
    calls: () => calls,
    attempts: () => attempts,
    overdrawn: () => overdrawn,
    pass(action, answer) {
      attempts++
      if (!takes(bucketOf[action] ?? action)) {
        overdrawn++
        throw awsError('ThrottlingException', 'Rate exceeded')
      }
      if (faults.credentialsExpire !== undefined && time.now() - began >= faults.credentialsExpire * 1000) {
        throw awsError('ExpiredTokenException', 'The security token included in the request is expired')
      }
      if (faults.denied.includes(action)) {
        const text = `User: arn:aws:sts::123456789012:assumed-role/deploy/slipway is not authorized to perform: ${action}`
        throw awsError('AccessDeniedException', text)
      }
      if (!chance.happens(faults.share)) return answer()
      if (chance.happens(1 / 3)) throw awsError('ThrottlingException', 'Rate exceeded')
      // What is lost may be the call or the answer: then it was done all the same (F2.3).
      if (chance.happens(1 / 2)) answer()
      throw chance.happens(1 / 2)
        ? Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
        : awsError('ServerException', 'Service Unavailable. Please try again later.', 503)
    }
  }

  function takes(name: string): boolean {
    const [burst, perSecond] = buckets[name] ?? [Infinity, 0]
    const level = levels.get(name) ?? { tokens: burst, at: time.now() }
    const tokens = Math.min(burst, level.tokens + ((time.now() - level.at) / 1000) * perSecond)
    const isLeft = tokens >= 1
    levels.set(name, { tokens: isLeft ? tokens - 1 : tokens, at: time.now() })
    return isLeft
  }
}
