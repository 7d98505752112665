import { describe, expect, test } from '@jest/globals'
import {
  adoption,
  besides,
  isAdopting,
  letGo,
  rememberedFor,
  simpleAddress,
  simpleText
} from '../../src/model/adoption.ts'
import type { DnsRecord } from '../../src/model/dns.ts'

const simple: DnsRecord = { type: 'A', values: ['192.0.2.1'], ttl: 300 }
const alias = { zoneId: 'Z1', name: 'old.example.', evaluatesHealth: true }
const ours: DnsRecord = { type: 'A', values: [], alias, setIdentifier: 'shop-eu-west-1', region: 'eu-west-1' }
const member = (more: Partial<DnsRecord> = {}): DnsRecord => ({
  ...simple,
  region: 'ap-southeast-3',
  setIdentifier: 'shop-adopting',
  ...more
})
const ipv6: DnsRecord = { type: 'AAAA', values: ['2001:db8::1'], ttl: 3600 }
const mail: DnsRecord = { type: 'MX', values: ['10 mail'] }
const name = 'shop.example'
const adopt = (...records: readonly DnsRecord[]) => adoption([[name, records]], 'shop', ['eu-west-1'])

describe('a simple record', () => {
  test('becomes a member of a region that nobody uses, with all that it was', () => {
    const record = { ...simple, healthCheckId: 'h' }
    expect(adopt(mail, record)).toEqual([
      { do: 'delete', name, record },
      { do: 'create', name, record: { ...record, region: 'ap-southeast-3', setIdentifier: 'shop-adopting' } }
    ])
  })

  test('that is an alias stays one', () => {
    const record = { type: 'A', values: [], alias }
    expect(adopt(record)[1]).toEqual({
      do: 'create',
      name,
      record: { ...record, region: 'ap-southeast-3', setIdentifier: 'shop-adopting' }
    })
  })

  test('of several values becomes several members, for a member has one', () => {
    const members = adoption([[name, [{ ...simple, values: ['a', 'b'] }]]], 'shop', ['ap-southeast-3', 'af-south-1'])
    expect(members.slice(1).map(({ record }) => [record.region, record.setIdentifier, record.values])).toEqual([
      ['me-south-1', 'shop-adopting', ['a']],
      ['il-central-1', 'shop-adopting-2', ['b']]
    ])
    const many = adopt({ ...simple, values: Array.from({ length: 12 }, (_, index) => String(index)) })
    expect(many).toHaveLength(9)
  })

  test.each<[string, readonly DnsRecord[]]>([
    ['nothing', []],
    ['ours', [ours]],
    ['what was adopted already', [member()]],
    ['another kind', [{ ...simple, setIdentifier: 'weighted' }]],
    ['no address', [mail, { type: 'CNAME', values: ['x'] }, ipv6]]
  ])('%s is none', (_, records) => {
    expect(adopt(...records)).toEqual([])
    expect(simpleAddress(records)).toBeUndefined()
  })
})

describe('what was adopted', () => {
  const go = (...records: readonly DnsRecord[]) => letGo([[name, records]], 'shop').map(({ record }) => record)

  test('goes once ours is there, and the address for IPv6 with it', () => {
    const second = member({ setIdentifier: 'shop-adopting-2', region: 'me-south-1' })
    expect(go(member(), second, ours, ipv6, mail)).toEqual([member(), second, ipv6])
  })

  test.each<[string, readonly DnsRecord[]]>([
    ['while ours is not there', [member(), ipv6]],
    ['of another app', [member({ setIdentifier: 'shoe-adopting' }), ours]],
    ['where nothing was', [ours, ipv6]]
  ])('stays: %s', (_, records) => {
    expect(go(...records)).toEqual([])
  })

  test('is seen', () => {
    expect(isAdopting([[name, [member()]]], 'shop')).toBe(true)
    expect(isAdopting([[name, [simple, ours]]], 'shop')).toBe(false)
  })

  test('is told while it answers beside ours, and so is an address for IPv6, with the way out', () => {
    expect(besides([[name, [ours, mail]]], 'shop')).toEqual([])
    expect(besides([[name, [ours, member(), ipv6]]], 'shop')).toEqual([
      'shop.example still answers as before too (shop-adopting): a deployment with `adopt-records: true` lets that go.',
      'shop.example has an AAAA record, which is not ours: visitors by IPv6 are led there. Remove it when it is of no use.'
    ])
  })

  test('is remembered for as long as it said, an alias for a minute', () => {
    expect(rememberedFor([])).toBe(0)
    expect(rememberedFor([{ do: 'delete', name, record: ours }])).toBe(60)
    expect(
      rememberedFor([
        { do: 'delete', name, record: simple },
        { do: 'delete', name, record: ours }
      ])
    ).toBe(300)
  })
})

test.each([
  [simple, 'a simple A record (192.0.2.1)'],
  [{ type: 'A', values: [], alias }, 'a simple A record (an alias of old.example.)'],
  [{ type: 'A', values: [] }, 'a simple A record (an alias)']
])('%j is told', (record, text) => {
  expect(simpleText(record)).toBe(text)
})
