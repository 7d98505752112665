// Where a site's name leads: through the records of a hosted zone to a load balancer, its listener, its certificates.
import type { Certificate, Cloud } from './cloud.ts'
import { plain } from './cloud.ts'

export interface Site {
  readonly account: string
  readonly region: string
  /** The load balancer's name, by which MiniStack's data plane finds it. */
  readonly loadBalancer: string
  readonly port: number
  readonly protocol: 'HTTP' | 'HTTPS'
  readonly certificates: readonly Certificate[]
}

/** Why a name leads nowhere, in the words that a client without a proxy would see. */
export type Lost = 'ENOTFOUND' | 'ECONNREFUSED'

export interface Seeker {
  /** The accounts to look in, likely ones first. */
  readonly accounts: readonly string[]
  /** The region from which the latency is least. */
  readonly nearest: string
}

const balancerName = /\.([a-z]{2}(?:-[a-z]+)+-\d+)\.elb\.amazonaws\.com$/

export async function findSite(cloud: Cloud, name: string, port: number, seeker: Seeker): Promise<Site | Lost> {
  for (const account of seeker.accounts) {
    const target = await resolve(cloud, account, plain(name), seeker.nearest)
    const region = balancerName.exec(target ?? '')?.[1]
    if (target === undefined || region === undefined) continue
    const balancer = await cloud.loadBalancer(account, region, target)
    if (balancer === undefined) continue
    const { LoadBalancerArn: arn = '', LoadBalancerName: loadBalancer = '' } = balancer
    const listener = await cloud.listener(account, region, arn, port)
    if (listener === undefined) return 'ECONNREFUSED'
    const protocol = listener.Protocol === 'HTTPS' ? 'HTTPS' : 'HTTP'
    const arns = (listener.Certificates ?? []).map(({ CertificateArn = '' }) => CertificateArn)
    const certificates = arns.length > 0 ? await cloud.certificates(account, arns.join(' ')) : []
    return { account, region, loadBalancer, port, protocol, certificates }
  }
  return 'ENOTFOUND'
}

/** Follows aliases and CNAMEs to the name of a load balancer. */
async function resolve(cloud: Cloud, account: string, name: string, nearest: string): Promise<string | undefined> {
  let current = name
  for (let step = 0; step < 5; step++) {
    if (balancerName.test(current)) return current
    const records = await cloud.records(account, current)
    const candidates = records.filter(({ Type }) => Type === 'A' || Type === 'CNAME')
    const chosen = candidates.find(({ Region }) => Region === nearest) ?? candidates[0]
    const next =
      chosen?.AliasTarget?.DNSName ?? (chosen?.Type === 'CNAME' ? chosen.ResourceRecords?.[0]?.Value : undefined)
    if (next === undefined) return undefined
    current = plain(next)
  }
  return undefined
}

/** The certificate that a load balancer presents for the name asked for: one that covers it, else the default one. */
export function presented(certificates: readonly Certificate[], name: string | undefined): Certificate | undefined {
  const covering =
    name === undefined ? undefined : certificates.find(({ names }) => names.some((one) => covers(one, name)))
  return covering ?? certificates[0]
}

export function covers(certified: string, name: string): boolean {
  const [first, ...rest] = name.toLowerCase().split('.')
  const wanted = certified.toLowerCase()
  return wanted === name.toLowerCase() || (first !== undefined && wanted === ['*', ...rest].join('.'))
}
