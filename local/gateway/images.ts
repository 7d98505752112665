// Requests of Docker: logged in or not, written down, made to fail on request, passed on to the account's registry.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Call } from './call.ts'
import { isCut } from './fault.ts'
import { recorded } from './recorded.ts'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { denial, placeOf, registryAction, serveRegistry } from './registry.ts'
import { everyAccount } from './token.ts'
import type { World } from './world.ts'

export async function serveImages(world: World, from: IncomingMessage, to: ServerResponse): Promise<void> {
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
  const write = method !== 'GET' && method !== 'HEAD'
  await recorded(world, call, { account, write, from }, async (fault) => {
    if (isCut(fault)) return undefined
    const refusal = fault?.refusal ?? denial(login, place)
    return { status: refusal === undefined ? await answer() : say(refusal) }
  })

  async function answer(): Promise<number> {
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
