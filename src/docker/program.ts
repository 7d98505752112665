// Runs a program and gives its lines while it runs.
import { exec } from '@actions/exec'

export interface ProgramOptions {
  /** All of the child's environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly input?: string
}

export interface ProgramEnd {
  readonly exitCode: number
  /** Standard output and error, as they came. */
  readonly lines: readonly string[]
}

/** @returns also when the program fails. @throws Error of @actions/exec when it is not on this machine. */
export async function* runProgram(
  program: string,
  args: readonly string[],
  { environment, input }: ProgramOptions
): AsyncGenerator<string, ProgramEnd, void> {
  const lines: string[] = []
  let ended = false
  let wake = (): void => undefined
  const onLine = (line: string): void => {
    lines.push(line)
    wake()
  }
  const running = exec(program, [...args], {
    env: { ...environment },
    silent: true,
    ignoreReturnCode: true,
    listeners: { stdline: onLine, errline: onLine },
    ...(input !== undefined && { input: Buffer.from(input) })
  }).finally(() => {
    ended = true
    wake()
  })
  // Its end is awaited below; until then a rejection must not count as unhandled.
  running.catch(() => undefined)
  for (let next = 0; ;) {
    for (; next < lines.length; next++) yield lines[next] ?? ''
    if (isOver()) return { exitCode: await running, lines }
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }

  /** A function, because the compiler believes that nobody else changes `ended`. */
  function isOver(): boolean {
    return ended
  }
}

/** The same for those who want the end only. */
export async function runQuietly(
  program: string,
  args: readonly string[],
  options: ProgramOptions
): Promise<ProgramEnd> {
  const running = runProgram(program, args, options)
  for (;;) {
    const next = await running.next()
    if (next.done) return next.value
  }
}
