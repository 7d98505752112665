// Why a task stopped: its stoppedReason and container reason against what AWS is known to say (F2.8, F2.9).
import type { Asked } from '../model/evidence.ts'
import type { Task } from '../model/service.ts'
import type { Diagnosis } from './diagnosis.ts'
import { readExitCode } from './exit-code.ts'
import { health } from './reasons/health.ts'
import { host } from './reasons/host.ts'
import { pull } from './reasons/pull.ts'
import { secret } from './reasons/secret.ts'
import { start } from './reasons/start.ts'

/** The first that fits counts. */
const reasons = [...pull, ...secret, ...start, ...health, ...host]

/** ECS replaces, scales in or undoes: a consequence of something else, never a cause. */
const consequence = /Scaling activity initiated by|Task stopped by \(deployment/i

/** What ended the task, as far as its own words tell; `undefined` when it was only replaced or scaled in. */
export function readStoppedTask(task: Task, asked: Asked): Diagnosis | undefined {
  const text = [task.stoppedReason, ...task.containers.map(({ reason }) => reason)].filter(Boolean).join('\n')
  if (consequence.test(text)) return undefined
  const reason = reasons.find(({ when }) => when.test(text))
  if (reason) return reason.say(asked)
  const exited = task.containers.find(({ exitCode }) => exitCode !== undefined)
  if (exited?.exitCode !== undefined) return readExitCode(exited.exitCode, asked)
  return {
    code: 'CRASH_LOOP',
    sentence: `A task stopped: ${(text || 'ECS gives no reason').replace(/\.$/, '')}.`,
    remedy: 'The cause is not one that we know; the evidence is printed above in order.'
  }
}
