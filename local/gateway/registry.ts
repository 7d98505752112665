// The container registry of ECR under a name that every Docker engine takes without further settings: Docker speaks
// plain HTTP to loopback addresses, so the registry of an account and region is a folder of the gateway's own address.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Refusal } from './refusal.ts'
import { everyAccount } from './token.ts'
import type { Login } from './token.ts'
import { relay, without } from './upstream.ts'

const repository = /^\/v2\/(\d{12})\/([a-z]{2}(?:-[a-z]+)+-\d+)\/([^?]+)/

export interface Place {
  readonly account: string
  readonly region: string
  /** What follows `/v2/` on the registry itself. */
  readonly rest: string
}

export function placeOf(url: string): Place | undefined {
  const [, account, region, rest] = repository.exec(url) ?? []
  if (account === undefined || region === undefined || rest === undefined) return undefined
  return { account, region, rest }
}

/** What the request does, as a name to count by and to aim faults at. */
export function registryAction(method: string, url: string): string {
  const path = url.split('?')[0] ?? ''
  const upload = path.includes('/blobs/uploads')
  const kind = upload
    ? 'Upload'
    : path.includes('/blobs/')
      ? 'Blob'
      : path.includes('/manifests/')
        ? 'Manifest'
        : 'Login'
  const verbs: Readonly<Record<string, string>> = {
    GET: 'Get',
    HEAD: 'Head',
    PUT: 'Put',
    POST: 'Start',
    PATCH: 'Continue'
  }
  return (verbs[method] ?? method) + kind
}

/** Why a login may not do this, if it may not. */
export function denial(login: Login, place: Place | undefined): Refusal | undefined {
  switch (login.is) {
    case 'wrong':
      return { status: 401, code: 'UNAUTHORIZED', message: 'Not Authorized' }
    case 'expired':
      return {
        status: 403,
        code: 'DENIED',
        message: 'Your authorization token has expired. Reauthenticate and try again.'
      }
    case 'good': {
      if (place === undefined || login.account === everyAccount || login.account === place.account) return undefined
      const resource = `arn:aws:ecr:${place.region}:${place.account}:repository/${place.rest.split('/')[0] ?? ''}`
      const who = `arn:aws:iam::${login.account}:root`
      return { status: 403, code: 'DENIED', message: `User: ${who} is not authorized to access resource: ${resource}` }
    }
  }
}

/** Passes a registry request on to the account's registry, and the answer back with addresses of ours. */
export async function serveRegistry(
  upstream: string,
  place: Place,
  from: IncomingMessage,
  to: ServerResponse
): Promise<number> {
  const { account, region, rest } = place
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`
  const ours = `/v2/${account}/${region}/`
  const query = new URL(from.url ?? '/', 'http://localhost').searchParams
  // A layer may be taken over from another repository, which is named as the client knows it.
  const source = query.get('from')
  if (source?.startsWith(`${account}/${region}/`) === true)
    query.set('from', source.slice(`${account}/${region}/`.length))
  const path = `/v2/${rest}${query.size > 0 ? `?${query.toString()}` : ''}`
  const headers = without(from.headers, 'authorization')
  const question = { method: from.method ?? 'GET', path, headers: { ...headers, host }, from, to }
  return relay(upstream, question, (answer) => ({ ...answer, ...location(answer, ours) }))
}

function location(headers: OutgoingHttpHeaders, ours: string): OutgoingHttpHeaders {
  const { location: there } = headers
  if (typeof there !== 'string') return {}
  return { location: there.replace(/^(https?:\/\/[^/]+)?\/v2\//, ours) }
}
