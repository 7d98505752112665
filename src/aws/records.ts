// Records of a hosted zone (Route 53, F8.2): to see what has a name that we want, and to take it over where that is asked for.
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type AliasTarget,
  type ResourceRecordSet,
  type ResourceRecordSetRegion,
  type RRType
} from '@aws-sdk/client-route-53'
import type { DnsChange, DnsRecord } from '../model/dns.ts'
import type { HostedZone } from '../model/plan.ts'
import { given, required } from './answer.ts'
import { call, callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'
import { plainName } from './hosted-zones.ts'

export const records = ({ route53 }: Clients) => {
  /** All records of exactly this name. One page of 300 holds every type and member of a name that people have. */
  async function find(zoneId: string, name: string): Promise<readonly DnsRecord[]> {
    const action = 'route53:ListResourceRecordSets'
    const command = new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: name })
    const answer = await call(action, () => route53().send(command))
    return required(answer.ResourceRecordSets, `${action} ResourceRecordSets`)
      .filter(({ Name }) => Name !== undefined && plainName(Name) === plainName(name))
      .map(({ Type, SetIdentifier, Region, ResourceRecords = [], TTL, AliasTarget, HealthCheckId }) => ({
        type: required(Type, `${action} ResourceRecordSets[].Type`),
        values: ResourceRecords.flatMap(({ Value }) => Value ?? []),
        ...given({
          ttl: TTL,
          alias: AliasTarget && aliasOf(AliasTarget, action),
          healthCheckId: HealthCheckId,
          setIdentifier: SetIdentifier,
          region: Region
        })
      }))
  }

  return {
    find,
    /** All of them at once or none. @returns false when what is there is not what they start from. */
    async change(zoneId: string, changes: readonly DnsChange[]): Promise<boolean> {
      const command = new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: {
          Comment: 'Slipway takes over records',
          Changes: changes.map(({ do: what, name, record }) => ({
            Action: what === 'create' ? 'CREATE' : 'DELETE',
            ResourceRecordSet: setOf(name, record)
          }))
        }
      })
      const answer = await callUnless('route53:ChangeResourceRecordSets', named('InvalidChangeBatch'), () =>
        route53().send(command)
      )
      return answer !== undefined
    },
    /** Those that the zone itself names, which may be of the owner's own name. */
    async nameServers({ id, name }: HostedZone): Promise<readonly string[]> {
      const found = await find(id, name)
      return found.filter(({ type }) => type === 'NS').flatMap(({ values }) => values)
    }
  }
}

const aliasOf = ({ HostedZoneId, DNSName, EvaluateTargetHealth = false }: AliasTarget, action: string) => ({
  zoneId: required(HostedZoneId, `${action} ResourceRecordSets[].AliasTarget.HostedZoneId`),
  name: required(DNSName, `${action} ResourceRecordSets[].AliasTarget.DNSName`),
  evaluatesHealth: EvaluateTargetHealth
})

function setOf(name: string, record: DnsRecord): ResourceRecordSet {
  const { type, values, ttl, alias, healthCheckId, setIdentifier, region } = record
  return {
    Name: name,
    Type: type as RRType,
    ...given({
      SetIdentifier: setIdentifier,
      Region: region as ResourceRecordSetRegion | undefined,
      TTL: ttl,
      HealthCheckId: healthCheckId
    }),
    ...(values.length > 0 && { ResourceRecords: values.map((Value) => ({ Value })) }),
    ...(alias && {
      AliasTarget: { HostedZoneId: alias.zoneId, DNSName: alias.name, EvaluateTargetHealth: alias.evaluatesHealth }
    })
  }
}
