// Hosted zones (Route 53, F8.1).
import { GetHostedZoneCommand, ListHostedZonesByNameCommand, type HostedZone as Zone } from '@aws-sdk/client-route-53'
import type { FrontDoor } from '../model/front-door.ts'
import { Failure } from '../model/failure.ts'
import type { HostedZone } from '../model/plan.ts'
import { required } from './answer.ts'
import { call, callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'

export const hostedZones = ({ route53 }: Clients) => {
  /** Public zones of exactly this name; the API lists zones that *start at* it. */
  async function zonesNamed(name: string): Promise<readonly HostedZone[]> {
    const action = 'route53:ListHostedZonesByName'
    const command = new ListHostedZonesByNameCommand({ DNSName: name })
    const answer = await call(action, () => route53().send(command))
    return required(answer.HostedZones, `${action} HostedZones`)
      .filter(({ Config, LinkedService }) => Config?.PrivateZone !== true && LinkedService === undefined)
      .map((zone) => zoneOf(zone, action))
      .filter((zone) => zone.name === name)
  }

  return {
    /**
     * The zone in which the records of a domain are made; undefined: none is.
     * @param earlier the id of the one that was found before: asked first, because it is one call.
     * @throws Failure ZONE_NOT_FOUND
     */
    async holding(frontDoor: FrontDoor, earlier?: string): Promise<HostedZone | undefined> {
      if (frontDoor.at === 'load-balancer' || frontDoor.hostedZone.do === 'none') return undefined
      const { domain, hostedZone } = frontDoor
      if (hostedZone.do === 'use') {
        const zone = await get(hostedZone.id)
        if (zone && holds(zone, domain)) return zone
        throw notFound(
          zone
            ? `The hosted zone ${hostedZone.id} is ${zone.name}, which does not hold ${domain}.`
            : `There is no public hosted zone ${hostedZone.id}.`
        )
      }
      const known = earlier === undefined ? undefined : await get(earlier)
      if (known && holds(known, domain)) return known
      const found = await find(domain)
      if (!found) throw notFound(`No public hosted zone of this account holds ${domain}.`)
      return found
    },
    get
  }

  /**
   * The public zone with the longest name that the domain ends in.
   * @throws Failure ZONE_NOT_FOUND when several have that name: only a person can tell which one is delegated.
   */
  async function find(domain: string): Promise<HostedZone | undefined> {
    const found = await Promise.all(suffixesOf(domain).map(zonesNamed))
    const [zone, ...others] = found.find((zones) => zones.length > 0) ?? []
    if (!zone || others.length === 0) return zone
    throw new Failure({
      code: 'ZONE_NOT_FOUND',
      sentence: `Several public hosted zones are called ${zone.name}: ${[zone, ...others].map(({ id }) => id).join(', ')}.`,
      remedy: 'Set `hosted-zone-id` to the one whose name servers the registrar of the domain names.'
    })
  }

  /** @returns undefined when there is no public zone of this id. */
  async function get(id: string): Promise<HostedZone | undefined> {
    const action = 'route53:GetHostedZone'
    const isMissing = named('NoSuchHostedZone', 'InvalidInput')
    const answer = await callUnless(action, isMissing, () => route53().send(new GetHostedZoneCommand({ Id: id })))
    const zone = answer && required(answer.HostedZone, `${action} HostedZone`)
    return zone && zone.Config?.PrivateZone !== true ? zoneOf(zone, action) : undefined
  }
}

/** `a.b.example` -> itself, `b.example`; a top-level domain is nobody's zone. */
function suffixesOf(domain: string): readonly string[] {
  const labels = domain.toLowerCase().replace(/\.$/, '').split('.')
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
}

/** Ids come as `/hostedzone/Z...`, names with a trailing dot. */
function zoneOf({ Id, Name }: Zone, action: string): HostedZone {
  return {
    id: required(Id, `${action} HostedZone.Id`).replace(/^\/hostedzone\//, ''),
    name: plainName(required(Name, `${action} HostedZone.Name`))
  }
}

/** Lower case, no trailing dot, octal escapes such as `\052` resolved. */
export const plainName = (name: string): string =>
  name
    .replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    .replace(/\.$/, '')
    .toLowerCase()

const holds = ({ name }: HostedZone, domain: string): boolean => domain === name || domain.endsWith(`.${name}`)

const notFound = (sentence: string): Failure =>
  new Failure({
    code: 'ZONE_NOT_FOUND',
    sentence,
    remedy:
      'Set `hosted-zone-id` to the zone of the domain; when its DNS is elsewhere, set `hosted-zone-id: none` and `certificate-arn`.'
  })
