// Records of a hosted zone (Route 53, F8.2): only to see what already has a name that we want.
import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53'
import type { DnsRecord } from '../model/dns.ts'
import type { HostedZone } from '../model/plan.ts'
import { given, required } from './answer.ts'
import type { Clients } from './clients.ts'
import { call } from './failures.ts'
import { plainName } from './hosted-zones.ts'

export const records = ({ route53, ending }: Clients) => {
  /** All records of exactly this name. One page of 300 holds every type and member of a name that people have. */
  async function find(zoneId: string, name: string): Promise<readonly DnsRecord[]> {
    const action = 'route53:ListResourceRecordSets'
    const command = new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: name })
    const answer = await call(action, () => route53().send(command, ending))
    return required(answer.ResourceRecordSets, `${action} ResourceRecordSets`)
      .filter(({ Name }) => Name !== undefined && plainName(Name) === plainName(name))
      .map(({ Type, SetIdentifier, Region, ResourceRecords = [] }) => ({
        type: required(Type, `${action} ResourceRecordSets[].Type`),
        values: ResourceRecords.flatMap(({ Value }) => Value ?? []),
        ...given('setIdentifier', SetIdentifier),
        ...given('region', Region)
      }))
  }

  return {
    find,
    /** Those that the zone itself names, which may be of the owner's own name. */
    async nameServers({ id, name }: HostedZone): Promise<readonly string[]> {
      const found = await find(id, name)
      return found.filter(({ type }) => type === 'NS').flatMap(({ values }) => values)
    }
  }
}
