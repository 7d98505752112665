// However it ends, nothing is left: no process, container, network, socket, mount.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { CreateClusterCommand, DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs'
import { bridged, bridgeOf, makeBridge } from '../../local/bridge.ts'
import { once } from '../../local/cache.ts'
import { command } from '../../local/command.ts'
import { isRoot, unpack } from '../../local/debian.ts'
import { savedInstances, scratchOf } from '../../local/instance.ts'
import type { Instance } from '../../local/instance.ts'
import { startLocal } from '../../local/local.ts'
import type { Local } from '../../local/local.ts'
import { removeOrphans } from '../../local/remains.ts'
import { until } from '../until.ts'
import { facts, settings } from './shared.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

test('two run side by side and know nothing of each other', async () => {
  const other = await startLocal()
  const [one, two] = [facts.gatewayUrl, other.gatewayUrl].map(
    (endpoint) => new ECSClient({ ...settings('100000000006'), endpoint })
  )
  await one?.send(new CreateClusterCommand({ clusterName: 'mine' }))
  const seen = await two?.send(new DescribeClustersCommand({ clusters: ['mine'] }))
  expect(seen?.clusters).toEqual([])
  expect(await other.gateway.calls('100000000006')).toHaveLength(1)
  const instance = instanceOf(other)
  await runContainer(other.dockerHost)
  await other.stop()
  expect(remainsOf(instance)).toEqual([])
  expect((await fetch(`${facts.gatewayUrl}/_gateway/health`)).status).toBe(200)
})

// Bridges are made where the engine is ours, which takes root.
const testAsRoot = isRoot && process.platform === 'linux' ? test : test.skip
testAsRoot('one of another checkout keeps its bridge while it runs', async () => {
  const id = 'elsewhere'
  const folder = scratchOf(id)
  await mkdir(folder)
  try {
    await makeBridge(bridgeOf(id))
    await removeOrphans()
    expect(bridged()).toContain(id)
  } finally {
    await rm(folder, { recursive: true })
  }
  await removeOrphans()
  expect(bridged()).not.toContain(id)
})

test('nothing is left after kill -9 of the one who started it', async () => {
  const { launcher, instance } = await launch()
  process.kill(launcher, 'SIGKILL')
  await gone(instance)
})

test.each<[string, (instance: Instance) => boolean]>([
  ['is written down', () => true],
  ['has its first process', ({ processes }) => processes.length > 0],
  ['has an engine', ({ engine }) => engine !== undefined],
  ['has all its processes', ({ processes }) => processes.length > 1]
])('nothing is left after kill -9 as soon as it %s, while it starts', async (_, isSoFar) => {
  const before = savedInstances().map(({ id }) => id)
  const child = spawn(process.execPath, [join(root, 'local', 'start.ts')], { stdio: 'ignore' })
  const begun = await until(() => savedInstances().find((each) => !before.includes(each.id) && isSoFar(each)))
  child.kill('SIGKILL')
  await gone(begun)
})

test('nothing is left after Ctrl-C', async () => {
  const { launcher, instance, ended } = await launch()
  process.kill(launcher, 'SIGINT')
  expect(await ended).toBe(0)
  expect(remainsOf(instance)).toEqual([])
})

test('after kill -9 of the supervisor, the one who started it tidies up and says so', async () => {
  const { instance, ended } = await launch()
  process.kill(instance.supervisor.pid, 'SIGKILL')
  expect(await ended).toBe(1)
  expect(remainsOf(instance)).toEqual([])
})

test('after kill -9 of both, the next start tidies up', async () => {
  const { launcher, instance, ended } = await launch()
  process.kill(launcher, 'SIGKILL')
  process.kill(instance.supervisor.pid, 'SIGKILL')
  await ended
  const next = await startLocal()
  expect(remainsOf(instance)).toEqual([])
  await next.stop()
})

