// Programs that end when whoever started them ends, however that was.
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))

/** The command line under which Linux sends the program SIGTERM at the death of its parent, even by SIGKILL. */
export function mortal(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  return setpriv === undefined ? [program, args] : [setpriv, ['--pdeathsig', 'TERM', program, ...args]]
}

export function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}
