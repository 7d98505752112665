// Programs that end when whoever started them ends, however that was.
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))

/** The command line under which Linux sends the program SIGTERM at the death of its parent, even by SIGKILL. */
export function mortal(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  return setpriv === undefined ? [program, args] : [setpriv, ['--pdeathsig', 'TERM', program, ...args]]
}

/** Whether it answers, before it ends and before so many seconds are over. */
export async function comesUp(child: ChildProcess, answers: () => Promise<boolean>, seconds: number): Promise<boolean> {
  child.on('error', () => undefined)
  const deadline = Date.now() + seconds * 1000
  while (!hasEnded(child) && Date.now() < deadline) {
    if (await answers()) return true
    await sleep(50)
  }
  return false
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}
