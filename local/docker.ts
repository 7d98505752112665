// The Docker engine of the local AWS: the one that is there, else one of our own for as long as we run.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { openSync } from 'node:fs'
import { request } from 'node:http'
import { delimiter, join } from 'node:path'
import { bridgeOf, makeBridge } from './bridge.ts'
import { once } from './cache.ts'
import { command, runs } from './command.ts'
import { isDebian, isRoot, install, unpack } from './debian.ts'
import { comesUp, mortal } from './mortal.ts'

export interface Docker {
  /** What DOCKER_HOST says. */
  readonly host: string
  /** The folder of the docker client that came with our engine, when the machine has none or one without BuildKit. */
  readonly clientFolder?: string
  readonly own?: { readonly process: ChildProcess; readonly dataRoot: string; readonly bridge: string }
}

interface Place {
  readonly id: string
  readonly scratch: string
  readonly log: string
  readonly say: (line: string) => void
}

export async function ensureDocker(place: Place): Promise<Docker> {
  const there = await reachable()
  if (there !== undefined) return withClient({ host: there }, place)
  if (process.platform !== 'linux' || !isRoot || !isDebian) throw new Error(advice)
  return withClient(await startEngine(place), place)
}

const advice =
  'No Docker engine answers, and this is not Debian or Ubuntu as root, where one would be started for you. ' +
  'Start Docker on this machine (`systemctl start docker`), or set DOCKER_HOST to its address, and try again.'

/** The address of the engine that the docker client would use, if it answers. */
async function reachable(): Promise<string | undefined> {
  const named = process.env['DOCKER_HOST']
  if (named !== undefined && named !== '') {
    if (await answers(named)) return named
    throw new Error(`DOCKER_HOST is ${named}, but no Docker engine answers there. Start it, or unset DOCKER_HOST.`)
  }
  const context = await command('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']).catch(
    () => ''
  )
  const hosts = new Set([context.trim(), 'unix:///var/run/docker.sock'])
  for (const host of hosts) if (host !== '' && (await answers(host))) return host
  return undefined
}

async function startEngine({ id, scratch, log, say }: Place): Promise<Docker> {
  const folder = await engineFolder(say)
  const path = ['sbin', 'bin'].map((name) => join(folder, 'usr', name)).join(delimiter)
  const dataRoot = join(scratch, 'data')
  const host = `unix://${join(scratch, 'docker.sock')}`
  const bridge = bridgeOf(id)
  await makeBridge(bridge)
  const places = ['--data-root', dataRoot, '--exec-root', join(scratch, 'exec'), '--pidfile', join(scratch, 'pid')]
  const network = ['--bridge', bridge, '--iptables=false', '--ip-masq=false', '--ip-forward=false']
  const [program, args] = mortal('dockerd', ['--host', host, '--group', '0', ...places, ...network])
  const output = openSync(log, 'a')
  const engine = spawn(program, args, {
    stdio: ['ignore', output, output],
    env: { ...process.env, PATH: `${path}${delimiter}${process.env['PATH'] ?? ''}`, DOCKER_HOST: host }
  })
  if (!(await comesUp(engine, () => answers(host), 120))) {
    engine.kill()
    throw new Error(`The Docker engine did not start; its log is ${log}.`)
  }
  return { host, own: { process: engine, dataRoot, bridge } }
}

/** The folder with the distribution's engine; the machine itself is changed only when the engine lacks a library. */
async function engineFolder(say: (line: string) => void): Promise<string> {
  return once('engine', async (folder) => {
    say("getting Docker's engine from the distribution (once)")
    await unpack(['docker.io', 'docker-cli?', 'containerd', 'runc', 'tini?'], folder)
    const lacking = await Promise.all(
      ['sbin/dockerd', 'bin/containerd', 'sbin/runc'].map((name) => command('ldd', [join(folder, 'usr', name)]))
    )
    if (lacking.join('').includes('not found')) await install(['libdevmapper1.02.1', 'libseccomp2', 'libsystemd0'])
  })
}

/** A client of today without buildx has no BuildKit; the one that came with our engine has it built in. */
async function withClient(docker: Docker, { say }: Place): Promise<Docker> {
  const isThere = await runs('docker', ['--version'])
  if (isThere && (docker.own === undefined || (await runs('docker', ['buildx', 'version'])))) return docker
  if (!isDebian) throw new Error('The `docker` client is missing. Install it, and try again.')
  return { ...docker, clientFolder: join(await engineFolder(say), 'usr', 'bin') }
}

async function answers(host: string): Promise<boolean> {
  const { protocol, hostname, port, pathname } = new URL(host)
  if (protocol !== 'unix:' && protocol !== 'tcp:') return runs('docker', ['--host', host, 'version'])
  const place = protocol === 'unix:' ? { socketPath: pathname } : { hostname, port }
  return new Promise((resolve) => {
    const ping = request({ ...place, path: '/_ping', signal: AbortSignal.timeout(15_000) }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    ping.on('error', () => {
      resolve(false)
    })
    ping.end()
  })
}
