// How progress becomes lines: a group for each stage. Groups cannot interleave, so of the stages that run side by side
// the first is shown as it goes, and the lines of the others wait for their turn. Of a run in several regions, lines of
// a region have no group but begin with its name, and come as they happen. Pure: what to print is returned.
import { durationText } from '../../model/duration.ts'
import type { Reached } from '../../model/moment.ts'
import type { Progress, Stage } from '../../model/progress.ts'
import { linesOf } from './line.ts'
import { maskLines } from '../secrecy/mask.ts'
import type { Timeline } from './timeline.ts'

export type Line =
  | { readonly print: 'group'; readonly text: string }
  | { readonly print: 'end' }
  | { readonly print: 'text'; readonly text: string }
  | { readonly print: 'warning'; readonly text: string }
  | { readonly print: 'secret'; readonly text: string }

interface Part {
  readonly stage: Stage
  readonly region?: string
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
  /** Lines of regions, which wait until no group is open. */
  readonly held: readonly Line[]
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

export const nothingPrinted = (now: number): Printing => ({ parts: [], held: [], printedAt: now, reached: [] })

export function advance(printing: Printing, progress: Progress, now: number): Printed {
  const { region } = progress
  const place = region === undefined ? {} : { region }
  if (progress.at === 'reached') {
    const { moment, time = now } = progress
    const others = printing.reached.filter((one) => one.moment !== moment || one.region !== region)
    return { printing: { ...printing, reached: [...others, { moment, time, ...place }] }, lines: [] }
  }
  if (progress.at === 'secret') return { printing, lines: [{ print: 'secret', text: progress.value }] }
  if (progress.at === 'warning') {
    return drain(printing, [{ print: 'warning', text: `${inPlace(region)}${progress.text}` }], now)
  }
  if (progress.at === 'started') {
    const { stage, title } = progress
    const started: Part = {
      stage,
      ...place,
      title,
      startedAt: now,
      lines: [],
      inKey: false,
      printed: false,
      opened: false
    }
    return drain({ ...printing, parts: [...printing.parts, started] }, [], now)
  }
  const part = printing.parts.findLast(
    (one) => one.stage === progress.stage && one.region === region && one.endedAt === undefined
  )
  if (part === undefined) {
    // Said between stages: a line of its own.
    const isWaiting = progress.at === 'waiting'
    if (isWaiting && now - printing.printedAt < silenceMs) return { printing, lines: [] }
    const said = maskLines(linesOf(isWaiting ? `... ${progress.text}` : progress.text), false).lines
    return drain(
      printing,
      said.map((text): Line => ({ print: 'text', text: `${inPlace(region)}${text}` })),
      now
    )
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
      const masked = maskLines(linesOf(progress.text), part.inKey)
      return drain(update({ ...added(part, masked.lines), inKey: masked.inKey }), [], now)
    }
    case 'waiting': {
      if (now - printing.printedAt < silenceMs) return { printing, lines: [] }
      const isForeground = region === undefined && printing.parts.find(({ printed }) => !printed) === part
      const text = `... ${inPlace(region)}${isForeground ? '' : `${part.title}: `}${progress.text}; ${durationText(now - part.startedAt)} so far`
      return drain(printing, [{ print: 'text', text }], now)
    }
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
  parts.map(({ stage, region, title, startedAt, endedAt, result }) => ({
    stage,
    ...(region !== undefined && { region }),
    title,
    startedAt,
    endedAt: endedAt ?? now,
    ...(result !== undefined && { result })
  }))

const inPlace = (region: string | undefined): string => (region === undefined ? '' : `${region}: `)

function added(part: Part, lines: readonly string[]): Pick<Part, 'lines' | 'opened'> {
  const { region, title, opened } = part
  if (region !== undefined) {
    const told = [...(opened ? [] : [title]), ...lines.map((text) => `  ${text}`)]
    const texts = told.map((text): Line => ({ print: 'text', text: `${region}: ${text}` }))
    return { lines: [...part.lines, ...texts], opened: true }
  }
  const head: readonly Line[] = opened ? [] : [{ print: 'group', text: title }]
  return { lines: [...part.lines, ...head, ...lines.map((text): Line => ({ print: 'text', text }))], opened: true }
}

/** The result stands after the group, because the page folds groups. */
function ended(part: Part, now: number, result?: string): Partial<Part> {
  const { region, title, opened } = part
  const text = `${inPlace(region)}${title}: ${result ?? 'not finished'} (${durationText(now - part.startedAt)})`
  const hasGroup = opened && region === undefined
  return {
    endedAt: now,
    lines: [...part.lines, ...(hasGroup ? [{ print: 'end' } as const] : []), { print: 'text', text }],
    ...(result !== undefined && { result })
  }
}

/** Prints all that has its turn: the open stage that began first, and what was waiting for those before it. */
function drain(printing: Printing, urgent: readonly Line[], now: number): Printed {
  const isShared = ({ region }: Part): boolean => region === undefined
  const front = printing.parts.findIndex((part) => isShared(part) && !part.printed && part.endedAt === undefined)
  const turns = front === -1 ? printing.parts.length : front + 1
  const waiting = [...printing.held, ...printing.parts.filter((part) => !isShared(part)).flatMap(({ lines }) => lines)]
  const held = front === -1 ? [] : waiting
  const lines = [
    ...printing.parts.slice(0, turns).flatMap((part) => (isShared(part) ? part.lines : [])),
    ...(front === -1 ? waiting : []),
    ...urgent
  ]
  const parts = printing.parts.map((part, index) =>
    index < turns || !isShared(part) ? { ...part, lines: [], printed: part.endedAt !== undefined } : part
  )
  return { printing: { ...printing, parts, held, printedAt: lines.length > 0 ? now : printing.printedAt }, lines }
}
