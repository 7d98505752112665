// Runs a program to its end and keeps all that it prints, for parts that run side by side.
import { spawn } from 'node:child_process'

export interface Printed {
  /** Null: it was killed. */
  readonly status: number | null
  readonly output: string
  readonly seconds: number
}

export function printed(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Printed> {
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => chunks.push(text))
    }
    child.on('error', reject).on('close', (status) => {
      resolve({ status, output: chunks.join(''), seconds: (performance.now() - start) / 1000 })
    })
  })
}
