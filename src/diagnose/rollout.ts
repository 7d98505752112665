// Evidence of a rollout -> why it failed. Pure; the cause is the earliest one that says something.
import type { Asked, Evidence, StoppedTask } from '../model/evidence.ts'
import { Failure } from '../model/failure.ts'
import type { Diagnosis } from './diagnosis.ts'
import { readStoppedTask } from './stopped-task.ts'
import { readTarget } from './target.ts'

/** A stopped task in one line, for the log. */
export function describeStoppedTask({ task }: StoppedTask): string {
  const id = task.arn.split('/').at(-1) ?? task.arn
  const reasons = [...new Set([task.stoppedReason, ...task.containers.map(({ reason }) => reason)])].filter(Boolean)
  const exits = task.containers.flatMap(({ name, exitCode }) =>
    exitCode === undefined ? [] : [`${name} exited with ${exitCode}`]
  )
  return `task ${id.slice(0, 8)} stopped: ${[...reasons, ...exits].join('; ') || 'no reason given'}`
}

export function diagnoseRollout(evidence: Evidence, asked: Asked): Failure {
  const diagnosis = causeOf(evidence, asked)
  return new Failure({ ...diagnosis, evidence: evidenceLines(evidence, asked) })
}

/** The first cause that is sure; an unhealthy target explains more than 'failed ELB health checks' does. */
function causeOf({ stopped, targets, statusReason }: Evidence, asked: Asked): Diagnosis {
  const fromTasks = stopped.flatMap(({ task }) => readStoppedTask(task, asked) ?? [])[0]
  const fromTargets = targets.flatMap((target) => readTarget(target, asked) ?? [])[0]
  if (fromTasks && !(fromTasks.code === 'TARGET_UNHEALTHY' && fromTargets)) return fromTasks
  return (
    fromTargets ?? {
      code: 'ROLLED_BACK',
      sentence: `ECS gave the rollout up: ${statusReason ?? 'it gives no reason'}`,
      remedy: 'The cause is not known; the service events above are all that ECS says.'
    }
  )
}

function evidenceLines({ stopped, targets, events, statusReason }: Evidence, { logGroup }: Asked): readonly string[] {
  const last = stopped.findLast(({ log }) => log.length > 0)
  return [
    ...stopped.map(describeStoppedTask),
    ...targets.map(({ address, port, state, reason, description }) =>
      [`target ${address}:${port} is ${state}`, reason, description].filter(Boolean).join(': ')
    ),
    ...(statusReason ? [`ECS: ${statusReason}`] : []),
    ...(stopped.length + targets.length > 0 ? [] : events.map(({ message }) => `event: ${message}`)),
    ...(last ? [`last lines of the log (${logGroup}):`, ...last.log.map((line) => `  ${line}`)] : [])
  ]
}
