// What a visitor of the site was told, and whether it is what the site should say.
import { present } from '../../model/present.ts'
import type { Answer } from './visit.ts'

export interface ProbeResult {
  readonly url: string
  readonly good: boolean
  readonly said: string
  /** Nobody was asked: `said` is only for what. */
  readonly isProxied?: true
  /** Of the certificate, in milliseconds since 1970. */
  readonly expires?: number
}

export function readRedirect(asked: string, { status, location }: Answer): ProbeResult {
  const url = asked.slice(0, -1)
  // Compared as addresses: the load balancer writes its port, 443, into it (F1.8).
  const good = status === 301 && URL.parse(location ?? '')?.origin === url.replace('http:', 'https:')
  return { url, good, said: `${asked} answers ${status}${location === undefined ? '' : ` to ${location}`}` }
}

export function readAnswer(url: string, asked: string, { status, expires }: Answer, codes: string): ProbeResult {
  return {
    url,
    good: matches(status, codes),
    said: `${asked} answers ${status}`,
    ...present({ expires })
  }
}

/** An ALB matcher: single codes and ranges, separated by commas. */
const matches = (status: number, codes: string): boolean =>
  codes.split(',').some((part) => {
    const [low = NaN, high = low] = part.split('-').map(Number)
    return status >= low && status <= high
  })

/** @param at the load balancer, when it was asked and not DNS. */
export const unanswered = (url: string, asked: string, error: unknown, at?: string): ProbeResult =>
  at !== undefined && isProxied(error)
    ? { url, good: true, said: asked, isProxied: true }
    : { url, good: false, said: `${asked}: ${explain(error)}` }

/**
 * By http a proxy asks for the host that it connects to, whatever the header says; so Node does not send it. By https a
 * proxy may let through the names that it knows, the site's own among them, and no load balancer's.
 */
const isProxied = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_INVALID_ARG_VALUE' || error.code === 'ERR_PROXY_TUNNEL')

function explain(error: unknown): string {
  const { message, code, cert }: TlsError = error instanceof Error ? error : { message: String(error) }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name does not resolve'
    case 'ECONNREFUSED':
      return 'connection refused'
    case 'ECONNRESET':
      return 'the connection was broken off'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the certificate is for another name${cert?.subjectaltname === undefined ? '' : ` (${cert.subjectaltname})`}`
    case 'CERT_HAS_EXPIRED':
      return `the certificate has expired${cert?.valid_to === undefined ? '' : ` on ${cert.valid_to}`}`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `nobody whom this machine trusts has signed the certificate (${code})`
    default:
      return message
  }
}

interface TlsError {
  readonly message: string
  readonly code?: string
  readonly cert?: { readonly subjectaltname?: string; readonly valid_to?: string }
}
