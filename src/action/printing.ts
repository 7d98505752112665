// How progress becomes lines: a group for each stage. Groups cannot interleave, so of the stages that run side by side
// the first is shown as it goes, and the lines of the others wait for their turn. Pure: what to print is returned.
import { durationText } from '../model/duration.ts'
import type { Reached } from '../model/moment.ts'
import type { Progress, Stage } from '../model/progress.ts'
import { linesOf } from './line.ts'
import { maskLine } from './mask.ts'
import type { Timeline } from './timeline.ts'

export type Line =
  | { readonly print: 'group'; readonly text: string }
  | { readonly print: 'end' }
  | { readonly print: 'text'; readonly text: string }
  | { readonly print: 'warning'; readonly text: string }
  | { readonly print: 'secret'; readonly text: string }

interface Part {
  readonly stage: Stage
  readonly title: string
  readonly startedAt: number
  readonly endedAt?: number
  readonly result?: string
  /** Not printed yet. */
  readonly lines: readonly Line[]
  /** The last change that was told. */
  readonly last?: string
  /** The program's output is within a private key. */
  readonly inKey: boolean
  readonly printed: boolean
  /** A group opens with its first line: an empty one would be a line to click in vain. */
  readonly opened: boolean
}

export interface Printing {
  readonly parts: readonly Part[]
  readonly printedAt: number
  /** The last time of each. */
  readonly reached: readonly Reached[]
}

export interface Printed {
  readonly printing: Printing
  readonly lines: readonly Line[]
}

/** A runner's page that says nothing for this long looks stuck. */
const silenceMs = 30_000

export const nothingPrinted = (now: number): Printing => ({ parts: [], printedAt: now, reached: [] })

export function advance(printing: Printing, progress: Progress, now: number): Printed {
  if (progress.at === 'reached') {
    const { moment, time = now } = progress
    const others = printing.reached.filter((one) => one.moment !== moment)
    return { printing: { ...printing, reached: [...others, { moment, time }] }, lines: [] }
  }
  const part = printing.parts.findLast(({ stage, endedAt }) => stage === progress.stage && endedAt === undefined)
  if (progress.at === 'started') {
    const { stage, title } = progress
    const started: Part = { stage, title, startedAt: now, lines: [], inKey: false, printed: false, opened: false }
    return drain({ ...printing, parts: [...printing.parts, started] }, [], now)
  }
  if (part === undefined) {
    // Nobody said that it begins; what it says is not lost.
    const begun = advance(printing, { at: 'started', stage: progress.stage, title: progress.stage }, now)
    const next = advance(begun.printing, progress, now)
    return { printing: next.printing, lines: [...begun.lines, ...next.lines] }
  }
  const update = (change: Partial<Part>): Printing => ({
    ...printing,
    parts: printing.parts.map((other) => (other === part ? { ...part, ...change } : other))
  })
  switch (progress.at) {
    case 'changed': {
      const { text } = progress
      if (text === part.last) return { printing, lines: [] }
      return drain(update({ ...added(part, linesOf(text)), last: text }), [], now)
    }
    case 'output': {
      const masked = maskOutput(linesOf(progress.text), part.inKey)
      return drain(update({ ...added(part, masked.lines), inKey: masked.inKey }), [], now)
    }
    case 'waiting': {
      if (now - printing.printedAt < silenceMs) return { printing, lines: [] }
      const isForeground = printing.parts.find(({ printed }) => !printed) === part
      const text = `... ${isForeground ? '' : `${part.title}: `}${progress.text} (${durationText(now - part.startedAt)})`
      return drain(printing, [{ print: 'text', text }], now)
    }
    case 'warning':
      return drain(printing, [{ print: 'warning', text: progress.text }], now)
    case 'secret':
      return { printing, lines: [{ print: 'secret', text: progress.value }] }
    case 'finished':
      return drain(update(ended(part, now, progress.text)), [], now)
  }
}

/** Whatever is still open ends here: the run was interrupted. */
export function close(printing: Printing, now: number): Printed {
  const parts = printing.parts.map((part) => (part.endedAt === undefined ? { ...part, ...ended(part, now) } : part))
  return drain({ ...printing, parts }, [], now)
}

export const timelineOf = ({ parts }: Printing, now: number): Timeline =>
  parts.map(({ stage, title, startedAt, endedAt, result }) => ({
    stage,
    title,
    startedAt,
    endedAt: endedAt ?? now,
    ...(result !== undefined && { result })
  }))

function added(part: Part, lines: readonly string[]): Pick<Part, 'lines' | 'opened'> {
  const head: readonly Line[] = part.opened ? [] : [{ print: 'group', text: part.title }]
  return { lines: [...part.lines, ...head, ...lines.map((text): Line => ({ print: 'text', text }))], opened: true }
}

function maskOutput(
  lines: readonly string[],
  inKey: boolean
): { readonly lines: readonly string[]; readonly inKey: boolean } {
  const masked: string[] = []
  let within = inKey
  for (const line of lines) {
    const next = maskLine(line, within)
    masked.push(next.text)
    within = next.inKey
  }
  return { lines: masked, inKey: within }
}

/** The result stands after the group, because the page folds groups. */
function ended(part: Part, now: number, result?: string): Partial<Part> {
  const text = `${part.title}: ${result ?? 'not finished'} (${durationText(now - part.startedAt)})`
  return {
    endedAt: now,
    lines: [...part.lines, ...(part.opened ? [{ print: 'end' } as const] : []), { print: 'text', text }],
    ...(result !== undefined && { result })
  }
}

/** Prints all that has its turn: the open stage that began first, and what was waiting for those before it. */
function drain(printing: Printing, urgent: readonly Line[], now: number): Printed {
  const front = printing.parts.findIndex(({ printed, endedAt }) => !printed && endedAt === undefined)
  const turns = front === -1 ? printing.parts.length : front + 1
  const lines = [...printing.parts.slice(0, turns).flatMap((part) => part.lines), ...urgent]
  const parts = printing.parts.map((part, index) =>
    index < turns ? { ...part, lines: [], printed: part.endedAt !== undefined } : part
  )
  return { printing: { ...printing, parts, printedAt: lines.length > 0 ? now : printing.printedAt }, lines }
}
