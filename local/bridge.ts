// The network of an engine of ours: a bridge of its own with a subnet that nothing on this machine uses.
import { readdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { command, runs } from './command.ts'
import { install, isDebian } from './debian.ts'

/** The name that the bridge of an instance has. */
export const bridgeOf = (id: string): string => `slw-${id}`

/**
 * Makes the bridge. Not Docker's `docker0`, which belongs to another engine if there is one, and never `--bridge none`,
 * which removes that engine's bridge.
 */
export async function makeBridge(name: string): Promise<void> {
  if (!(await runs('ip', ['-V'])) && isDebian) await install(['iproute2'])
  for (let attempt = 1; ; attempt++) {
    try {
      await command('ip', ['link', 'add', name, 'type', 'bridge'])
      await command('ip', ['address', 'add', `${freeSubnet()}.1/24`, 'dev', name])
      await command('ip', ['link', 'set', name, 'up'])
      return
    } catch (error) {
      await removeBridge(name)
      if (attempt === 3) throw error
    }
  }
}

/** The instances whose bridges are there. */
export function bridged(): string[] {
  try {
    const names = readdirSync('/sys/class/net')
    return names.filter((name) => name.startsWith(bridgeOf(''))).map((name) => name.slice(bridgeOf('').length))
  } catch {
    return []
  }
}

export async function removeBridge(name: string): Promise<void> {
  await runs('ip', ['link', 'delete', name])
}

/** Three numbers of a /24 in 10.208.0.0/12: away from the 10.0.0.0/16 that the guide gives to the VPC. */
function freeSubnet(): string {
  const used = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address }) => address)
  )
  for (;;) {
    const subnet = `10.${208 + Math.floor(Math.random() * 16)}.${Math.floor(Math.random() * 256)}`
    if (!used.some((address) => address.startsWith(`${subnet}.`))) return subnet
  }
}
