// Which AWS call a request is: from its signature, its target header, its form, or its path.
import type { IncomingHttpHeaders } from 'node:http'
import { route53Action } from './route53.ts'

export type Protocol = 'json' | 'query' | 'ec2' | 'rest-xml' | 'rest-json' | 'cbor' | 'registry' | 'site'

export interface Call {
  /** As in the signature, and in IAM actions but for a few: `ecs`, `elasticloadbalancing`, `sts`. */
  readonly service: string
  readonly action: string
  readonly region: string
  readonly protocol: Protocol
  /** Who signed; absent when nobody did, as for AssumeRoleWithWebIdentity. */
  readonly key?: string
  /** The role that an unsigned call asks for. */
  readonly role?: string
  readonly token?: string
}

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const scope = /Credential=([^/\s]+)\/\d{8}\/([^/\s]+)\/([^/\s]+)\/aws4_request/
const reading =
  /^(Describe|List|Get|Head|BatchGet|BatchCheck|Lookup|Search|Simulate|Validate|Estimate|Test|Filter|Assume|Decode|Detect)/

export function identify(asked: Asked, region: string): Call {
  const { pathname, searchParams } = new URL(asked.url, 'http://localhost')
  const credential = searchParams.get('X-Amz-Credential')
  const signed = scope.exec(credential === null ? (asked.headers.authorization ?? '') : `Credential=${credential}`)
  const form = formOf(asked, searchParams)
  const [, key, signedRegion, service = unsignedService(asked, form)] = signed ?? []
  const place = { service, region: signedRegion ?? region, ...(key === undefined ? {} : { key }) }
  return { ...place, ...action(asked, service, pathname, form), ...identity(form) }
}

/** Whether the call may change something; what only reads is told by its verb. */
export function writes({ action }: Pick<Call, 'action'>): boolean {
  return !reading.test(action) && !/^(GET|HEAD) /.test(action)
}

function action(
  { method, headers }: Asked,
  service: string,
  path: string,
  form: URLSearchParams | undefined
): Pick<Call, 'action' | 'protocol'> {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return { action: target.split('.').at(-1) ?? target, protocol: 'json' }
  const operation = /\/operation\/(\w+)$/.exec(path)?.[1]
  if (operation !== undefined) return { action: operation, protocol: 'cbor' }
  const named = form?.get('Action')
  if (named !== undefined && named !== null) return { action: named, protocol: service === 'ec2' ? 'ec2' : 'query' }
  if (service === 'route53') return { action: route53Action(method, path), protocol: 'rest-xml' }
  return { action: `${method} ${path}`, protocol: service === 's3' ? 'rest-xml' : 'rest-json' }
}

/** Who asks for a role, when nobody signed. */
function identity(form: URLSearchParams | undefined): Pick<Call, 'role' | 'token'> {
  const role = form?.get('RoleArn') ?? undefined
  const token = form?.get('WebIdentityToken') ?? undefined
  return { ...(role === undefined ? {} : { role }), ...(token === undefined ? {} : { token }) }
}

function formOf({ headers, body }: Asked, query: URLSearchParams): URLSearchParams | undefined {
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    return new URLSearchParams(body.toString('utf8'))
  }
  return query.has('Action') ? query : undefined
}

function unsignedService({ headers }: Asked, form: URLSearchParams | undefined): string {
  if (form?.get('Action')?.startsWith('AssumeRole') === true) return 'sts'
  const target = headers['x-amz-target']
  return typeof target === 'string' ? (target.split(/[._]/)[0] ?? 'unknown').toLowerCase() : 'unknown'
}
