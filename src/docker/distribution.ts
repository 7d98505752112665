// A registry's own HTTP API (OCI distribution), as far as a copy needs it. Bodies are streams: a layer is never in memory.
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import type { RegistryLogin } from '../model/image.ts'
import { mapOf, mapsIn, readJson } from '../model/json.ts'
import type { ProxyEnvironment } from '../model/proxy.ts'

/** A repository, and the login of its registry. */
export interface Side {
  /** `registry/repository`. */
  readonly repositoryUri: string
  readonly login: Omit<RegistryLogin, 'registry'>
}

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT'
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: Readable | string
}

export type Exchange = (url: URL, asked: RegistryRequest, side?: Side) => Promise<IncomingMessage>

/** Without a byte for so long, nobody answers any more. */
const silenceMs = 60_000

/**
 * @param proxyEnvironment as the runner has it; Node's agents read it. @param timeout milliseconds without a byte after
 * which it fails with ETIMEDOUT.
 */
export function exchanger(proxyEnvironment: ProxyEnvironment, signal: AbortSignal, timeout = silenceMs): Exchange {
  const options = { keepAlive: true, proxyEnv: { ...proxyEnvironment } }
  const http = new HttpAgent(options)
  const https = new HttpsAgent(options)
  return (url, { method, headers, body }, side) =>
    new Promise((resolve, reject) => {
      const all = { 'user-agent': 'slipway', ...headers, ...(side && { authorization: basic(side) }) }
      const settings = { method, headers: all, timeout, signal }
      const request =
        url.protocol === 'http:'
          ? httpRequest(url, { ...settings, agent: http }, resolve)
          : httpsRequest(url, { ...settings, agent: https }, resolve)
      request.on('error', reject)
      const silence = () => Object.assign(new Error(`no byte for ${timeout / 1000} s`), { code: 'ETIMEDOUT' })
      request.on('timeout', () => request.destroy(silence()))
      if (body === undefined || typeof body === 'string') request.end(body)
      else pipeline(body, request).catch(reject)
    })
}

const basic = ({ login: { username, password } }: Side): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** Docker's rule: a registry on this machine speaks plain HTTP. */
export function endpointOf({ repositoryUri }: Side, path: string): URL {
  const [host = '', ...name] = repositoryUri.split('/')
  const scheme = /^(127\.|localhost(:|$)|\[::1\])/.test(host) ? 'http' : 'https'
  return new URL(`${scheme}://${host}/v2/${name.join('/')}/${path}`)
}

export interface Refusal {
  readonly status: number
}

/** @throws Error with the registry's words and a Refusal as its cause, unless the answer has one of these statuses. */
export async function accept(answer: IncomingMessage, ...statuses: readonly number[]): Promise<IncomingMessage> {
  const { statusCode: status = 0 } = answer
  if (statuses.includes(status)) return answer
  const words = wordsOf(await text(answer))
  const refusal: Refusal = { status }
  throw new Error(words === '' ? `the registry answers with status ${status}` : words, { cause: refusal })
}

export const registryRefusal = (error: unknown): Refusal | undefined =>
  error instanceof Error && typeof error.cause === 'object' && error.cause !== null && 'status' in error.cause
    ? (error.cause as Refusal)
    : undefined

/** Empty when it says nothing that we read. */
function wordsOf(body: string): string {
  const [{ code, message } = {}] = mapsIn(mapOf(readJson(body)).errors)
  return [message, code].find((words) => typeof words === 'string') ?? ''
}
