// One HTTP request as a visitor of the site makes it, through the runner's proxy when it has one.
import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, get as httpsGet } from 'node:https'
import { TLSSocket } from 'node:tls'
import { present } from '../../model/present.ts'
import type { ProxyEnvironment } from '../../model/proxy.ts'

export interface Answer {
  readonly status: number
  readonly location?: string
  /** By https: when the certificate expires, in milliseconds since 1970. */
  readonly expires?: number
}

/**
 * @param at where to connect to instead of the URL's own host, which is still the one that is asked for.
 * @throws Error of Node: ENOTFOUND, ECONNREFUSED, ERR_TLS_CERT_ALTNAME_INVALID, ...
 */
export type Visit = (url: string, at?: string) => Promise<Answer>

const timeoutMs = 10_000

export function visitThrough(proxyEnvironment: ProxyEnvironment): Visit {
  const proxyEnv = { ...proxyEnvironment }
  const http = new HttpAgent({ proxyEnv })
  const https = new HttpsAgent({ proxyEnv })
  return (url, at) =>
    new Promise((resolve, reject) => {
      const { host, hostname } = new URL(url)
      const options = {
        headers: { 'user-agent': 'slipway', ...(at !== undefined && { host }) },
        timeout: timeoutMs,
        ...(at !== undefined && { hostname: at, servername: hostname })
      }
      const request = url.startsWith('https:')
        ? httpsGet(url, { ...options, agent: https }, answer)
        : httpGet(url, { ...options, agent: http }, answer)
      request.on('error', reject)
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)))

      function answer(response: IncomingMessage): void {
        response.resume()
        const { location } = response.headers
        const { socket } = response
        const until = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : NaN
        resolve({
          status: response.statusCode ?? 0,
          ...present({ location }),
          ...(!Number.isNaN(until) && { expires: until })
        })
      }
    })
}
