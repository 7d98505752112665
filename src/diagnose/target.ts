// Why a target is not healthy: the reason codes of DescribeTargetHealth (F2.11).
import type { Asked } from '../model/evidence.ts'
import type { FailureCode } from '../model/failure.ts'
import { present } from '../model/present.ts'
import type { ServiceEvent, Target, Task } from '../model/service.ts'
import { graceSetting } from '../model/timing.ts'
import type { Cause } from './diagnosis.ts'
import { listeningIn } from './listening.ts'

/**
 * @param log the last lines of the tasks, where they are known.
 * @returns undefined while the target is healthy, starting or leaving.
 */
export function readTarget(target: Target, asked: Asked, log: readonly string[] = []): Cause | undefined {
  if (['healthy', 'initial', 'draining'].includes(target.state)) return undefined
  const where = `${target.address}:${target.port}`
  switch (target.reason) {
    case 'Target.ResponseCodeMismatch':
      return wrongStatus(/\[([\d, ]+)\]/.exec(target.description ?? '')?.[1], asked)
    case 'Target.Timeout':
      return unhealthy(
        `The app at ${where} does not answer ${asked.healthPath} in time.`,
        "The tasks' security group must let the load balancer in on `container-port`, and the app answer within seconds: " +
          'point `health-check-path` at something cheap.'
      )
    case 'Target.FailedHealthChecks':
      return refusedConnection(where, asked, log)
    case 'Target.NotInUse':
    case 'Target.NotRegistered':
      return unhealthy(
        `The load balancer does not use ${where}: ${target.description ?? target.reason}.`,
        "No listener rule leads to its group, or its zone is not one of the load balancer's; run this again."
      )
    case 'Elb.InternalError':
      return unhealthy(
        `The load balancer itself had trouble with ${where}.`,
        "Run this again; when it repeats, look at AWS's health page.",
        'AWS_UNAVAILABLE'
      )
    default:
      return unhealthy(
        `The load balancer calls ${where} ${target.state}: ${target.description ?? target.reason ?? 'no reason given'}.`,
        'Check `health-check-path` and `container-port`.'
      )
  }
}

/** One that is not healthy while its app may still be on its way. */
export const describeStarting = (target: Target, { graceSeconds }: Asked): string =>
  `${target.address}:${target.port} is not healthy yet (${target.description ?? target.reason ?? target.state}); ` +
  `it has ${graceSeconds} s from its start for that.`

/** What AWS says of a check that failed, and the code that it has for it. */
const told: readonly (readonly [RegExp, string])[] = [
  [/^Health checks failed with these codes/i, 'Target.ResponseCodeMismatch'],
  [/^Health checks failed$/i, 'Target.FailedHealthChecks'],
  [/^Request timed out/i, 'Target.Timeout']
]

/** The task's target as the service's events tell it: it leaves the load balancer's list as soon as its task is stopped. */
export function targetInEvents(events: readonly ServiceEvent[], task: Task): Target | undefined {
  const until = task.stoppedAt?.getTime() ?? Infinity
  return events
    .filter(({ time }) => time.getTime() <= until)
    .flatMap(({ message }) => {
      const [, port, description] = /\(port (\d+)\) is unhealthy in .* due to \(reason (.*)\)/i.exec(message) ?? []
      if (port === undefined || description === undefined) return []
      const reason = told.find(([words]) => words.test(description))?.[1]
      const address = task.addresses[0] ?? 'the task'
      return [{ address, port: Number(port), state: 'unhealthy', description, ...present({ reason }) }]
    })
    .at(-1)
}

function wrongStatus(said: string | undefined, { healthPath, healthCodes }: Asked): Cause {
  const sentence = `The app answers ${healthPath} with ${said ?? 'another status'}, not with ${healthCodes}.`
  return unhealthy(sentence, statusRemedy(Number(said)))
}

function statusRemedy(status: number): string {
  if (status === 404) return 'Set `health-check-path` to a path that the app has.'
  if (status >= 300 && status < 400)
    return 'The app redirects the check, perhaps to HTTPS or to a login: let it answer `health-check-path` directly, or allow the status in `health-check-codes`.'
  if (status === 401) return 'Let the app answer `health-check-path` without a login.'
  if (status === 400 || status === 403 || status === 421)
    return "The check's Host header is the task's own address: exempt `health-check-path` from the app's list of hosts."
  if (status >= 500) return 'The app fails at `health-check-path`; the last lines of its log tell why.'
  return 'Set `health-check-path` to a path that answers so, or `health-check-codes` to what it answers.'
}

/** Nothing listens there; the app's own log may tell where it does. */
const refusedConnection = (where: string, asked: Asked, log: readonly string[]): Cause =>
  listensElsewhere(log, asked) ??
  unhealthy(
    `Nothing accepts connections at ${where}.`,
    `Set \`container-port\` to the port that the app listens on; it must listen on 0.0.0.0, not on 127.0.0.1, and speak HTTP. ` +
      `One that does so later than ${asked.graceSeconds} s after its start needs a longer ${graceSetting(asked.graceBy)}.`,
    'WRONG_PORT'
  )

/** @returns undefined when the app's own log does not say that it listens where the load balancer cannot reach it. */
export function listensElsewhere(log: readonly string[], { port }: Asked): Cause | undefined {
  const listening = listeningIn(log)
  const elsewhere = listening.find((one) => one.port !== port)
  if (listening.some((one) => one.port === port && one.loopback)) {
    return unhealthy(
      `The app listens on port ${port} of the loopback address alone, where the load balancer cannot reach it.`,
      'Let the app listen on 0.0.0.0 instead of 127.0.0.1 or localhost.',
      'WRONG_PORT'
    )
  }
  if (!elsewhere || listening.some((one) => one.port === port)) return undefined
  return unhealthy(
    `The app's log says that it listens on port ${elsewhere.port}; the load balancer asks on port ${port} (\`container-port\`).`,
    `Set \`container-port: ${elsewhere.port}\`, or let the app listen on ${port}.`,
    'WRONG_PORT'
  )
}

const unhealthy = (sentence: string, remedy: string, code: FailureCode = 'TARGET_UNHEALTHY'): Cause => ({
  code,
  sentence,
  remedy
})
