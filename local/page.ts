// The site as a visitor sees it: through the gateway as proxy, trusting only the local CA.
import { readFileSync } from 'node:fs'
import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, get as httpsGet } from 'node:https'

export interface Page {
  readonly status: number
  readonly body: string
  readonly location?: string
}

/** Longer than a busy machine needs; without it a lost answer would be waited for for ever. */
const timeout = 60_000

export type Visitor = (url: string) => Promise<Page>

/** @param environment what `startLocal` says: proxies and the CA file. */
export function visitor(environment: Readonly<Record<string, string>>): Visitor {
  const { NODE_EXTRA_CA_CERTS: ca, ...rest } = environment
  const http = new HttpAgent({ proxyEnv: { ...rest } })
  const https = new HttpsAgent({ proxyEnv: { ...rest }, ...(ca !== undefined && { ca: readFileSync(ca) }) })
  return (url) =>
    new Promise((resolve, reject) => {
      const take = (response: IncomingMessage): void => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => (body += text))
        response.on('error', reject)
        response.on('end', () => {
          const { location } = response.headers
          resolve({ status: response.statusCode ?? 0, body, ...(location !== undefined && { location }) })
        })
      }
      const request = url.startsWith('https:')
        ? httpsGet(url, { agent: https, timeout }, take)
        : httpGet(url, { agent: http, timeout }, take)
      request.on('error', reject)
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)))
    })
}
