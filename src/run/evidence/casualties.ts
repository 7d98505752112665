// Tasks that ended without being asked to: each told as it is found, with its cause and the last lines of its log.
import { describeStoppedTask } from '../../diagnose/rollout.ts'
import { readStoppedTask } from '../../diagnose/stopped-task.ts'
import type { StoppedTask } from '../../model/evidence.ts'
import type { Failure } from '../../model/failure.ts'
import type { Step } from '../../model/progress.ts'
import { logStream } from '../../model/names.ts'
import { withoutKeys } from '../../model/private-key.ts'
import type { Task } from '../../model/service.ts'
import type { OptionalReads } from './optional.ts'
import type { WatchedTasks } from '../rollout/watched.ts'
import type { World } from '../world.ts'

export interface Casualties {
  /** Reads stopped tasks where one may be new, else the logs that were empty. */
  readonly look: (hasSign: boolean) => Step<void>
  /** In the order in which they were found; those that were found together oldest first. */
  readonly all: () => readonly StoppedTask[]
  /** Tasks that may have failed could not be read yet. */
  readonly isDue: () => boolean
  /** Those that failed were read, and the log of one of them. */
  readonly isComplete: () => boolean
}

/** A log may reach CloudWatch a little after its task is gone: so often, and so many times, it is asked for again. */
const logsEveryMs = 5_000
const logTries = 3

/** @param causeOf as if nothing else were known. */
export function watchCasualties(
  { aws, clock }: World,
  watched: WatchedTasks,
  optional: OptionalReads,
  causeOf: (found: StoppedTask) => Failure
): Casualties {
  const { stage, asked, since, cluster, service: name } = watched
  const stopped = new Map<string, StoppedTask>()
  const silent = new Map<string, { readonly tries: number; readonly at: number }>()
  /** A sign was seen, and the tasks not read since. */
  let isDue = false

  return {
    look: async function* (hasSign) {
      const now = clock.now()
      if (hasSign || isDue) yield* lookAtTasks()
      else if ([...silent.values()].some(({ at }) => now - at >= logsEveryMs)) yield* lookAtLogs()
    },
    all: () => [...stopped.values()],
    isDue: () => isDue,
    isComplete: () => !isDue && (silent.size === 0 || [...stopped.values()].some(({ log }) => log.length > 0))
  }

  async function* lookAtTasks(): Step<void> {
    const answer = await optional.read('stopped tasks', () => aws.looks.tasks.stopped(cluster, name))
    isDue = answer.at === 'later'
    if (answer.at === 'read') for (const task of answer.value.toReversed()) yield* take(task)
  }

  async function* take(task: Task): Step<void> {
    if (stopped.has(task.arn) || !watched.isOurs(task) || (task.stoppedAt ?? since) < since) return
    if (!readStoppedTask({ task, log: [] }, asked)) return
    // What is known is told before the log is asked for.
    yield { at: 'changed', stage, text: describeStoppedTask(task) }
    const found: StoppedTask = { task, log: await tail(task) }
    yield { at: 'changed', stage, text: causeOf(found).sentence }
    for (const each of logOf(found)) yield { at: 'output', stage, text: each }
    stopped.set(task.arn, found)
    if (isSilent(found)) silent.set(task.arn, { tries: 1, at: clock.now() })
  }

  async function* lookAtLogs(): Step<void> {
    for (const [arn, { tries }] of silent) {
      const known = stopped.get(arn)
      const found = known && { task: known.task, log: await tail(known.task) }
      if (!found || found.log.length > 0 || tries >= logTries) silent.delete(arn)
      else silent.set(arn, { tries: tries + 1, at: clock.now() })
      if (!found || found.log.length === 0) continue
      for (const each of logOf(found)) yield { at: 'output', stage, text: each }
      stopped.set(arn, found)
    }
  }

  function logOf({ log }: StoppedTask): readonly string[] {
    const isTold = [...stopped.values()].some((each) => each.log.length > 0 && each.log.join('\n') === log.join('\n'))
    return (isTold ? ['(the same last lines as before)'] : log).map((line) => `  | ${line}`)
  }

  async function tail(task: Task): Promise<readonly string[]> {
    if (watched.logLines === 0) return []
    const stream = logStream(watched.container, task.arn)
    const answer = await optional.read('log', () => aws.looks.logs.tail(asked.logGroup, stream, watched.logLines))
    // The last lines may begin within a key.
    return answer.at === 'read' ? withoutKeys(answer.value) : []
  }
}

const isSilent = ({ log, task }: StoppedTask): boolean =>
  log.length === 0 && task.containers.some(({ exitCode }) => exitCode !== undefined)
