// Why a target is not healthy: the reason codes of DescribeTargetHealth (F2.11).
import type { Asked } from '../model/evidence.ts'
import type { Target } from '../model/service.ts'
import type { Diagnosis } from './diagnosis.ts'

/** @returns undefined while the target is healthy, starting or leaving. */
export function readTarget(target: Target, asked: Asked): Diagnosis | undefined {
  if (['healthy', 'initial', 'draining'].includes(target.state)) return undefined
  const where = `${target.address}:${target.port}`
  const { healthPath, healthCodes } = asked
  const saidCode = /\[([\d, ]+)\]/.exec(target.description ?? '')?.[1]
  switch (target.reason) {
    case 'Target.ResponseCodeMismatch':
      return unhealthy(
        `The app answers ${healthPath} with ${saidCode ?? 'another status'}, not with ${healthCodes}.`,
        'Set `health-check-path` to a path that answers so, or `health-check-codes` to what it answers.'
      )
    case 'Target.Timeout':
      return unhealthy(
        `The app at ${where} does not answer ${healthPath} in time.`,
        'It is too slow at start, or its security group does not let the load balancer in.'
      )
    case 'Target.FailedHealthChecks':
      return unhealthy(
        `Nothing accepts connections at ${where}.`,
        `The app must listen on port ${asked.port} (\`container-port\`) on 0.0.0.0, not on 127.0.0.1, and speak HTTP.`
      )
    default:
      return unhealthy(
        `The load balancer calls ${where} ${target.state}: ${target.description ?? target.reason ?? 'no reason given'}.`,
        'Check `health-check-path` and `container-port`.'
      )
  }
}

const unhealthy = (sentence: string, remedy: string): Diagnosis => ({ code: 'TARGET_UNHEALTHY', sentence, remedy })
