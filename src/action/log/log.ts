// The one printer: takes the steps of a run, shows what happens, masks what must not be read, keeps the times.
import * as core from '@actions/core'
import type { Reached } from '../../model/moment.ts'
import type { Progress, Step } from '../../model/progress.ts'
import { inert, linesOf } from './line.ts'
import { maskable, maskLines, maskValues } from '../secrecy/mask.ts'
import { advance, close, nothingPrinted, timelineOf, type Line, type Printed, type Printing } from './printing.ts'
import type { Timeline } from './timeline.ts'

export interface Log {
  /** Takes the steps to their end, and gives what they made; unless `over` fails before. */
  readonly show: <T>(steps: Step<T>, over?: Promise<never>) => Promise<T>
  /** From now on these values are blanked out, by us and by the runner. */
  readonly keepSecret: (values: readonly string[]) => void
  /** Lines that belong together, outside of any stage. */
  readonly print: (lines: readonly string[]) => void
  readonly warn: (text: string) => void
  /** The same text without what must not be read; for whatever is not printed by us. */
  readonly hide: (text: string) => string
  readonly timeline: () => Timeline
  readonly reached: () => readonly Reached[]
}

export function openLog(clock: { readonly now: () => number }): Log {
  let printing: Printing = nothingPrinted(clock.now())
  let secrets: readonly string[] = []

  // Values before shapes: of a value that has a shape in it the rest would not be known any more.
  const hide = (text: string): string => maskLines(maskValues(text, secrets).split('\n')).lines.join('\n')

  /** Shapes in output stay for the printing: a private key has many lines, which come one by one. */
  function hidden(progress: Progress): Progress {
    if (!('text' in progress)) return progress
    const { at, text } = progress
    return { ...progress, text: at === 'output' ? maskValues(text, secrets) : hide(text) }
  }

  function keepSecret(values: readonly string[]): void {
    const found = maskable(values)
    found.forEach(core.setSecret)
    secrets = maskable([...secrets, ...found])
  }

  function write(line: Line): void {
    switch (line.print) {
      case 'group':
        core.startGroup(hide(line.text))
        return
      case 'end':
        core.endGroup()
        return
      case 'text':
        linesOf(hide(line.text)).forEach((text) => {
          core.info(inert(text))
        })
        return
      case 'warning':
        core.warning(hide(line.text))
        return
      case 'secret':
        keepSecret([line.text])
    }
  }

  function take({ printing: next, lines }: Printed): void {
    printing = next
    lines.forEach(write)
  }

  return {
    async show(steps, over) {
      over?.catch(() => undefined)
      try {
        for (;;) {
          const next = await (over ? Promise.race([steps.next(), over]) : steps.next())
          if (next.done) return next.value
          take(advance(printing, hidden(next.value), clock.now()))
        }
      } finally {
        take(close(printing, clock.now()))
      }
    },
    keepSecret,
    print(lines) {
      if (lines.length > 0) write({ print: 'text', text: lines.join('\n') })
    },
    warn(text) {
      write({ print: 'warning', text })
    },
    hide,
    timeline: () => timelineOf(printing, clock.now()),
    reached: () => printing.reached
  }
}
