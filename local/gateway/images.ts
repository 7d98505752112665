// Requests of Docker: logged in or not, written down, made to fail on request, passed on to the account's registry.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from './call.ts'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { denial, placeOf, registryAction, serveRegistry } from './registry.ts'
import { everyAccount } from './token.ts'
import type { World } from './world.ts'

export async function serveImages(world: World, from: IncomingMessage, to: ServerResponse): Promise<void> {
  const started = Date.now()
  const { method = 'GET', url = '/v2/' } = from
  const place = placeOf(url)
  const login = world.tokens.check(from.headers.authorization)
  const call: Call = {
    service: 'registry',
    action: registryAction(method, url),
    region: place?.region ?? world.region,
    protocol: 'registry'
  }
  const account =
    place?.account ?? (login.is === 'good' && login.account !== everyAccount ? login.account : '000000000000')
  const { fault, milliseconds } = world.faults.strike(call, account)
  if (milliseconds > 0) await sleep(milliseconds)
  const status = await answer()
  world.journal.add({
    account,
    region: call.region,
    service: call.service,
    action: call.action,
    write: method !== 'GET' && method !== 'HEAD',
    status,
    milliseconds: Date.now() - started,
    ...(fault === undefined ? {} : { fault: fault.rule.kind })
  })

  async function answer(): Promise<number> {
    if (fault !== undefined && (fault.rule.kind === 'reset' || fault.rule.kind === 'lost')) {
      from.socket.destroy()
      return 0
    }
    const refusal = fault?.refusal ?? denial(login, place)
    if (refusal !== undefined) return say(refusal)
    if (place !== undefined) return serveRegistry(world.upstream(), place, from, to)
    if (url.split('?')[0] === '/v2/') return pong()
    return say({ status: 404, code: 'NAME_INVALID', message: `${url} is not /v2/<account>/<region>/<repository>/...` })
  }

  function say(refusal: Refusal): number {
    const { headers, body } = refuse(call, refusal)
    const challenge = { 'www-authenticate': `Basic realm="http://${world.address}/",service="ecr.amazonaws.com"` }
    from.resume()
    to.writeHead(refusal.status, refusal.status === 401 ? { ...headers, ...challenge } : { ...headers }).end(body)
    return refusal.status
  }

  function pong(): number {
    to.writeHead(200, { 'content-type': 'application/json', 'docker-distribution-api-version': 'registry/2.0' }).end(
      '{}'
    )
    return 200
  }
}
