// Evidence of a rollout -> why it failed. Pure; the cause is the earliest one that says something.
import type { Asked, Evidence } from '../model/evidence.ts'
import { Failure } from '../model/failure.ts'
import { arnName } from '../model/names.ts'
import { present } from '../model/present.ts'
import type { Target, Task } from '../model/service.ts'
import type { Cause } from './diagnosis.ts'
import { logLinkOf } from './log-link.ts'
import { shortGrace } from './reasons/health.ts'
import { isByOthers, readEvent, readStoppedTask } from './stopped-task.ts'
import { listensElsewhere, readTarget, targetInEvents } from './target.ts'

/** What AWS says, with the name of a target group in place of its ARN. */
export const inShort = (text: string): string =>
  text.replace(/arn:[\w-]+:elasticloadbalancing:[\w:-]+:targetgroup\/([\w-]+)\/\w+/g, '$1')

/** A stopped task in one line, for the log. */
export function describeStoppedTask(task: Task): string {
  const reasons = [...new Set([task.stoppedReason, ...task.containers.map(({ reason }) => reason)])].filter(Boolean)
  const exits = task.containers.flatMap(({ name, exitCode }) =>
    exitCode === undefined ? [] : [`${name} exited with ${exitCode}`]
  )
  return `task ${arnName(task.arn).slice(0, 8)} stopped: ${inShort([...reasons, ...exits].join('; ')) || 'no reason given'}`
}

export function diagnoseRollout(evidence: Evidence, asked: Asked): Failure {
  const diagnosis = causeOf(evidence, asked)
  const logLink = logLinkOf(evidence.stopped, asked.logGroup)
  return new Failure({
    ...diagnosis,
    evidence: evidenceLines(evidence, asked),
    ...present({ logLink })
  })
}

/**
 * The first cause that something says: the first task that died tells more than the last (F2.9). What may have been no
 * more than a role that was too new counts only when there is nothing else, and a target tells more than a task that was
 * stopped for its sake, unless the grace was too short for any app.
 */
function causeOf(evidence: Evidence, asked: Asked): Cause {
  const { stopped, events, alarms, percent, statusReason } = evidence
  if (alarms) return alarmed(alarms, percent)
  const read = stopped.flatMap((one) => {
    const diagnosis = readStoppedTask(one, asked)
    return diagnosis ? [{ ...one, diagnosis }] : []
  })
  const own = read.filter(({ task }) => !isByOthers(task))
  const first = own.find(({ diagnosis }) => diagnosis.hopeless !== 'once-settled') ?? own[0] ?? read[0]
  const isForTarget = first?.diagnosis.code === 'TARGET_UNHEALTHY' && shortGrace(asked) === undefined
  if (first && !isForTarget) return first.diagnosis
  const log = stopped.flatMap((one) => one.log)
  const fromTarget = targetsOf(evidence, first?.task).flatMap((target) => readTarget(target, asked, log) ?? [])[0]
  // A target that left says no more why; the log of what was stopped for its sake still may.
  if (first) return fromTarget ?? listensElsewhere(log, asked) ?? first.diagnosis
  return (
    fromTarget ??
    events.flatMap(({ message }) => readEvent(message, asked) ?? [])[0] ?? {
      code: 'ROLLED_BACK',
      sentence: `ECS gave the rollout up: ${statusReason ?? 'it gives no reason'}`,
      remedy: 'The cause is not known; the service events are all that ECS says.'
    }
  )
}

/** @param judged a task that ECS stopped for its target's sake; without one, an app that still starts is no cause. */
function targetsOf({ targets, events }: Evidence, judged: Task | undefined): readonly Target[] {
  if (!judged) return targets.filter(({ starting }) => starting !== true)
  const told = targetInEvents(events, judged)
  return told ? [...targets, told] : targets
}

const alarmed = (alarms: readonly string[], percent: number | undefined): Cause => ({
  code: 'ALARM_TRIGGERED',
  sentence:
    `ECS went back because a CloudWatch alarm went off while the new version took over: ${alarms.join(', ')}.` +
    (percent === undefined ? '' : ` At most ${percent} % of the requests went to the new version.`),
  remedy:
    'Look at what the alarm measures, in CloudWatch and in the log of the new version; `rollback-alarms` says which ' +
    'alarms count.'
})

function evidenceLines({ stopped, targets, events, statusReason }: Evidence, { logGroup }: Asked): readonly string[] {
  const last = stopped.findLast(({ log }) => log.length > 0)
  return [
    ...stopped.map(({ task }) => describeStoppedTask(task)),
    ...targets.map(({ address, port, state, reason, description }) =>
      [`target ${address}:${port} is ${state}`, reason, description].filter(Boolean).join(': ')
    ),
    ...(statusReason ? [`ECS: ${statusReason}`] : []),
    ...(stopped.length + targets.length > 0 ? [] : events.map(({ message }) => `event: ${inShort(message)}`)),
    ...(last ? [`last lines of the log (${logGroup}):`, ...last.log.map((line) => `  ${line}`)] : [])
  ]
}