test('on an engine that was there before, only what is ours is removed', async () => {
  const docker = (...args: string[]): Promise<string> => command('docker', ['--host', facts.dockerHost, ...args])
  process.env['DOCKER_HOST'] = facts.dockerHost
  const guest = await startLocal()
  delete process.env['DOCKER_HOST']
  expect(guest.dockerHost).toBe(facts.dockerHost)
  const instance = instanceOf(guest)
  const theirs = (await runContainer(facts.dockerHost)).trim()
  const ours = (await runContainer(facts.dockerHost, '--label', instance.label ?? '')).trim()
  const image = `${instance.registry ?? ''}/100000000006/eu-west-1/web:one`
  await docker('tag', 'deaf', image)
  await guest.stop()
  expect(remainsOf(instance)).toEqual([])
  const left = (await docker('ps', '--quiet', '--no-trunc')).split('\n')
  expect([left.includes(theirs), left.includes(ours)]).toEqual([true, false])
  const images = await docker('images', '--format', '{{.Repository}}:{{.Tag}}')
  expect(images).not.toContain(instance.registry)
  expect(images).toContain('deaf:latest')
  await docker('rm', '--force', theirs)
})

/** Starts it as `npm run local` does, with a container that ignores SIGTERM. */
async function launch(): Promise<{ launcher: number; instance: Instance; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [join(root, 'local', 'start.ts')], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const host = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^export DOCKER_HOST='(.*)'$/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then((code) => {
      reject(new Error(`It ended with ${code ?? 'a signal'}.`))
    })
  })
  const instance = savedInstances().find(({ engine }) => engine?.host === host)
  if (instance === undefined) throw new Error(`No instance has the engine ${host}.`)
  await runContainer(host)
  return { launcher: child.pid ?? 0, instance, ended }
}

/** A small one, which as a first process does not hear SIGTERM, and names the engine in its command line. */
async function runContainer(dockerHost: string, ...options: readonly string[]): Promise<string> {
  const busybox = await once('busybox', (path) => unpack(['busybox-static'], path))
  const archive = join(busybox, `${process.pid}.tar`)
  await command('tar', [
    '--create',
    '--file',
    archive,
    '--directory',
    busybox,
    ...['bin', 'usr/bin'].filter((name) => existsSync(join(busybox, name)))
  ])
  const docker = (...args: string[]): Promise<string> => command('docker', ['--host', dockerHost, ...args])
  await docker('import', archive, 'deaf')
  await rm(archive)
  const shell = existsSync(join(busybox, 'bin/busybox')) ? '/bin/busybox' : '/usr/bin/busybox'
  return docker(
    'run',
    '--detach',
    '--network',
    'none',
    ...options,
    'deaf',
    shell,
    'sh',
    '-c',
    `sleep 1000; echo ${dockerHost}`
  )
}

function instanceOf({ folder }: Local): Instance {
  return JSON.parse(readFileSync(join(folder, 'instance.json'), 'utf8')) as Instance
}

async function gone(instance: Instance): Promise<void> {
  await until(() => remainsOf(instance).length === 0).catch(() => undefined)
  expect(remainsOf(instance)).toEqual([])
}

/** What of the instance is still there: processes (those in containers, too) by their command line, and so on. */
function remainsOf({ id, scratch, folder, supervisor, processes }: Instance): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const lines = pids.map((pid) => [pid, contents(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')] as const)
  const named = lines.filter(([, line]) => line.includes(scratch) || line.includes(folder)).map(([, line]) => line)
  const owned = [supervisor, ...processes]
    .filter(({ pid }) => contents(`/proc/${pid}/cmdline`) !== '')
    .map(({ pid }) => String(pid))
  const mounts = contents('/proc/mounts')
    .split('\n')
    .filter((line) => line.includes(scratch))
  const bridges = bridged().filter((one) => one === id)
  const files = [scratch, join(folder, 'instance.json')].filter((path) => existsSync(path))
  return [...named, ...owned, ...mounts, ...bridges, ...files]
}

function contents(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
