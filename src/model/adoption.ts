// A simple record gives way to ours without a gap (F8.2 d): in one batch it becomes latency members of regions that nobody
// uses, ours is made beside them, and they are let go. Pure.
import type { DnsChange, DnsNames, DnsRecord } from './dns.ts'

/** Where hardly anybody deploys to. Each takes one member, and a member one value: of more values these many stay. */
const remote: readonly string[] = [
  'ap-southeast-3',
  'me-south-1',
  'af-south-1',
  'il-central-1',
  'mx-central-1',
  'ap-south-2',
  'ca-west-1',
  'me-central-1'
]

const isSimple = ({ setIdentifier, region }: DnsRecord): boolean => setIdentifier === undefined && region === undefined

export const simpleAddress = (records: readonly DnsRecord[]): DnsRecord | undefined =>
  records.find((record) => record.type === 'A' && isSimple(record))

const idOf = (app: string, index: number): string => `${app}-adopting${index === 0 ? '' : `-${index + 1}`}`

const isAdopted =
  (app: string) =>
  ({ type, setIdentifier }: DnsRecord): boolean =>
    type === 'A' && remote.some((_, index) => setIdentifier === idOf(app, index))

/** @param regions that will have members of ours. @returns what is done at once; none: there is no simple record. */
export function adoption(names: DnsNames, app: string, regions: readonly string[]): readonly DnsChange[] {
  const free = remote.filter((region) => !regions.includes(region))
  return names.flatMap(([name, records]) => {
    const simple = simpleAddress(records)
    if (!simple) return []
    const parts = simple.alias ? [simple] : simple.values.map((value) => ({ ...simple, values: [value] }))
    const members = free.flatMap((region, index): readonly DnsChange[] => {
      const part = parts[index]
      return part ? [{ do: 'create', name, record: { ...part, region, setIdentifier: idOf(app, index) } }] : []
    })
    return [{ do: 'delete', name, record: simple }, ...members]
  })
}

export const isAdopting = (names: DnsNames, app: string): boolean =>
  names.some(([, records]) => records.some(isAdopted(app)))

/**
 * What was adopted is let go where a member of ours is there. A simple AAAA record goes with it: visitors by IPv6 would stay
 * where the old one led.
 */
export const letGo = (names: DnsNames, app: string): readonly DnsChange[] =>
  names.flatMap(([name, records]) => {
    const adopted = records.filter(isAdopted(app))
    const isServed = records.some(
      (record) => record.type === 'A' && record.region !== undefined && !isAdopted(app)(record)
    )
    if (adopted.length === 0 || !isServed) return []
    const others = records.filter((record) => record.type === 'AAAA' && isSimple(record))
    return [...adopted, ...others].map((record): DnsChange => ({ do: 'delete', name, record }))
  })

/** What was there before and answers beside ours, in sentences. */
export const besides = (names: DnsNames, app: string): readonly string[] =>
  names.flatMap(([name, records]) => {
    const adopted = records.filter(isAdopted(app)).map(({ setIdentifier }) => setIdentifier)
    const ipv6 = records.filter((record) => record.type === 'AAAA' && isSimple(record))
    return [
      ...(adopted.length === 0
        ? []
        : [
            `${name} still answers as before too (${adopted.join(', ')}): a deployment with \`adopt-records: true\` lets that go.`
          ]),
      ...(ipv6.length === 0
        ? []
        : [
            `${name} has an AAAA record, which is not ours: visitors by IPv6 are led there. Remove it when it is of no use.`
          ])
    ]
  })

/** `a simple A record (192.0.2.1)`. */
export const simpleText = ({ values, alias }: DnsRecord): string =>
  `a simple A record (${alias ? `an alias of ${alias.name}` : values.join(', ') || 'an alias'})`

/** Route 53 keeps an answer that is an alias's for so long, in seconds (F8.2). */
const aliasTtl = 60

/** How long resolvers may go on giving what was there, in seconds. */
export const rememberedFor = (changes: readonly DnsChange[]): number =>
  Math.max(0, ...changes.map(({ record }) => record.ttl ?? aliasTtl))
