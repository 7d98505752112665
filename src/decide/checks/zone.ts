// Whether the hosted zone is there and the public is led to it (F8.1).
import { checkOf, notOk, ok, unknown, type Check } from '../../model/check.ts'
import type { Config } from '../../model/config.ts'
import { certificateOf } from '../../model/front-door.ts'
import type { Delegation } from '../../model/delegation.ts'
import type { HostedZone } from '../../model/plan.ts'
import type { Seen } from '../../model/seen.ts'

export function zoneChecks(config: Config, { zone, delegation }: Seen): readonly Check[] {
  if (!zone) return []
  const about = { topic: 'zone', subject: 'hosted zone' } as const
  return [
    checkOf(about, zone, ({ id, name }) => ok(about, `${name} (${id}) is public and of this account.`)),
    ...(zone.at === 'read' && delegation
      ? [
          checkOf(leading(zone.value), delegation, (found) =>
            delegationCheck(zone.value, found, certificateOf(config) === undefined)
          )
        ]
      : [])
  ]
}

const leading = ({ name }: HostedZone) => ({ topic: 'zone', subject: `delegation of ${name}` }) as const

/** @param isAwaited a certificate is made, which waits for it; without, the names may lead to us from elsewhere. */
function delegationCheck(zone: HostedZone, found: Delegation, isAwaited: boolean): Check {
  const about = leading(zone)
  const remedy =
    `Name the servers of the zone ${zone.id} (its NS record) at the registrar of ${zone.name}, ` +
    'or in an NS record of the zone above it, and give resolvers the time to forget the old answer; ' +
    'or set `hosted-zone-id` to the zone that is delegated.'
  switch (found.at) {
    case 'delegated':
      return ok(about, 'Public DNS names the servers of this zone.')
    case 'nowhere':
      return undelegated(`Public DNS names no servers for ${zone.name}.`)
    case 'elsewhere':
      return undelegated(
        `Public DNS leads ${zone.name} to ${found.servers.join(', ')}, and not to the zone ${zone.id}.`
      )
    case 'partly':
      return unknown(about, `Public DNS leads ${zone.name} also to ${found.servers.join(', ')}.`, remedy)
    case 'unknown':
      return unknown(about, `Public DNS did not say where it leads: ${found.because}.`, `Compare: dig NS ${zone.name}`)
  }

  function undelegated(text: string): Check {
    return isAwaited ? notOk(about, { code: 'CERTIFICATE_STUCK', text, remedy }) : unknown(about, text, remedy)
  }
}
