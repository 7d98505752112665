// Whether public DNS leads to a zone, for every answer that a resolver gives.
import { describe, expect, test } from '@jest/globals'
import { addressesByDns, astray, nameServersByDns, readDelegation } from '../../../src/run/dns/delegation.ts'

const own = ['ns-1.awsdns-01.org.', 'ns-2.awsdns-02.com.']
const answers = (servers: readonly string[]) => () => Promise.resolve(servers)
const fails = (code: string | undefined) => () =>
  Promise.reject(Object.assign(new Error('queryNs shop.example'), { code }))

describe('a zone', () => {
  test.each([
    ['is delegated', answers(['ns-2.awsdns-02.com', 'NS-1.awsdns-01.org']), { at: 'delegated' }],
    ['is delegated to one of its servers at least', answers(['ns-1.awsdns-01.org']), { at: 'delegated' }],
    [
      'is served by others',
      answers(['b.parking.example', 'a.parking.example']),
      { at: 'elsewhere', servers: ['a.parking.example', 'b.parking.example'] }
    ],
    [
      'is served by others too',
      answers(['a.parking.example', 'ns-1.awsdns-01.org']),
      { at: 'partly', servers: ['a.parking.example'] }
    ],
    ['is delegated to nobody', answers([]), { at: 'nowhere' }],
    ['is no name', fails('ENOTFOUND'), { at: 'nowhere' }],
    ['has no name servers', fails('ENODATA'), { at: 'nowhere' }],
    [
      'is not known to those that it is delegated to',
      fails('ESERVFAIL'),
      { at: 'unknown', because: 'the name servers that it is delegated to do not answer for it' }
    ],
    ['is asked for in vain', fails('ETIMEOUT'), { at: 'unknown', because: 'no DNS server answered' }],
    ['cannot be asked for', fails('ECONNREFUSED'), { at: 'unknown', because: 'there is no DNS server' }],
    ['fails in another way', fails('EREFUSED'), { at: 'unknown', because: 'queryNs shop.example' }],
    ['fails in an unknown way', fails(undefined), { at: 'unknown', because: 'queryNs shop.example' }]
  ] as const)('%s', async (_, nameServersOf, expected) => {
    expect(await readDelegation(nameServersOf, 'shop.example', own)).toEqual(expected)
  })
})

test('a machine behind a proxy does not see what the public sees', async () => {
  const nameServersOf = nameServersByDns({ https_proxy: 'http://proxy.example:3128' })
  expect(await readDelegation(nameServersOf, 'shop.example', own)).toEqual({
    at: 'unknown',
    because: 'this machine reaches the internet through a proxy'
  })
})

test("the machine's resolver is asked for NS records", async () => {
  // Whether there is one or not: no such top-level domain can ever be delegated (RFC 2606).
  const { at } = await readDelegation(nameServersByDns(), 'slipway.invalid', own)
  expect(['nowhere', 'unknown']).toContain(at)
})

test('where a name leads is not known where the resolver does not know it', async () => {
  const behindProxy = addressesByDns({ HTTPS_PROXY: 'http://proxy.example:3128' })
  await expect(behindProxy('shop.example')).rejects.toThrow('through a proxy')
  expect(await astray(behindProxy, 'shop.example', 'lb.example')).toBeUndefined()
})
