// Questions about the state of an account, asked of MiniStack directly: not written down, never made to fail.
import { ACMClient, DescribeCertificateCommand, ResourceNotFoundException } from '@aws-sdk/client-acm'
import {
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
  type Listener,
  type LoadBalancer
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam'
import {
  ListResourceRecordSetsCommand,
  paginateListHostedZones,
  Route53Client,
  type ResourceRecordSet
} from '@aws-sdk/client-route-53'

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
  const clients = new Map<string, ReturnType<typeof connect>>()
  const connect = (account: string, region: string) => {
    const credentials = { accessKeyId: account, secretAccessKey: 'gateway' }
    const settings = { endpoint: upstream(), region, credentials }
    return {
      acm: new ACMClient(settings),
      balancing: new ElasticLoadBalancingV2Client(settings),
      iam: new IAMClient(settings),
      route53: new Route53Client(settings)
    }
  }
  const clientsOf = (account: string, region = 'us-east-1') => {
    const key = `${account} ${region}`
    const found = clients.get(key) ?? connect(account, region)
    clients.set(key, found)
    return found
  }

  return {
    records: fresh(async (account, name) => {
      const { route53: client } = clientsOf(account)
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
      const { balancing: client } = clientsOf(account, region)
      for await (const page of paginateDescribeLoadBalancers({ client }, {})) {
        const found = page.LoadBalancers?.find(({ DNSName }) => plain(DNSName) === dnsName)
        if (found !== undefined) return found
      }
      return undefined
    }),

    listener: fresh(async (account, region, LoadBalancerArn, port) => {
      const { balancing } = clientsOf(account, region)
      const { Listeners = [] } = await balancing.send(new DescribeListenersCommand({ LoadBalancerArn }))
      return Listeners.find(({ Port }) => Port === port)
    }),

    trustPolicy: fresh(async (account, RoleName) => {
      try {
        const { Role } = await clientsOf(account).iam.send(new GetRoleCommand({ RoleName }))
        return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')
      } catch (error) {
        if (error instanceof NoSuchEntityException) return undefined
        throw error
      }
    }),

    certificates: fresh(async (account, arns) => {
      const all = await Promise.all(
        arns.split(' ').map(async (CertificateArn) => {
          const { acm } = clientsOf(account, CertificateArn.split(':')[3])
          const answer = await acm.send(new DescribeCertificateCommand({ CertificateArn })).catch(unlessGone)
          return answer?.Certificate
        })
      )
      return all
        .filter((each) => each?.Status === 'ISSUED')
        .map((each) => ({ names: [...new Set([each?.DomainName ?? '', ...(each?.SubjectAlternativeNames ?? [])])] }))
    })
  }
}

/** A listener may name a certificate that was taken away since. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof ResourceNotFoundException)) throw error
}

/** A signature that is none: MiniStack only reads from it which account, region and service are meant. */
export function scopedTo(account: string, region: string, service: string): string {
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
