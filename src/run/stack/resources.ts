// Events of a stack operation -> lines: what came of each resource and how long it took; and what is under way.
import { explain, sayReason } from '../../diagnose/stack-reason.ts'
import { durationText } from '../../model/duration.ts'
import type { Progress, Stage } from '../../model/progress.ts'
import type { StackEvent } from '../../model/stack.ts'
import { usualTime, wordsOf } from '../../template/words.ts'

export interface Resources {
  /** @returns a line for what has ended and matters; undefined: nothing to say. */
  readonly take: (event: StackEvent) => Progress | undefined
  /** `load balancer for 40 s (usually 2 to 4 min)`; empty: nothing. @param now milliseconds since 1970. */
  readonly underWay: (now: number) => string
  /** The records that ACM still does not see, although it mostly does by now; empty: none. */
  readonly unseenRecords: (now: number) => readonly string[]
}

/** CloudFormation says which records it has written; ACM mostly sees them within five minutes (F5.2). */
const written = /DNS Record is: \{Name: ([^,\s]+),\s*Type: CNAME,\s*Value: ([^,\s}]+)/
const lateMs = 5 * 60_000

/** What took less is not worth a line of its own, unless people wait for it. */
const worthMs = 10_000

const words: Readonly<Record<string, string>> = {
  CREATE_COMPLETE: 'created',
  UPDATE_COMPLETE: 'updated',
  DELETE_COMPLETE: 'removed',
  DELETE_SKIPPED: 'not removed with the stack',
  IMPORT_COMPLETE: 'adopted'
}

/** @param apart types of what the stack retains and is removed apart from it: of these nothing is said. */
export function followResources(stage: Stage, apart: readonly string[] = []): Resources {
  const seen = new Set<string>()
  const begun = new Map<string, StackEvent>()
  /** The first one is the root cause (F3.5); what to do is said with it, minutes before the stack has ended. */
  let hasFailed = false
  const records = new Map<string, readonly [Date, string]>()
  /** The old ones of an update are removed when the new ones already serve. */
  let isCleanUp = false

  function take(event: StackEvent): Progress | undefined {
    if (seen.has(event.id)) return undefined
    seen.add(event.id)
    const { logicalId, type, status } = event
    if (type === 'AWS::CloudFormation::Stack') {
      isCleanUp = status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
      const isUndone = status.endsWith('ROLLBACK_IN_PROGRESS')
      return isUndone ? { at: 'changed', stage, text: 'CloudFormation undoes what it did' } : undefined
    }
    const first = begun.get(logicalId)
    if (status.endsWith('_IN_PROGRESS')) {
      // Properties that are set later have events of the same kind.
      if (first?.status !== status) begun.set(logicalId, event)
      const [, name, value] = written.exec(event.reason ?? '') ?? []
      if (name !== undefined && value !== undefined) records.set(name, [event.time, `${name} CNAME ${value}`])
      return undefined
    }
    if (type === 'AWS::CertificateManager::Certificate') records.clear()
    begun.delete(logicalId)
    const took = first && event.time.getTime() - first.time.getTime()
    return status.endsWith('_FAILED') ? fail(event) : end(event, took)
  }

  function fail({ logicalId, type, status, reason, physicalId }: StackEvent): Progress | undefined {
    if (/cancelled/i.test(reason ?? '')) return undefined
    const what = wordsOf(logicalId, type)
    if (status !== 'DELETE_FAILED' || !isCleanUp) {
      const text = `${what} failed: ${hasFailed ? sayReason(reason) : explain(reason)}`
      hasFailed = true
      return { at: 'changed', stage, text }
    }
    // CloudFormation has tried three times and forgets it (F3.5).
    const which = physicalId === undefined ? '' : ` (${physicalId})`
    const text = `The old ${what}${which} could not be removed and is left to you: ${sayReason(reason)}`
    return { at: 'warning', stage, text }
  }

  function end({ logicalId, type, status }: StackEvent, took: number | undefined): Progress | undefined {
    const word = words[status]
    if (word === undefined || (status === 'DELETE_SKIPPED' && apart.includes(type))) return undefined
    const matters = usualTime(type) !== undefined || (took ?? worthMs) >= worthMs
    if (!matters) return undefined
    const time = took === undefined ? '' : ` in ${durationText(took)}`
    return { at: 'changed', stage, text: `${wordsOf(logicalId, type)} ${word}${time}` }
  }

  return {
    take,
    underWay: (now) =>
      [...begun.values()]
        .map(({ logicalId, type, time }) => {
          const usually = usualTime(type)
          const since = durationText(now - time.getTime())
          return `${wordsOf(logicalId, type)} for ${since}${usually === undefined ? '' : ` (usually ${usually})`}`
        })
        .join(', '),
    unseenRecords: (now) =>
      [...records.values()].flatMap(([time, record]) => (now - time.getTime() < lateMs ? [] : [record]))
  }
}
