// Takes away all that an instance started: at its end, or later when it could not do so itself.
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bridgeOf, bridged, removeBridge } from './bridge.ts'
import { command, runs } from './command.ts'
import { endedFolders, savedInstances, scratchOf } from './instance.ts'
import type { Instance } from './instance.ts'
import { childrenOf, end, lives, processesNaming } from './processes.ts'
import type { Owned } from './processes.ts'

const shims = ['containerd-shim', 'containerd-shim-runc-v1', 'containerd-shim-runc-v2']
const daemons = ['setpriv', 'dockerd', 'containerd', ...shims]

/** Removes the instance's processes, containers, images, network, sockets and folders. Its logs stay. */
export async function removeRemains(instance: Instance): Promise<void> {
  // At once: MiniStack would start new tasks for the containers that are removed.
  for (const process of instance.processes) end(process, 'SIGKILL')
  if (instance.engine?.bridge === undefined && instance.engine !== undefined) {
    await removeContainers(instance, instance.engine.host)
  } else await removeEngine(instance.scratch, bridgeOf(instance.id))
  await rm(instance.scratch, { recursive: true, force: true })
  await rm(join(instance.folder, 'instance.json'), { force: true })
}

/** Removes what instances left whose own process is gone, and logs that nobody has looked at for a day. */
export async function removeOrphans(): Promise<void> {
  for (const instance of savedInstances()) if (!lives(instance.supervisor)) await removeRemains(instance)
  const known = savedInstances().map(({ id }) => id)
  // An instance of another checkout is not known here, but its scratch folder is there while it runs.
  const orphaned = bridged().filter((id) => !known.includes(id) && !existsSync(scratchOf(id)))
  for (const id of orphaned) await removeBridge(bridgeOf(id))
  for (const folder of endedFolders(24)) await rm(folder, { recursive: true, force: true })
}

/** On an engine that is not ours, our containers and the images of our registry are all that we put there. */
async function removeContainers({ label, registry }: Instance, host: string): Promise<void> {
  const docker = ['--host', host]
  if (label !== undefined) {
    const ids = await lines([...docker, 'ps', '--all', '--quiet', '--filter', `label=${label}`])
    if (ids.length > 0) await runs('docker', [...docker, 'rm', '--force', '--volumes', ...ids])
  }
  if (registry !== undefined) {
    const format = '{{.Repository}} {{.Tag}} {{.Digest}}'
    const images = await lines([...docker, 'images', '--digests', '--format', format])
    // By name: what somebody else calls the same image stays.
    const names = images.flatMap((line) => {
      const [name = '', tag, digest = ''] = line.split(' ')
      return name.startsWith(`${registry}/`) ? [tag === '<none>' ? `${name}@${digest}` : `${name}:${tag ?? ''}`] : []
    })
    if (names.length > 0) await runs('docker', [...docker, 'rmi', ...new Set(names)])
  }
}

async function removeEngine(scratch: string, bridge: string): Promise<void> {
  const engine = (programs: readonly string[]): Owned[] => processesNaming(scratch, programs)
  // An engine waits ten seconds for each container that ignores SIGTERM, so the containers go first.
  for (const container of childrenOf(engine(shims))) end(container, 'SIGKILL')
  for (const daemon of engine(['dockerd'])) end(daemon, 'SIGTERM')
  for (let waited = 0; waited < 8000 && engine(['dockerd']).length > 0; waited += 50) await sleep(50)
  for (const daemon of engine(daemons)) end(daemon, 'SIGKILL')
  for (const mount of mountsUnder(scratch)) await runs('umount', ['--lazy', mount])
  await removeBridge(bridge)
}

async function lines(args: readonly string[]): Promise<string[]> {
  const output = await command('docker', args).catch(() => '')
  return output.split('\n').filter((line) => line !== '')
}

/** The innermost first. */
function mountsUnder(folder: string): string[] {
  // Only Linux has it, and an engine of ours.
  if (!existsSync('/proc/mounts')) return []
  const paths = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
  return paths.filter((path) => path.startsWith(`${folder}/`)).toReversed()
}
