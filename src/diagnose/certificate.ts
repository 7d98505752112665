// A certificate that is not issued: which records ACM waits for, and why it does not see them (F5.2).
import type { Delegation } from '../model/delegation.ts'
import { Failure } from '../model/failure.ts'

/** The zone that ACM looks into, and how it is reached. */
export interface ZoneSeen {
  readonly name: string
  /** Its own name servers. */
  readonly servers: readonly string[]
  readonly delegation: Delegation
}

/** @param records that ACM looks for and does not see (F5.2). @param zone absent: it could not be looked at. */
export function diagnoseCertificate(records: readonly string[], zone?: ZoneSeen): Failure {
  return new Failure({
    code: 'CERTIFICATE_STUCK',
    sentence:
      `The certificate is not issued after five minutes: ACM does not see ${records.join(', ')}.` +
      (zone ? ` ${sayDelegation(zone)}` : ''),
    remedy: zone?.delegation.at === 'delegated' ? forgiven : delegate(zone)
  })
}

function sayDelegation({ name, delegation }: ZoneSeen): string {
  switch (delegation.at) {
    case 'delegated':
      return `Public DNS leads to the zone ${name}.`
    case 'nowhere':
      return `The zone ${name} is not delegated: public DNS knows no name servers for it.`
    case 'elsewhere':
      return `The zone ${name} is not delegated: public DNS asks ${delegation.servers.join(', ')}.`
    case 'partly':
      return `The zone ${name} is delegated in part only: public DNS asks ${delegation.servers.join(', ')} too.`
    case 'unknown':
      return `Whether the zone ${name} is delegated could not be told: ${delegation.because}.`
  }
}

const forgiven =
  'Mostly that comes by itself: run this again to wait on. Look for a CAA record of the domain that allows no ' +
  '`amazon.com`; the stack waits for the certificate meanwhile.'

function delegate(zone: ZoneSeen | undefined): string {
  const servers = zone && zone.servers.length > 0 ? zone.servers.join(', ') : 'the name servers of its hosted zone'
  const asked = zone ? '' : ' (`dig NS` shows which are asked now)'
  return (
    `Let the domain's registrar, or the zone above, name ${servers}${asked}, then run this again; the stack waits for ` +
    'the certificate meanwhile.'
  )
}
