// Why a task stopped: its stoppedReason and container reason against what AWS is known to say (F2.8, F2.9).
import type { Asked, StoppedTask } from '../model/evidence.ts'
import type { Task } from '../model/service.ts'
import { firstReason, type Cause, type Diagnosis } from './diagnosis.ts'
import { decisiveExit, readExitCode } from './exit-code.ts'
import { health } from './reasons/health.ts'
import { host, spotTookBack, withoutSpot } from './reasons/host.ts'
import { otherProcessor, pull } from './reasons/pull.ts'
import { secret } from './reasons/secret.ts'
import { start } from './reasons/start.ts'

/** The first that fits counts. */
const reasons = [...pull, ...secret, ...start, ...health, ...host]

/** ECS replaces, scales in or undoes: a consequence of something else, never a cause. */
const consequence = /Scaling activity initiated by|Task stopped by \(deployment/i

/** What a person, or AWS for its own reasons, has stopped says nothing of the app (F2.8). */
const byOthers: Readonly<Record<string, Cause>> = {
  UserInitiated: {
    code: 'ROLLED_BACK',
    sentence: 'Somebody stopped a task of the new version by hand.',
    remedy: 'CloudTrail tells who called StopTask; run this again.'
  },
  SpotInterruption: spotTookBack,
  TerminationNotice: {
    code: 'NO_CAPACITY',
    sentence: 'AWS took the host of a task back.',
    remedy: withoutSpot
  },
  InfrastructureHealth: {
    code: 'AWS_UNAVAILABLE',
    sentence: 'The host of a task was unhealthy, and AWS replaced it.',
    remedy: "There is nothing to mend: run this again; when it repeats, look at AWS's health page."
  }
}

export const isByOthers = ({ stopCode = '' }: Task): boolean => stopCode in byOthers

/** What ended the task, as far as its own words tell; `undefined` when it was only replaced or scaled in. */
export function readStoppedTask({ task, log }: StoppedTask, asked: Asked): Diagnosis | undefined {
  const text = [task.stoppedReason, ...task.containers.map(({ reason }) => reason)].filter(Boolean).join('\n')
  if (consequence.test(text)) return undefined
  const foreign = byOthers[task.stopCode ?? '']
  if (foreign) return { ...foreign, hopeless: 'by-repetition' }
  const known = firstReason(reasons, text, asked)
  if (known) return known
  const exitCode = decisiveExit(task.containers.flatMap((container) => container.exitCode ?? []))
  if (exitCode !== undefined) return lastWords(log, asked) ?? readExitCode(exitCode, asked)
  return {
    code: 'CRASH_LOOP',
    sentence: `A task stopped: ${(text || 'ECS gives no reason').replace(/\.$/, '')}.`,
    remedy: 'The cause is not one that we know; what was seen is printed in order.',
    hopeless: 'by-repetition'
  }
}

const lastWords = (log: readonly string[], asked: Asked): Diagnosis | undefined =>
  firstReason([otherProcessor], log.slice(-3).join('\n'), asked)

/** Service events say what has no task to say it: no capacity, no way to start or stop one, which come first (F2.4). */
export const readEvent = (message: string, asked: Asked): Cause | undefined =>
  /unable to|failed to/i.test(message)
    ? firstReason([...host, ...start, ...secret, ...pull], message, asked)
    : undefined
