// Why a target is not healthy: the reason codes of DescribeTargetHealth (F2.11).
import type { Asked } from '../model/evidence.ts'
import type { FailureCode } from '../model/failure.ts'
import type { Target } from '../model/service.ts'
import type { Diagnosis } from './diagnosis.ts'
import { listeningIn } from './listening.ts'

/**
 * @param log the last lines of the tasks, where they are known.
 * @returns undefined while the target is healthy, starting or leaving.
 */
export function readTarget(target: Target, asked: Asked, log: readonly string[] = []): Diagnosis | undefined {
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

function wrongStatus(said: string | undefined, { healthPath, healthCodes }: Asked): Diagnosis {
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
const refusedConnection = (where: string, asked: Asked, log: readonly string[]): Diagnosis =>
  listensElsewhere(log, asked) ??
  unhealthy(
    `Nothing accepts connections at ${where}.`,
    `The app must listen on port ${asked.port} (\`container-port\`) on 0.0.0.0, not on 127.0.0.1, and speak HTTP.`,
    'WRONG_PORT'
  )

/** @returns undefined when the app's own log does not say that it listens where the load balancer cannot reach it. */
export function listensElsewhere(log: readonly string[], { port }: Asked): Diagnosis | undefined {
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

const unhealthy = (sentence: string, remedy: string, code: FailureCode = 'TARGET_UNHEALTHY'): Diagnosis => ({
  code,
  sentence,
  remedy,
  certainty: 'by-repetition'
})
