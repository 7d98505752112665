import { expect, test } from '@jest/globals'
import { siteOf } from '../../src/model/site.ts'
import { domain, plain } from '../template/example.ts'

const apex = { id: 'Z0SHOP', name: 'shop.example' }
const above = { id: 'Z0ABOVE', name: 'example' }
const both = ['shop.example', 'www.shop.example']

test.each([
  ['www asked for', true, above, both],
  ['www not asked for', false, apex, ['shop.example']],
  ["the domain is its zone's own name", 'zone-apex', apex, both],
  ['the domain is one of many in its zone', 'zone-apex', above, ['shop.example']],
  ['the zone is elsewhere', 'zone-apex', undefined, ['shop.example']]
] as const)('the site has its names when %s', (_, www, zone, names) => {
  const site = siteOf({ ...plain, frontDoor: { ...domain, www } }, zone)
  expect(site).toEqual({ names, url: 'https://shop.example', ...(zone && { zone }) })
})

test('without a domain there is no site', () => {
  expect(siteOf(plain, undefined)).toBeUndefined()
})
