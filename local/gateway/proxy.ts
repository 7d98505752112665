// The forward proxy by which the site's names are reached: `http://` addresses as they are asked for, `https://` ones
// through CONNECT, with the certificate that the load balancer would present. It leads to nothing else.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Authority } from './authority.ts'
import type { Call } from './call.ts'
import { scopedTo } from './cloud.ts'
import { isCut } from './fault.ts'
import { recorded } from './recorded.ts'
import { refuse } from './refusal.ts'
import { findSite, presented } from './site.ts'
import type { Lost, Site } from './site.ts'
import { relay } from './upstream.ts'
import type { World } from './world.ts'

export interface Proxy {
  readonly serve: (from: IncomingMessage, to: ServerResponse) => Promise<void>
  readonly connect: (from: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>
}

export function createProxy(world: World, authority: Authority): Proxy {
  const sites = new WeakMap<object, Site>()
  const owners = new Map<string, string>()
  // Requests inside a tunnel arrive here as if their socket had been accepted.
  const inside = createServer((from, to) => {
    const site = sites.get(from.socket)
    if (site === undefined) to.destroy()
    else pass(world, site, from, to).catch(() => to.destroy())
  })

  /** The proxy's user may name an account, and as the password the nearest region; without, all accounts are tried. */
  async function find(from: IncomingMessage, host: string, port: number): Promise<Site | Lost> {
    const login = Buffer.from(from.headers['proxy-authorization']?.split(' ')[1] ?? '', 'base64').toString()
    const [account = '', nearest = ''] = login.split(':')
    const known = owners.get(host)
    const all = known === undefined ? world.accounts.seen() : [known, ...world.accounts.seen()]
    const seeker = { accounts: account === '' ? all : [account], nearest: nearest === '' ? world.region : nearest }
    const site = await findSite(world.cloud, host, port, seeker)
    if (typeof site !== 'string') owners.set(host, site.account)
    return site
  }

  return {
    serve: async (from, to) => {
      const { hostname, port, pathname, search } = new URL(from.url ?? '')
      const site = isOurs(hostname) ? await find(from, hostname, Number(port === '' ? 80 : port)) : 'forbidden'
      if (typeof site === 'string') {
        const { status, text } = nowhere(site, hostname)
        from.resume()
        to.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(text)
        return
      }
      from.url = pathname + search
      await pass(world, site, from, to)
    },

    connect: async (from, socket, head) => {
      socket.on('error', () => socket.destroy())
      const { hostname, port } = new URL(`https://${from.url ?? ''}`)
      const site = isOurs(hostname) ? await find(from, hostname, Number(port === '' ? 443 : port)) : 'forbidden'
      if (typeof site === 'string') {
        const { status, text } = nowhere(site, hostname)
        socket.end(
          `HTTP/1.1 ${status} ${text.trim()}\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`
        )
        return
      }
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      if (head.length > 0) socket.unshift(head)
      const carrier = site.protocol === 'HTTP' ? socket : await secured(authority, site, socket)
      sites.set(carrier, site)
      inside.emit('connection', carrier)
    }
  }
}

async function secured(authority: Authority, site: Site, socket: Duplex): Promise<TLSSocket> {
  const context = async (name?: string) => {
    const certificate = presented(site.certificates, name)
    return certificate === undefined ? undefined : authority.contextFor(certificate.names)
  }
  const standard = await context()
  const tls = new TLSSocket(socket, {
    isServer: true,
    ALPNProtocols: ['http/1.1'],
    // Without any certificate the handshake fails, as it does with AWS.
    ...(standard === undefined ? {} : { secureContext: standard }),
    SNICallback: (name, done) => {
      context(name).then(
        (found) => {
          done(null, found)
        },
        (error: unknown) => {
          done(error instanceof Error ? error : new Error(String(error)))
        }
      )
    }
  })
  tls.on('error', () => tls.destroy())
  return tls
}

/** A request for the site, passed on to MiniStack's load balancer under the name that the client knows. */
async function pass(world: World, site: Site, from: IncomingMessage, to: ServerResponse): Promise<void> {
  const { account, region } = site
  const call: Call = { service: 'site', action: from.method ?? 'GET', region, protocol: 'site' }
  await recorded(world, call, { account, write: false, from }, async (fault) => {
    if (isCut(fault)) return undefined
    if (fault !== undefined) {
      const { status, headers, body } = refuse(call, fault.refusal)
      to.writeHead(status, { ...headers }).end(body)
      return { status }
    }
    const host = (from.headers.host ?? site.loadBalancer).replace(/:\d+$/, '')
    const path = host.endsWith('.elb.amazonaws.com')
      ? (from.url ?? '/')
      : `/_alb/${site.loadBalancer}${from.url ?? '/'}`
    const placed = place(site, from.headers.authorization, path)
    const headers = { ...from.headers, host: `${host}:${site.port}`, authorization: placed.authorization }
    return { status: await relay(world.upstream(), { method: call.action, path: placed.path, headers, from, to }) }
  })
}

/** Account and region go where the client's own login is not: into the header, or else into the query. */
function place({ account, region }: Site, authorization: string | undefined, path: string) {
  const placed = scopedTo(account, region, 'elasticloadbalancing')
  if (authorization === undefined) return { authorization: placed, path }
  const credential = encodeURIComponent(/Credential=([^,]+)/.exec(placed)?.[1] ?? '')
  return { authorization, path: `${path}${path.includes('?') ? '&' : '?'}X-Amz-Credential=${credential}` }
}

/** Names only: an address or this machine is never a site. */
function isOurs(host: string): boolean {
  return host.includes('.') && !/^[\d.]+$/.test(host) && !host.startsWith('[') && !host.endsWith('.localhost')
}

function nowhere(why: Lost | 'forbidden', host: string): { readonly status: number; readonly text: string } {
  switch (why) {
    case 'forbidden':
      return { status: 403, text: `This proxy leads to sites of the local AWS only, not to ${host}\n` }
    case 'ENOTFOUND':
      return { status: 502, text: `getaddrinfo ENOTFOUND ${host}: no record of that name leads to a load balancer\n` }
    case 'ECONNREFUSED':
      return { status: 502, text: `connect ECONNREFUSED ${host}: its load balancer has no listener on that port\n` }
  }
}
