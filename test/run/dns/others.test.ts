// Who else answers by the names of the site.
import { expect, test } from '@jest/globals'
import type { DnsRecord } from '../../../src/model/dns.ts'
import { Failure } from '../../../src/model/failure.ts'
import { tellOthers } from '../../../src/run/dns/others.ts'
import { plain, withDomain, zones } from '../../template/example.ts'
import { warningsOf } from '../../told.ts'
import { collect, fakeRegion } from '../fake/region.ts'

const hostedZone = { id: 'Z0SHOP', name: 'shop.example' }
const member = (region: string): DnsRecord => ({ type: 'A', values: [], region, setIdentifier: `shop-${region}` })

async function told(records: () => Promise<readonly DnsRecord[]>, config = withDomain) {
  const { world } = fakeRegion()
  const aws = { ...world.aws, records: { ...world.aws.records, find: records } }
  const current = { ...(await fakeRegion().look('1')), zones, hostedZone }
  return warningsOf(await collect(tellOthers({ config, current, regions: ['eu-west-1'] }, { ...world, aws })))
}

test('a region that this run does not update is named once, by the first name', async () => {
  const all = [member('eu-west-1'), member('us-east-1'), { ...member('us-west-2'), setIdentifier: 'theirs' }]
  expect(await told(() => Promise.resolve(all))).toEqual([
    'shop.example is also served from us-east-1, which this run did not update: not in `regions`.'
  ])
})

test('of what cannot be read that is said', async () => {
  const denied = new Failure({ code: 'ACCESS_DENIED', sentence: 'It is denied.', remedy: 'Allow it.' })
  expect(await told(() => Promise.reject(denied))).toEqual([
    'Whether other regions serve the same names could not be seen: It is denied.'
  ])
})

test('without a domain nothing is asked', async () => {
  expect(await told(() => Promise.reject(new Error('asked')), plain)).toEqual([])
})
