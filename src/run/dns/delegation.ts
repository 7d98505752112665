// Whether public DNS leads to a hosted zone: the name servers that resolvers know against the zone's own (F8.1).
import { Resolver } from 'node:dns/promises'
import type { Delegation } from '../../model/delegation.ts'
import type { ProxyEnvironment } from '../../model/proxy.ts'

/** The name servers that DNS gives for a name. @throws Error of Node: ENOTFOUND, ENODATA, ESERVFAIL, ETIMEOUT, ... */
export type NameServersOf = (name: string) => Promise<readonly string[]>

/** Of the first try; the second one may take twice as long. */
const timeoutMs = 1_000

export const nameServersByDns = (proxyEnvironment: ProxyEnvironment = {}): NameServersOf =>
  byDns(proxyEnvironment, (resolver, name) => resolver.resolveNs(name))

/** IPv4 addresses. @throws as `NameServersOf` */
export type AddressesOf = (name: string) => Promise<readonly string[]>

export const addressesByDns = (proxyEnvironment: ProxyEnvironment = {}): AddressesOf =>
  byDns(proxyEnvironment, (resolver, name) => resolver.resolve4(name))

/** By the resolver of this machine. One that needs a proxy for the internet may know no names but its own network's. */
function byDns(
  proxyEnvironment: ProxyEnvironment,
  resolve: (resolver: Resolver, name: string) => Promise<readonly string[]>
): (name: string) => Promise<readonly string[]> {
  const isBehindProxy = ['HTTPS_PROXY', 'https_proxy'].some((name) => (proxyEnvironment[name] ?? '') !== '')
  if (isBehindProxy) return () => Promise.reject(new Error('this machine reaches the internet through a proxy'))
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 })
  return (name) => resolve(resolver, name)
}

/** Where a name leads that should lead to another one; undefined: it does, or nobody knows. */
export async function astray(addressesOf: AddressesOf, name: string, wanted: string): Promise<string | undefined> {
  try {
    const [found, right] = await Promise.all([addressesOf(name), addressesOf(wanted)])
    if (found.length === 0 || right.length === 0 || found.some((address) => right.includes(address))) return undefined
    return `${name} leads to ${found.join(', ')}, and ${wanted} to ${right.join(', ')}`
  } catch {
    return undefined
  }
}

/** @param own the values of the zone's own NS record. */
export async function readDelegation(
  nameServersOf: NameServersOf,
  zone: string,
  own: readonly string[]
): Promise<Delegation> {
  const known = new Set(own.map(plain))
  try {
    const servers = [...new Set((await nameServersOf(zone)).map(plain))].toSorted()
    const others = servers.filter((server) => !known.has(server))
    if (servers.length === 0) return { at: 'nowhere' }
    if (others.length === 0) return { at: 'delegated' }
    return { at: others.length === servers.length ? 'elsewhere' : 'partly', servers: others }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOTFOUND' || code === 'ENODATA') return { at: 'nowhere' }
    return { at: 'unknown', because: reasons[code ?? ''] ?? message }
  }
}

const reasons: Readonly<Record<string, string>> = {
  ESERVFAIL: 'the name servers that it is delegated to do not answer for it',
  ETIMEOUT: 'no DNS server answered',
  ECONNREFUSED: 'there is no DNS server'
}

const plain = (name: string): string => name.replace(/\.$/, '').toLowerCase()
