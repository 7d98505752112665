// Runs the bundled action as a GitHub runner does: INPUT_* variables, GITHUB_* files, a temporary folder, a log.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Job {
  /** The checkout. */
  readonly workspace: string
  readonly inputs: Readonly<Record<string, string>>
  /** How AWS, Docker and the site are reached. */
  readonly environment: Readonly<Record<string, string>>
  /** The action's file; ours when absent. */
  readonly bundle?: string
  readonly actor?: string
  readonly runId?: string
  /** Called with every line of the log as it comes. */
  readonly onLine?: (line: string) => void
  /** Called once the process runs, for tests that signal it. */
  readonly onStart?: (process: ChildProcess) => void
}

export interface Ended {
  readonly exitCode: number | null
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  readonly log: string
  readonly seconds: number
  /** When the process was gone, in milliseconds since 1970. */
  readonly endedAt: number
}

const bundle = new URL('../dist/index.js', import.meta.url)
let runs = 0

export async function runAction(job: Job): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-run-'))
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')]
  for (const file of [output, summary]) writeFileSync(file, '')
  const lines: string[] = []
  const start = performance.now()
  try {
    const child = spawn(process.execPath, [job.bundle ?? bundle.pathname], {
      cwd: job.workspace,
      env: { ...runnerEnvironment(job, folder), GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    job.onStart?.(child)
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        job.onLine?.(line)
      })
    }
    const exitCode = await new Promise<number | null>((resolve, reject) =>
      child.on('error', reject).on('close', resolve)
    )
    const endedAt = Date.now()
    return {
      exitCode,
      outputs: readOutputs(readFileSync(output, 'utf8')),
      summary: readFileSync(summary, 'utf8'),
      log: lines.join('\n'),
      seconds: (performance.now() - start) / 1000,
      endedAt
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Nothing of this machine's environment but PATH, as a runner has no more, and where Node keeps what it has compiled. */
function runnerEnvironment(job: Job, temp: string): Readonly<Record<string, string>> {
  const { NODE_COMPILE_CACHE: compiled } = process.env
  const inputs = Object.entries(job.inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const)
  return {
    PATH: process.env.PATH ?? '',
    ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }),
    HOME: temp,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_RUN_ID: job.runId ?? String(1000 + ++runs),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_ACTOR: job.actor ?? 'octocat',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_WORKSPACE: job.workspace,
    RUNNER_TEMP: temp,
    ...job.environment,
    ...Object.fromEntries(inputs)
  }
}

/** `name=value` and `name<<delimiter` blocks, as GitHub reads them. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {}
  for (const [, name = '', delimiter, block, value] of text.matchAll(
    /^([\w-]+)(?:<<(.+)\r?\n([\s\S]*?)\r?\n\2|=(.*))$/gm
  )) {
    outputs[name] = delimiter === undefined ? (value ?? '') : (block ?? '')
  }
  return outputs
}
