// Runs a program: for its lines while it runs, or for its output.
import { StringDecoder } from 'node:string_decoder'
import { exec, getExecOutput, type ExecOutput } from '@actions/exec'
import { withoutKeys } from '../model/private-key.ts'
import { asFailure } from '../model/failure.ts'

export interface ProgramOptions {
  /** All of the child's environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly input?: string
  /** Ends the wait for the program at once; the program ends with us. */
  readonly cancelled?: AbortSignal
}

export interface ProgramEnd {
  readonly exitCode: number
  /** Of standard output and error, as they came, but for private keys: who cuts them would let parts of one be read. */
  readonly lines: readonly string[]
}

/** @returns also when the program fails. @throws Error of @actions/exec when it is not on this machine. */
export const readProgram = (
  program: string,
  args: readonly string[],
  { environment }: ProgramOptions
): Promise<ExecOutput> =>
  getExecOutput(program, [...args], { env: { ...environment }, silent: true, ignoreReturnCode: true })

/** Yields lines as they come. @throws the reason of `cancelled`, a Failure. */
export async function* runProgram(
  program: string,
  args: readonly string[],
  { environment, input, cancelled }: ProgramOptions
): AsyncGenerator<string, ProgramEnd, void> {
  checkCancelled()
  const lines: string[] = []
  let exitCode: number | undefined
  let wake = (): void => undefined
  const onLine = (line: string): void => {
    lines.push(line)
    wake()
  }
  const [stdout, stderr] = [lineReader(onLine), lineReader(onLine)]
  const running = exec(program, [...args], {
    env: { ...environment },
    silent: true,
    ignoreReturnCode: true,
    listeners: { stdout: stdout.read, stderr: stderr.read },
    ...(input !== undefined && { input: Buffer.from(input) })
  })
    .then((code) => {
      stdout.end()
      stderr.end()
      exitCode = code
    })
    .finally(() => {
      wake()
    })
  // It is awaited below; until then a rejection must not count as unhandled.
  running.catch(() => undefined)
  const onCancel = (): void => {
    wake()
  }
  cancelled?.addEventListener('abort', onCancel, { once: true })
  try {
    for (let next = 0; ;) {
      for (; next < lines.length; next++) yield lines[next] ?? ''
      if (exitCode !== undefined) return { exitCode, lines: withoutKeys(lines) }
      const more = new Promise<void>((resolve) => {
        wake = resolve
      })
      checkCancelled()
      // A program that could not be started ends the wait with its error.
      await Promise.race([more, running])
    }
  } finally {
    cancelled?.removeEventListener('abort', onCancel)
  }

  function checkCancelled(): void {
    if (cancelled?.aborted === true) throw asFailure(cancelled.reason)
  }
}

/** Yields the lines alone that are worth it; what is returned stays whole. */
export async function* only<T>(
  lines: AsyncGenerator<string, T, void>,
  isWorthIt: (line: string) => boolean
): AsyncGenerator<string, T, void> {
  for (;;) {
    const next = await lines.next()
    if (next.done) return next.value
    if (isWorthIt(next.value)) yield next.value
  }
}

interface LineReader {
  readonly read: (data: Buffer) => void
  readonly end: () => void
}

/** Text comes in pieces that end anywhere, inside a character too. @internal No program can be told where. */
export function lineReader(onLine: (line: string) => void): LineReader {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    read: (data) => {
      const pieces = (rest + decoder.write(data)).split(/\r?\n/)
      rest = pieces.pop() ?? ''
      pieces.forEach(onLine)
    },
    end: () => {
      const last = rest + decoder.end()
      rest = ''
      if (last !== '') onLine(last)
    }
  }
}
