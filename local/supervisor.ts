// The process that holds a local AWS together. It is started by local.ts, tells it by lines of JSON how far it is, and
// takes everything away when its stdin ends: at the end of whoever started it, however that came.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { here } from './cache.ts'
import { ensureDocker } from './docker.ts'
import type { Gateway } from './gateway/gateway.ts'
import { newInstance, save } from './instance.ts'
import type { Pace } from './ministack.ts'
import { startMiniStack } from './ministack.ts'
import { owned } from './processes.ts'
import { ensurePython } from './python.ts'
import { removeOrphans, removeRemains } from './remains.ts'

export interface Order {
  readonly pace: Pace
  readonly region: string
  readonly settings: Readonly<Record<string, string>>
}

export interface Facts {
  readonly gatewayUrl: string
  readonly ministackUrl: string
  readonly dockerHost: string
  readonly dockerClientFolder?: string
  readonly caFile: string
  /** Where the logs are. */
  readonly folder: string
}

export type Said = { readonly say: string } | { readonly ready: Facts } | { readonly failed: string }

const order = JSON.parse(process.argv[2] ?? '{}') as Order
let instance = newInstance()
const { folder, scratch } = instance

const ended = new Promise<void>((resolve) => {
  process.stdin.resume().on('end', resolve).on('error', resolve)
  process.on('SIGTERM', resolve).on('SIGHUP', resolve).on('SIGINT', resolve)
})
// Nobody may be left to read what we say.
process.stdout.on('error', () => undefined)

const starting = start().then(
  () => true,
  (error: unknown) => {
    tell({ failed: error instanceof Error ? error.message : String(error) })
    return false
  }
)
await Promise.race([ended, starting.then((isUp) => (isUp ? ended : undefined))])
// What is being started this moment has to be there before it can be taken away; a first installation is not waited for.
await Promise.race([starting, sleep(5000)])
await removeRemains(instance)
process.exit()

async function start(): Promise<void> {
  const say = (line: string): void => {
    tell({ say: line })
  }
  await removeOrphans()
  const [docker, python, gateway] = await Promise.all([
    ensureDocker({ id: instance.id, scratch, log: join(folder, 'docker.log'), say }).then((found) => {
      if (found.own !== undefined) watch('The Docker engine', 'docker.log', found.own.process)
      instance = save({
        ...instance,
        engine: { host: found.host, ...(found.own === undefined ? {} : { bridge: found.own.bridge }) }
      })
      return found
    }),
    ensurePython(say),
    startGatewayProcess()
  ])
  const registry = `127.0.0.1:${gateway.port}`
  const dockerConfig = join(scratch, 'docker-config')
  mkdirSync(dockerConfig)
  const login = { auths: { [registry]: { auth: gateway.pullAuth } } }
  writeFileSync(join(dockerConfig, 'config.json'), JSON.stringify(login))
  const log = join(folder, 'ministack.log')
  const { pace, settings } = order
  const place = { python, dockerHost: docker.host, dockerConfig, name: `slipway-${instance.id}`, scratch, log }
  const ministack = await startMiniStack({ ...place, pace, settings })
  keep(ministack.process)
  watch('MiniStack', 'ministack.log', ministack.process)
  instance = save({ ...instance, label: ministack.label, registry })
  gateway.setUpstream(ministack.url)
  tell({
    ready: {
      gatewayUrl: `http://${registry}`,
      ministackUrl: ministack.url,
      dockerHost: docker.host,
      ...(docker.clientFolder === undefined ? {} : { dockerClientFolder: docker.clientFolder }),
      caFile: gateway.caFile,
      folder
    }
  })
}

async function startGatewayProcess(): Promise<Gateway> {
  const log = openSync(join(folder, 'gateway.log'), 'a')
  const stdio = ['pipe', 'pipe', log] as const
  const child = spawn(process.execPath, [join(here, 'gateway', 'main.ts')], { stdio: [...stdio] })
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('The gateway has no pipes.')
  keep(child)
  stdin.on('error', () => undefined)
  stdin.write(`${JSON.stringify({ settings: { folder, region: order.region } })}\n`)
  watch('The gateway', 'gateway.log', child)
  const line = await new Promise<string>((resolve) => createInterface({ input: stdout }).once('line', resolve))
  return {
    ...(JSON.parse(line) as Omit<Gateway, 'setUpstream'>),
    setUpstream: (upstream) => void stdin.write(`${JSON.stringify({ upstream })}\n`)
  }
}

/** Writes the process down, so that it can be ended even if we are not there to do so. */
function keep(child: ChildProcess): void {
  if (child.pid !== undefined) instance = save({ ...instance, processes: [...instance.processes, owned(child.pid)] })
}

/** Without one of its parts the local AWS is none: better no answer than wrong ones. */
function watch(what: string, log: string, child: ChildProcess): void {
  child.on('exit', (code, signal) => {
    tell({ failed: `${what} ended (${signal ?? code ?? 'unknown'}); its log is ${join(folder, log)}.` })
    process.kill(process.pid, 'SIGTERM')
  })
}

function tell(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`)
}
