// Answers that name what nobody serves here: registries, and the address to log in to. The gateway's own stand in.
import type { Call } from './call.ts'
import { localBody } from './names.ts'
import type { Answer } from './refusal.ts'
import { lifetime } from './token.ts'
import { without } from './upstream.ts'
import type { Reply } from './upstream.ts'
import type { World } from './world.ts'

interface Context {
  readonly world: World
  readonly call: Call
  readonly account: string
}

export function correct(context: Context, reply: Reply | Answer): Answer {
  const { call, world } = context
  // The length is that of the new body.
  const headers = without(reply.headers, 'content-length', 'transfer-encoding') as Record<string, string>
  const answer = { status: reply.status, headers, body: localBody(reply.body, headers['content-type'], world.address) }
  if (answer.status !== 200) return answer
  const asksForLogin = call.service === 'ecr' && call.action === 'GetAuthorizationToken'
  return asksForLogin ? { ...answer, body: login(context) } : answer
}

/** A login for the gateway's registry; MiniStack's own is the same for everybody, for ever. */
function login({ world, account }: Context): Buffer {
  const expires = Date.now() + lifetime
  const authorizationToken = Buffer.from(`AWS:${world.tokens.issue(account, expires)}`).toString('base64')
  const data = { authorizationToken, expiresAt: expires / 1000, proxyEndpoint: `http://${world.address}` }
  return Buffer.from(JSON.stringify({ authorizationData: [data] }))
}
