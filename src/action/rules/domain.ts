// A domain as people write it, in the form that DNS, ACM and the load balancer share.
import { domainToASCII } from 'node:url'

/** DNS knows no capitals, and the dot at the end is said by every zone file. */
export const cleanDomain = (text: string): string => text.toLowerCase().replace(/\.$/, '')

export function domainProblem(domain: string): string | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/:?#]+)/.exec(domain)?.[1] ?? /^([^/:?#\s]+)[/:?#]/.exec(domain)?.[1]
  if (host !== undefined) return `only the host name is wanted, without scheme, port and path: \`${host}\``
  if (domain.startsWith('*.'))
    return `a wildcard is not one site; name the one to serve, such as \`www.${domain.slice(2)}\``
  if (/[^\x20-\x7e]/.test(domain)) return `DNS takes ASCII; write it as \`${domainToASCII(domain)}\``
  if (/^\d+(\.\d+){3}$/.test(domain)) return 'that is an address; a certificate needs a name, such as `shop.example`'
  const labels = domain.split('.')
  if (labels.length < 2) return `a full name is wanted, with its zone, such as \`${domain || 'shop'}.example\``
  const wrong = labels.find((label) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  if (wrong !== undefined)
    return (
      `its part \`${wrong}\` breaks the rule of DNS: 1 to 63 letters, digits and hyphens, ` +
      'with no hyphen at either end'
    )
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'the last part of a name is never a number'
  if (domain.length > 249) return 'it is too long: DNS takes 253 characters, `www.` included'
  return undefined
}

/** F1.5: the common name of a certificate. */
export const longestCommonName = 64
