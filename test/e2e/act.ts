// A repository of a user with workflows of examples/, run by act: on this machine, without a runner's image or network.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ensureWorkflowTools } from '../../local/python.ts'
import { watchProcesses } from './leaks.ts'

const root = join(import.meta.dirname, '../..')
const library = 'acme/slipway'

export interface Order {
  /** `push`, `workflow_dispatch`, `pull_request`. */
  readonly event: string
  readonly payload?: object
  /** File name in .github/workflows. */
  readonly workflow: string
  readonly job?: string
  /** Of the repository, as settings of GitHub. */
  readonly variables?: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
}

export interface Run {
  readonly exitCode: number | null
  /** `deploy/deploy/deploy` -> `success`; a job that did not run is not in it. */
  readonly jobs: Readonly<Record<string, string>>
  /** Of all steps by their id, the last one's where two have the same. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly log: string
  /** The command lines of all that was there while it ran. */
  readonly processes: string
}

export interface Act {
  readonly run: (order: Order) => Promise<Run>
  readonly close: () => void
}

/** @param checkout the user's repository; it gets `origin`'s name and the workflows of examples/. */
export async function openAct(checkout: string): Promise<Act> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-act-'))
  const copy = join(folder, 'library')
  for (const path of ['.github', 'dist']) cpSync(join(root, path), join(copy, path), { recursive: true })
  // act 0.2.89 does not know `$/` and `queue`, and takes a repository from a folder only under a name and a version.
  rewrite(join(copy, '.github/workflows'), (text) =>
    text.replaceAll(/(uses: )\$\/(\S+)/g, `$1${library}/$2@self`).replaceAll(/^ *queue: max\n/gm, '')
  )
  const workflows = join(checkout, '.github/workflows')
  cpSync(join(root, 'examples/workflows'), workflows, { recursive: true })
  rewrite(workflows, (text) => text.replaceAll('OWNER/REPO', library))
  const program = join(dirname(await ensureWorkflowTools()), 'act')
  return {
    run: (order) => run(program, order, { checkout, folder, copy }),
    close: () => {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function rewrite(folder: string, change: (text: string) => string): void {
  for (const file of readdirSync(folder)) {
    const path = join(folder, file)
    writeFileSync(path, change(readFileSync(path, 'utf8')))
  }
}

interface Folders {
  readonly checkout: string
  readonly folder: string
  readonly copy: string
}

async function run(program: string, order: Order, { checkout, folder, copy }: Folders): Promise<Run> {
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  const payload = join(folder, 'event.json')
  writeFileSync(payload, JSON.stringify(order.payload ?? {}))
  const tokens = Object.entries(order.environment).filter(([name]) => name.startsWith('ACTIONS_'))
  const args = [
    order.event,
    '--json',
    ...['--workflows', join('.github/workflows', order.workflow)],
    ...['--eventpath', payload],
    ...['--platform', 'ubuntu-24.04=-self-hosted'],
    // Its cache listens on the machine's own address.
    '--no-cache-server',
    '--action-offline-mode',
    ...['v1', 'self'].flatMap((version) => ['--local-repository', `${library}@${version}=${copy}`]),
    ...Object.entries(order.variables ?? {}).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
    ...tokens.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...(order.job === undefined ? [] : ['--job', order.job])
  ]
  // What act has in its environment, each step has.
  const env = { PATH: process.env.PATH ?? '', ...order.environment, HOME: home }
  const child = spawn(program, args, { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const processes = watchProcesses()
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
      processes.look()
    })
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  return { exitCode, processes: processes.seen(), ...told(text) }
}

interface Line {
  readonly msg: string
  readonly job?: string
  readonly jobResult?: string
  readonly command?: string
  readonly name?: string
  readonly arg?: string
  readonly stepID?: readonly string[]
}

function told(text: string): Omit<Run, 'exitCode' | 'processes'> {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
  const jobs: Record<string, string> = {}
  const outputs: Record<string, Record<string, string>> = {}
  for (const { job, jobResult, command, name, arg, stepID } of lines) {
    if (job !== undefined && jobResult !== undefined) jobs[job] = jobResult
    const step = stepID?.at(-1)
    if (command === 'set-output' && name !== undefined && step !== undefined) {
      outputs[step] = { ...outputs[step], [name]: arg ?? '' }
    }
  }
  return { jobs, outputs, log: lines.map(({ msg }) => msg).join('\n') }
}
