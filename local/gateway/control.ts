// The gateway's own small API, by which tests look at what was called and ask for faults: docs/local-aws.md.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { faultSchema } from './fault.ts'
import { count } from './journal.ts'
import { readJson } from '../../src/model/json.ts'
import { read } from './upstream.ts'
import type { World } from './world.ts'

export const controlPath = '/_gateway/'

export async function serveControl(world: World, from: IncomingMessage, to: ServerResponse): Promise<void> {
  const url = new URL(from.url ?? '/', 'http://localhost')
  const account = url.searchParams.get('account') ?? undefined
  const asked = `${from.method ?? 'GET'} ${url.pathname.slice(controlPath.length)}`
  const body = (await read(from)).toString('utf8')
  switch (asked) {
    case 'GET health':
      say(to, 200, { gateway: 'up', upstream: world.upstream(), address: world.address })
      return
    case 'GET calls': {
      const calls = world.journal.list(account, Number(url.searchParams.get('after') ?? 0))
      const written = calls.filter(({ write }) => write)
      say(to, 200, {
        total: calls.length,
        writes: written.length,
        counts: count(calls),
        writeCounts: count(written),
        calls
      })
      return
    }
    case 'DELETE calls':
      world.journal.clear(account)
      say(to, 200, {})
      return
    case 'GET secrets':
      say(to, 200, { secrets: world.secrets.list() })
      return
    case 'GET faults':
      say(to, 200, { faults: world.faults.list(account) })
      return
    case 'POST faults':
      addFaults(world, body, to)
      return
    case 'DELETE faults':
      world.faults.clear(account)
      say(to, 200, {})
      return
    default:
      say(to, 404, { error: `${asked} is not a call of the gateway; docs/local-aws.md lists them.` })
  }
}

/** One fault or a list of them: all are taken, or none. */
function addFaults(world: World, body: string, to: ServerResponse): void {
  const parsed = z.union([z.array(faultSchema), faultSchema.transform((rule) => [rule])]).safeParse(readJson(body))
  if (!parsed.success) {
    say(to, 400, { error: z.prettifyError(parsed.error) })
    return
  }
  for (const rule of parsed.data) world.faults.add(rule)
  say(to, 201, { faults: parsed.data })
}

function say(to: ServerResponse, status: number, content: unknown): void {
  to.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(content, undefined, 2)}\n`)
}
