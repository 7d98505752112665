// Runs another program to its end.
import { spawn } from 'node:child_process'

interface Options {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly input?: string
  /** After so many milliseconds it is ended. */
  readonly timeout?: number
}

/** What the program printed; when it failed, an error with the last lines of what it complained about. */
export async function command(program: string, args: readonly string[], options: Options = {}): Promise<string> {
  const { input, ...rest } = options
  const child = spawn(program, args, { ...rest, stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  child.stdin.on('error', () => undefined).end(input)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  if (code === 0) return output
  const last = (complaint.trim() || output.trim()).split('\n').slice(-8).join('\n')
  throw new Error(`\`${program} ${args.join(' ')}\` failed (status ${code ?? 'none, killed'}):\n${last}`)
}

/** Whether the program is there and runs with these arguments. */
export async function runs(program: string, args: readonly string[], options: Options = {}): Promise<boolean> {
  return command(program, args, options).then(
    () => true,
    () => false
  )
}
