// Whether our records can stand beside what the names have already (F8.2).
import { simpleAddress, simpleText } from '../../model/adoption.ts'
import { checkOf, notOk, ok, type Check } from '../../model/check.ts'
import type { Config } from '../../model/config.ts'
import type { DnsRecord } from '../../model/dns.ts'
import { setIdentifierOf } from '../../model/names.ts'
import type { Seen } from '../../model/seen.ts'
import { holdsThings } from '../../model/stack.ts'

export function recordChecks(config: Config, { records = [], region, serviceStack }: Seen): readonly Check[] {
  const { frontDoor } = config
  const isThere = serviceStack.at === 'read' && holdsThings(serviceStack.value)
  return records.map(([name, reading]) => {
    const about = { topic: 'records', subject: `record ${name}` } as const
    return checkOf(about, reading, (all) => {
      const simple = simpleAddress(all)
      const adopted = frontDoor.at === 'domain' && frontDoor.adoptRecords ? simple : undefined
      const found = all.filter((record) => record !== adopted)
      const problem = problemOf(found, { own: setIdentifierOf(config, region), region, isThere })
      if (problem === undefined)
        return ok(about, adopted ? `${sentence(simpleText(adopted))} gives way to ours.` : 'Nothing stands in its way.')
      return notOk(about, {
        code: 'DNS_CONFLICT',
        text: `${name} has ${problem}.`,
        remedy:
          'Remove that record in Route 53 once you are sure that nothing needs it, then run this again.' +
          (simple ? ' With `adopt-records: true` it gives way without a gap.' : '')
      })
    })
  })
}

interface OurRecord {
  /** The SetIdentifier of our record. */
  readonly own: string
  readonly region: string
  /** The stack that makes it. */
  readonly isThere: boolean
}

function problemOf(found: readonly DnsRecord[], { own, region, isThere }: OurRecord): string | undefined {
  const [alias] = found.filter(({ type }) => type === 'CNAME')
  if (alias)
    return `a CNAME record${alias.values.length > 0 ? ` to ${alias.values.join(', ')}` : ''}, which stands alone`
  const addresses = found.filter(({ type }) => type === 'A')
  const simple = simpleAddress(addresses)
  if (simple) return `${simpleText(simple)}, beside which no latency record may stand`
  const other = addresses.find((record) => record.region === undefined)
  if (other) return `${recordName(other)}, which is not by latency, and beside which none of ours may stand`
  const taken = addresses.find((record) => record.region === region)
  if (!taken) return undefined
  if (taken.setIdentifier !== own) return `${recordName(taken)} for ${region}, and there can be one only`
  return isThere ? undefined : `the record ${own} already, which no stack of ours holds`
}

const recordName = ({ setIdentifier }: DnsRecord): string => `the A record ${JSON.stringify(setIdentifier)}`

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
