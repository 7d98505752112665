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
  /** Not printed yet; of a region none. */
  readonly lines: readonly Line[]
  /** The last change that was told. */
  readonly last?: string
  /** The program's output is within a private key. */
  readonly inKey: boolean
  /** Whether its title stands. */
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

type OfStage = Extract<Progress, { readonly at: 'changed' | 'output' | 'waiting' | 'finished' }>

export function advance(printing: Printing, progress: Progress, now: number): Printed {
  const { region } = progress
  const where = region === undefined ? {} : { region }
  switch (progress.at) {
    case 'reached': {
      const { moment, time = now } = progress
      const others = printing.reached.filter((one) => one.moment !== moment || one.region !== region)
      return { printing: { ...printing, reached: [...others, { moment, time, ...where }] }, lines: [] }
    }
    case 'secret':
      return { printing, lines: [{ print: 'secret', text: progress.value }] }
    case 'warning':
      return drain(printing, now, [{ print: 'warning', text: `${head(region)}${progress.text}` }])
    case 'started': {
      const { stage, title } = progress
      const part: Part = { stage, ...where, title, startedAt: now, lines: [], inKey: false, opened: false }
      return drain({ ...printing, parts: [...printing.parts, part] }, now)
    }
    default: {
      const part = printing.parts.findLast(
        (one) => one.stage === progress.stage && one.region === region && one.endedAt === undefined
      )
      return part ? during(part, printing, progress, now) : between(printing, progress, now)
    }
  }
}

function during(part: Part, printing: Printing, progress: OfStage, now: number): Printed {
  const { text } = progress
  switch (progress.at) {
    case 'changed':
      if (text === part.last) return { printing, lines: [] }
      return drain(add(part, printing, maskLines(linesOf(text)).lines, { last: text }), now)
    case 'output': {
      const { lines, inKey } = maskLines(linesOf(text), part.inKey)
      return drain(add(part, printing, lines, { inKey }), now)
    }
    case 'waiting': {
      const title = part === frontOf(printing) ? '' : `${part.title}: `
      const soFar = durationText(now - part.startedAt)
      return remind(printing, now, `${head(part.region)}... ${title}${text}; ${soFar} so far`)
    }
    case 'finished':
      return drain(end(part, printing, now, text), now)
  }
}

/** What is said of no open stage: lines of their own. */
const between = (printing: Printing, { at, text, region }: OfStage, now: number): Printed =>
  at === 'waiting'
    ? remind(printing, now, `${head(region)}... ${text}`)
    : drain(
        printing,
        now,
        maskLines(linesOf(text)).lines.map((line) => said(`${head(region)}${line}`))
      )

const remind = (printing: Printing, now: number, text: string): Printed =>
  now - printing.printedAt < silenceMs ? { printing, lines: [] } : drain(printing, now, [said(text)])

/** Whatever is still open ends here: the run was interrupted. */
export const close = (printing: Printing, now: number): Printed =>
  drain(
    printing.parts.reduce((rest, part) => (part.endedAt === undefined ? end(part, rest, now) : rest), printing),
    now
  )

export const timelineOf = ({ parts }: Printing, now: number): Timeline =>
  parts.map(({ stage, region, title, startedAt, endedAt, result }) => ({
    stage,
    ...(region !== undefined && { region }),
    title,
    startedAt,
    endedAt: endedAt ?? now,
    ...(result !== undefined && { result })
  }))

const said = (text: string): Line => ({ print: 'text', text })
const head = (region: string | undefined): string => (region === undefined ? '' : `${region}: `)

/** A group opens with its first line: an empty one would be a line to click in vain. */
function add(part: Part, printing: Printing, texts: readonly string[], change: Partial<Part>): Printing {
  const { region, title, opened } = part
  const lines: readonly Line[] =
    region === undefined
      ? [...(opened ? [] : [{ print: 'group', text: title } as const]), ...texts.map(said)]
      : [...(opened ? [] : [title]), ...texts.map((text) => `  ${text}`)].map((text) => said(head(region) + text))
  return put(part, printing, lines, { ...change, opened: true })
}

/** The result stands after the group, because the page folds groups. */
function end(part: Part, printing: Printing, now: number, result?: string): Printing {
  const { region, title, startedAt, opened } = part
  const text = `${head(region)}${title}: ${result ?? 'not finished'} (${durationText(now - startedAt)})`
  const hasGroup = opened && region === undefined
  return put(part, printing, [...(hasGroup ? [{ print: 'end' } as const] : []), said(text)], {
    endedAt: now,
    ...(result !== undefined && { result })
  })
}

/** Lines of a region wait together with those of the others, lines of a stage with its own. */
function put(part: Part, printing: Printing, lines: readonly Line[], change: Partial<Part>): Printing {
  const { held, parts } = printing
  const next = { ...part, ...change, lines: part.region === undefined ? [...part.lines, ...lines] : [] }
  return {
    ...printing,
    parts: parts.map((other) => (other === part ? next : other)),
    held: part.region === undefined ? held : [...held, ...lines]
  }
}

/** The stage whose group is open, or would be: of those that are no region's, the first that has not ended. */
const frontOf = ({ parts }: Printing): Part | undefined =>
  parts.find(({ region, endedAt }) => region === undefined && endedAt === undefined)

/** Prints all that has its turn: stages up to the one in front, and, where there is none, what regions said. */
function drain(printing: Printing, now: number, urgent: readonly Line[] = []): Printed {
  const { parts, held } = printing
  const front = frontOf(printing)
  const turns = front ? parts.indexOf(front) + 1 : parts.length
  const lines = [...parts.slice(0, turns).flatMap((part) => part.lines), ...(front ? [] : held), ...urgent]
  return {
    printing: {
      ...printing,
      parts: parts.map((part, index) => (index < turns ? { ...part, lines: [] } : part)),
      held: front ? held : [],
      printedAt: lines.length > 0 ? now : printing.printedAt
    },
    lines
  }
}
