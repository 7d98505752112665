// AWS API calls: told apart, written down, made to fail on request, passed on to MiniStack, and their answers corrected.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { accountOfRole } from './accounts.ts'
import { identify, writes } from './call.ts'
import type { Asked, Call } from './call.ts'
import type { Fault } from './fault.ts'
import { correct } from './correction.ts'
import { recorded } from './recorded.ts'
import { refuse } from './refusal.ts'
import type { Answer, Refusal } from './refusal.ts'
import { trusts } from './trust.ts'
import { exchange, read } from './upstream.ts'
import type { World } from './world.ts'

export async function serveApi(world: World, from: IncomingMessage, to: ServerResponse): Promise<void> {
  const body = await read(from)
  const asked = { method: from.method ?? 'GET', url: from.url ?? '/', headers: from.headers, body }
  const call = identify(asked, world.region)
  const owner = call.key === undefined ? accountOfRole(call.role) : world.accounts.of(call.key)
  const account = owner ?? '000000000000'
  world.accounts.see(account)
  const isStranger = owner === undefined && call.key !== undefined
  const answer = await recorded(world, call, { account, write: writes(call), from }, async (fault) => {
    const given = isStranger ? stranger(call) : await answerTo(world, asked, call, account, fault)
    return given && { ...given, ...errorOf(given) }
  })
  if (answer) to.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length }).end(answer.body)
}

/** The answer; nothing where the connection is to be cut. */
async function answerTo(
  world: World,
  asked: Asked,
  call: Call,
  account: string,
  fault: Fault | undefined
): Promise<Answer | undefined> {
  if (fault?.rule.kind === 'reset') return undefined
  if (fault !== undefined && fault.rule.kind !== 'lost') return refuse(call, fault.refusal)
  const refusal = await unwelcome(world, call, account)
  if (refusal !== undefined) return refuse(call, refusal)
  const { method, url: path, headers, body } = asked
  const reply = await exchange(world.upstream(), { method, path, headers, body }).catch((error: unknown) => {
    const message = `MiniStack gave no answer: ${error instanceof Error ? error.message : String(error)}`
    return refuse(call, { status: 502, code: 'ServiceUnavailable', message })
  })
  // AWS did it, and nobody hears of it: what a client must be ready for when it tries again.
  if (fault !== undefined) return undefined
  world.accounts.learn(call.action, account, reply.body.toString('utf8', 0, 4096))
  const answer = correct({ world, call, account }, reply)
  world.secrets.see(call, body, answer.body)
  return answer
}

/** AWS hands a role to those only whose token is good and whom the role trusts. */
async function unwelcome(world: World, call: Call, account: string): Promise<Refusal | undefined> {
  if (call.action !== 'AssumeRoleWithWebIdentity') return undefined
  const { token = '', role = '' } = call
  const objection = world.identity.objection(token)
  if (objection !== undefined) return objection
  const policy = await world.cloud.trustPolicy(account, role.split('/').at(-1) ?? '')
  if (policy !== undefined && trusts(policy, world.identity.claims(token))) return undefined
  return { status: 403, code: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' }
}

/** A key that is no account and was never handed out. */
function stranger(call: Call): Answer {
  const message = 'The security token included in the request is invalid.'
  const json = call.protocol === 'json' || call.protocol === 'cbor'
  const code = json ? 'UnrecognizedClientException' : 'InvalidClientTokenId'
  return refuse(call, { status: json ? 400 : 403, code, message })
}

function errorOf({ status, headers, body }: Answer): { readonly error?: string } {
  if (status < 400) return {}
  const text = body.toString('utf8', 0, 4096)
  const code = /"__type"\s*:\s*"(?:[^"#]*#)?([^"]+)"/.exec(text) ?? /<Code>([^<]+)</.exec(text)
  const error = code?.[1] ?? headers['x-amzn-errortype']
  return error === undefined ? {} : { error }
}
