// The one address that everything talks to.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { listen } from '../port.ts'
import { createAccounts } from './accounts.ts'
import { serveApi } from './api.ts'
import { createAuthority } from './authority.ts'
import { connectCloud } from './cloud.ts'
import { controlPath, serveControl } from './control.ts'
import { createFaults } from './fault.ts'
import { serveImages } from './images.ts'
import { createJournal } from './journal.ts'
import { createIdentity } from './oidc.ts'
import { createProxy } from './proxy.ts'
import type { Proxy } from './proxy.ts'
import { createSecrets } from './secrets.ts'
import { createTokens, everyAccount } from './token.ts'
import type { World } from './world.ts'

export interface Gateway {
  readonly port: number
  readonly caFile: string
  /** The Docker login, `user:password` in base64, with which MiniStack pulls for every account. */
  readonly pullAuth: string
  readonly setUpstream: (url: string) => void
}

export interface GatewaySettings {
  /** Where the certificate authority lives. */
  readonly folder: string
  readonly region: string
}

export async function startGateway({ folder, region }: GatewaySettings): Promise<Gateway> {
  const authority = await createAuthority(folder)
  let upstream: string | undefined
  const server = createServer()
  const port = await listen(server)
  const reach = (): string => {
    if (upstream === undefined) throw new Error('MiniStack is not up yet.')
    return upstream
  }
  const world: World = {
    address: `127.0.0.1:${port}`,
    upstream: reach,
    cloud: connectCloud(reach),
    identity: createIdentity(),
    region,
    accounts: createAccounts(),
    faults: createFaults(),
    journal: createJournal(),
    secrets: createSecrets(),
    tokens: createTokens()
  }
  const proxy = createProxy(world, authority)
  server.keepAliveTimeout = 120_000
  server.on('request', (from, to) => {
    serve(world, proxy, from, to).catch((error: unknown) => {
      fail(to, error)
    })
  })
  server.on('connect', (from, socket, head: Buffer) => {
    proxy.connect(from, socket, head).catch((error: unknown) => {
      complain(error)
      socket.destroy()
    })
  })
  const pull = world.tokens.issue(everyAccount, Number.MAX_SAFE_INTEGER)
  return {
    port,
    caFile: authority.caFile,
    pullAuth: Buffer.from(`AWS:${pull}`).toString('base64'),
    setUpstream: (url) => {
      upstream = url
    }
  }
}

async function serve(world: World, proxy: Proxy, from: IncomingMessage, to: ServerResponse): Promise<void> {
  // A client that sends even loopback addresses through its proxy means us by our own.
  const url = (from.url ?? '/').replace(`http://${world.address}/`, '/')
  from.url = url
  if (/^https?:\/\//.test(url)) return proxy.serve(from, to)
  if (url.startsWith(`${controlPath}oidc/`)) return world.identity.serve(from, to)
  if (url.startsWith(controlPath)) return serveControl(world, from, to)
  if (url === '/v2' || url.startsWith('/v2/')) return serveImages(world, from, to)
  return serveApi(world, from, to)
}

function fail(to: ServerResponse, error: unknown): void {
  complain(error)
  if (to.headersSent) to.destroy()
  else to.writeHead(502, { 'content-type': 'text/plain' }).end(`${String(error)}\n`)
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
