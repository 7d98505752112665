// Questions about the state of an account, asked of MiniStack directly: not written down, never made to fail.
import type { ElasticLoadBalancingV2Client, Listener, LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ResourceRecordSet, Route53Client } from '@aws-sdk/client-route-53'

export interface Certificate {
  readonly names: readonly string[]
}

export interface Cloud {
  /** The records of this name in the account's zones; the zone that fits closest counts. */
  readonly records: (account: string, name: string) => Promise<readonly ResourceRecordSet[]>
  readonly loadBalancer: (account: string, region: string, dnsName: string) => Promise<LoadBalancer | undefined>
  readonly listener: (
    account: string,
    region: string,
    loadBalancer: string,
    port: number
  ) => Promise<Listener | undefined>
  /** The trust policy of a role, as JSON. */
  readonly trustPolicy: (account: string, role: string) => Promise<string | undefined>
  /** Those of the certificates (ARNs with spaces between) that are issued. */
  readonly certificates: (account: string, arns: string) => Promise<readonly Certificate[]>
}

/** Answers are remembered this long: a browser asks for many things at once. */
const freshness = 300

export function connectCloud(upstream: () => string): Cloud {
  const ecosystems = Promise.all([
    import('@aws-sdk/client-route-53'),
    import('@aws-sdk/client-elastic-load-balancing-v2')
  ])
  const settings = (account: string, region: string) => ({
    endpoint: upstream(),
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'gateway' }
  })
  const route53 = keyed(async (account, region): Promise<Route53Client> => {
    const [{ Route53Client }] = await ecosystems
    return new Route53Client(settings(account, region))
  })
  const balancing = keyed(async (account, region): Promise<ElasticLoadBalancingV2Client> => {
    const [, { ElasticLoadBalancingV2Client }] = await ecosystems
    return new ElasticLoadBalancingV2Client(settings(account, region))
  })

  return {
    records: fresh(async (account, name) => {
      const [{ paginateListHostedZones, ListResourceRecordSetsCommand }] = await ecosystems
      const client = await route53(account, 'us-east-1')
      const zones: { id: string; name: string }[] = []
      for await (const page of paginateListHostedZones({ client }, {})) {
        for (const zone of page.HostedZones ?? []) {
          const zoneName = plain(zone.Name)
          if (name === zoneName || name.endsWith(`.${zoneName}`)) zones.push({ id: zone.Id ?? '', name: zoneName })
        }
      }
      const zone = zones.toSorted((one, other) => other.name.length - one.name.length)[0]
      if (zone === undefined) return []
      const start = { HostedZoneId: zone.id.split('/').at(-1), StartRecordName: `${name}.` }
      const { ResourceRecordSets: sets = [] } = await client.send(new ListResourceRecordSetsCommand(start))
      return sets.filter((set) => plain(set.Name) === name)
    }),

    loadBalancer: fresh(async (account, region, dnsName) => {
      const [, { paginateDescribeLoadBalancers }] = await ecosystems
      for await (const page of paginateDescribeLoadBalancers({ client: await balancing(account, region) }, {})) {
        const found = page.LoadBalancers?.find(({ DNSName }) => plain(DNSName) === dnsName)
        if (found !== undefined) return found
      }
      return undefined
    }),

    listener: fresh(async (account, region, loadBalancer, port) => {
      const [, { DescribeListenersCommand }] = await ecosystems
      const client = await balancing(account, region)
      const { Listeners = [] } = await client.send(new DescribeListenersCommand({ LoadBalancerArn: loadBalancer }))
      return Listeners.find(({ Port }) => Port === port)
    }),

    trustPolicy: fresh(async (account, role) => {
      const form = new URLSearchParams({ Action: 'GetRole', Version: '2010-05-08', RoleName: role })
      const authorization = placing(account, 'us-east-1', 'iam')
      const answer = await fetch(upstream(), { method: 'POST', headers: { authorization }, body: form })
      const policy = /<AssumeRolePolicyDocument>([^<]*)</.exec(await answer.text())?.[1]
      return policy === undefined
        ? undefined
        : decodeURIComponent(policy.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
    }),

    certificates: fresh(async (account, arns) => {
      const all = await Promise.all(arns.split(' ').map((arn) => certificate(upstream(), account, arn)))
      return all.filter((one) => one !== undefined)
    })
  }
}

/** Certificate Manager's client is no dependency of the project: one call of its JSON protocol is enough. */
async function certificate(upstream: string, account: string, arn: string): Promise<Certificate | undefined> {
  const answer = await fetch(upstream, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'CertificateManager.DescribeCertificate',
      authorization: placing(account, arn.split(':')[3] ?? '', 'acm')
    },
    body: JSON.stringify({ CertificateArn: arn })
  })
  interface Described {
    readonly Certificate?: {
      readonly Status: string
      readonly DomainName: string
      readonly SubjectAlternativeNames?: string[]
    }
  }
  const { Certificate: found } = (await answer.json()) as Described
  if (found?.Status !== 'ISSUED') return undefined
  return { names: [...new Set([found.DomainName, ...(found.SubjectAlternativeNames ?? [])])] }
}

/** A signature that is none: MiniStack only reads from it which account, region and service are meant. */
export function placing(account: string, region: string, service: string): string {
  const scope = `${account}/20260101/${region}/${service}/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`
}

/** A DNS name without what may be written differently. */
export function plain(name: string | undefined): string {
  return (name ?? '')
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '')
}

function keyed<Value>(make: (account: string, region: string) => Promise<Value>): typeof make {
  const made = new Map<string, Promise<Value>>()
  return (account, region) => {
    const key = `${account} ${region}`
    const value = made.get(key) ?? make(account, region)
    made.set(key, value)
    return value
  }
}

function fresh<Question extends readonly (string | number)[], Value>(
  ask: (...question: Question) => Promise<Value>
): (...question: Question) => Promise<Value> {
  const known = new Map<string, { readonly until: number; readonly value: Promise<Value> }>()
  return (...question) => {
    const key = question.join(' ')
    const found = known.get(key)
    if (found !== undefined && found.until > Date.now()) return found.value
    const value = ask(...question)
    known.set(key, { until: Date.now() + freshness, value })
    return value
  }
}
