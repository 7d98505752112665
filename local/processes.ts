// Processes of this machine, told from later ones of the same number.
import { readdirSync, readFileSync } from 'node:fs'

export interface Owned {
  readonly pid: number
  readonly started: string
}

export function owned(pid: number): Owned {
  return { pid, started: stat(pid)?.started ?? 'unknown' }
}

export function lives({ pid, started }: Owned): boolean {
  const now = stat(pid)
  if (now !== undefined) return now.started === started
  try {
    // Where there is no /proc, the number alone has to do.
    return started === 'unknown' && process.kill(pid, 0)
  } catch {
    return false
  }
}

export function end(process_: Owned, signal: NodeJS.Signals): void {
  if (!lives(process_)) return
  try {
    process.kill(process_.pid, signal)
  } catch {
    // It ended between the question and the signal.
  }
}

/** The processes of these programs that name the folder in their command line, such as the daemons of one engine. */
export function processesNaming(folder: string, programs: readonly string[]): Owned[] {
  return all().flatMap((pid) => {
    const line = commandLine(pid)
    const program = line[0]?.split('/').at(-1)
    const ours = program !== undefined && programs.includes(program) && line.some((word) => word.includes(folder))
    return ours ? [owned(pid)] : []
  })
}

export function childrenOf(parents: readonly Owned[]): Owned[] {
  const numbers = new Set(parents.map(({ pid }) => String(pid)))
  return all().flatMap((pid) => (numbers.has(stat(pid)?.parent ?? '') ? [owned(pid)] : []))
}

function all(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  } catch {
    return []
  }
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

/** From /proc/PID/stat: parent, and the ticks from boot to start. A zombie counts as gone. */
function stat(pid: number): { readonly parent: string; readonly started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const started = rest[17]
    if (state === 'Z' || parent === undefined || started === undefined) return undefined
    return { parent, started }
  } catch {
    return undefined
  }
}
