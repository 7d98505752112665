// Whose operation keeps a stack from us, or has changed what we made.
import { Failure } from '../model/failure.ts'
import { stackName, type StackEvent } from '../model/stack.ts'

/** `an update that run 7, attempt 1, of Slipway began at 10:28:07 UTC`. @param events of the operation, oldest first. */
export function sayOperation([start]: readonly StackEvent[]): string {
  if (!start) return 'an operation'
  const kind = start.status.includes('ROLLBACK') ? 'the undoing' : kinds[start.status.split('_')[0] ?? '']
  const time = start.time.toISOString().replace('T', ' ').slice(0, 19)
  return `${kind ?? 'an operation'} that ${whoOf(start.token)} began at ${time} UTC`
}

const kinds: Readonly<Record<string, string>> = {
  CREATE: 'the creation',
  UPDATE: 'an update',
  DELETE: 'the removal',
  IMPORT: 'an import'
}

/** Our tokens name their run; those of the console say so. */
function whoOf(token: string | undefined): string {
  const [, run, attempt] = /^slipway-(.+?)-(\d+)-[a-z]/.exec(token ?? '') ?? []
  if (run !== undefined && attempt !== undefined) return `run ${run}, attempt ${attempt}, of Slipway`
  return token?.startsWith('Console-') === true ? 'somebody in the console' : 'somebody else'
}

/** The time limit was over before the operation was. */
export function diagnoseBusy(id: string, events: readonly StackEvent[]): Failure {
  return new Failure({
    code: 'STACK_BUSY',
    sentence: `The stack ${stackName(id)} is busy: ${sayOperation(events)} still goes on, and the time limit is over.`,
    remedy:
      'Run this again once it has ended, or raise `timeout-minutes`; `concurrency` in the workflow keeps two runs of ours apart.'
  })
}

/** Our operation came to its end, and then somebody changed what it had made. @param events of theirs, oldest first. */
export function diagnoseSuperseded(id: string, events: readonly StackEvent[]): Failure {
  return new Failure({
    code: 'SUPERSEDED',
    sentence: `The stack ${stackName(id)} was as asked for, until ${sayOperation(events)} changed it.`,
    remedy:
      'Run this again if what it deploys is still wanted; `concurrency` in the workflow keeps two runs of ours apart.'
  })
}
