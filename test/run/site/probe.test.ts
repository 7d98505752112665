import { describe, expect, test } from '@jest/globals'
import type { Failure } from '../../../src/model/failure.ts'
import { readAnswer } from '../../../src/run/site/result.ts'
import { probe, type Address } from '../../../src/run/site/probe.ts'
import type { Answer } from '../../../src/run/site/visit.ts'
import { plain, site } from '../../template/example.ts'
import { collect, fakeRegion, linesOf } from '../fake/region.ts'
import { start } from '../fake/time.ts'

type Site = Readonly<Record<string, Answer | Error | readonly (Answer | Error)[]>>

const good: Site = {
  'http://shop.example/': { status: 301, location: 'https://shop.example/' },
  'http://www.shop.example/': { status: 301, location: 'https://www.shop.example:443/' },
  'https://shop.example/': { status: 200 },
  'https://www.shop.example/': { status: 200 }
}
const coded = (code: string, message = code): Error => Object.assign(new Error(message), { code })

/** @param answers url -> what it says, or what it says one time after the other. */
async function ask(
  answers: Site,
  options: {
    readonly domain?: boolean
    readonly zone?: boolean
    readonly minutes?: number
    readonly balancer?: Site
    readonly address?: Partial<Address>
    /** Where names lead; absent: nobody knows. */
    readonly leads?: Readonly<Record<string, readonly string[]>>
  } = {}
) {
  const visits: string[] = []
  const direct: string[] = []
  const region = fakeRegion({
    visit: (url, at) => {
      if (at !== undefined) {
        direct.push(`${at} ${url}`)
        const said = options.balancer?.[url] ?? good[url]
        return said instanceof Error ? Promise.reject(said) : Promise.resolve(said as Answer)
      }
      const earlier = visits.filter((each) => each === url).length
      visits.push(url)
      const known = answers[url] ?? coded('ENOTFOUND')
      const answer = Array.isArray(known)
        ? (known as readonly (Answer | Error)[])[Math.min(earlier, known.length - 1)]
        : (known as Answer | Error)
      return answer instanceof Error || answer === undefined
        ? Promise.reject(answer ?? coded('ENOTFOUND'))
        : Promise.resolve(answer)
    }
  })
  const { domain = true, zone = true, minutes = 30 } = options
  const { names, url } = site
  const wanted = zone ? site : { names, url }
  const began = region.time.clock.now()
  const asking = collect(
    probe(
      {
        ...region.world,
        deadline: began + minutes * 60_000,
        addressesOf: (name) => Promise.resolve(options.leads?.[name] ?? [])
      },
      { loadBalancer: 'lb.example', health: plain.health, ...(domain && { site: wanted }), ...options.address }
    )
  )
  const end = await asking.then(
    ({ result, progress }) => ({
      result: result.url,
      expires: result.expires,
      lines: linesOf(progress),
      warnings: progress.flatMap((each) => (each.at === 'warning' ? [each.text] : [])),
      failure: undefined
    }),
    (error: unknown) => ({ result: undefined, lines: [], warnings: [], expires: undefined, failure: error as Failure })
  )
  return { ...end, visits, direct, seconds: (region.time.clock.now() - began) / 1000 }
}

describe('the site', () => {
  test('answers by every name, with redirects that name the port or not', async () => {
    const { result, visits, lines, seconds } = await ask(good)
    expect(result).toBe('https://shop.example')
    expect(visits.toSorted()).toEqual(Object.keys(good).toSorted())
    expect(lines.filter((line) => line.includes('://'))).toEqual([
      'at the load balancer: http://shop.example/ answers 301 to https://shop.example/; https://shop.example/ answers 200',
      'at the load balancer: http://www.shop.example/ answers 301 to https://www.shop.example:443/; https://www.shop.example/ answers 200',
      'http://shop.example/ answers 301 to https://shop.example/; https://shop.example/ answers 200',
      'http://www.shop.example/ answers 301 to https://www.shop.example:443/; https://www.shop.example/ answers 200'
    ])
    expect(seconds).toBe(0)
  })

  test('may need a while; only what was bad is asked again', async () => {
    const late = [coded('ENOTFOUND'), coded('ECONNREFUSED'), { status: 503 }, { status: 200 }]
    const { result, visits, seconds } = await ask({ ...good, 'https://shop.example/': late })
    expect(result).toBe('https://shop.example')
    expect(visits).toHaveLength(7)
    expect(seconds).toBe(3)
  })

  test.each<readonly [string, string, Answer | Error, string]>([
    [
      'a wrong certificate',
      'https://www.shop.example/',
      coded('ERR_TLS_CERT_ALTNAME_INVALID'),
      'the certificate is for another name'
    ],
    ['no name', 'https://shop.example/', coded('ENOTFOUND'), 'the name does not resolve'],
    ['no name server', 'https://shop.example/', coded('EAI_AGAIN'), 'the name does not resolve'],
    ['nobody there', 'https://shop.example/', coded('ECONNREFUSED'), 'connection refused'],
    ['a connection that breaks', 'https://shop.example/', coded('ECONNRESET'), 'was broken off'],
    [
      "another site's certificate",
      'https://shop.example/',
      Object.assign(coded('ERR_TLS_CERT_ALTNAME_INVALID'), { cert: { subjectaltname: 'DNS:other.example' } }),
      'for another name (DNS:other.example)'
    ],
    [
      'an old certificate',
      'https://shop.example/',
      Object.assign(coded('CERT_HAS_EXPIRED'), { cert: { valid_to: 'Nov 1 2026' } }),
      'has expired on Nov 1 2026'
    ],
    ['an expired one that is not shown', 'https://shop.example/', coded('CERT_HAS_EXPIRED'), 'has expired'],
    [
      'a certificate of nobody',
      'https://shop.example/',
      coded('SELF_SIGNED_CERT_IN_CHAIN'),
      'whom this machine trusts'
    ],
    ['another error', 'https://shop.example/', coded('EPROTO', 'wrong version number'), 'wrong version number'],
    ['a wrong status', 'https://shop.example/', { status: 503 }, 'answers 503'],
    ['no redirect', 'http://shop.example/', { status: 200 }, 'answers 200'],
    [
      'a redirect that does not last',
      'http://shop.example/',
      { status: 302, location: 'https://shop.example/' },
      'answers 302'
    ],
    [
      'a redirect to another name',
      'http://shop.example/',
      { status: 301, location: 'https://shop.example.evil/' },
      'to https://shop.example.evil/'
    ],
    [
      'a redirect to another port',
      'http://shop.example/',
      { status: 301, location: 'https://shop.example:8443/' },
      ':8443'
    ],
    [
      'a redirect to http',
      'http://shop.example/',
      { status: 301, location: 'http://www.shop.example/' },
      'to http://www'
    ],
    ['a redirect to nowhere', 'http://shop.example/', { status: 301 }, 'answers 301']
  ])('with %s is unreachable after two minutes', async (_, url, answer, said) => {
    const { failure, seconds } = await ask({ ...good, [url]: answer })
    expect(failure).toMatchObject({ code: 'URL_UNREACHABLE', evidence: [expect.stringContaining(said)] })
    expect(failure?.evidence[0]).toContain(url)
    expect(failure?.remedy).toContain('zone shop.example is delegated')
    expect(seconds).toBe(120)
  })

  test('that the load balancer answers well does not lead there', async () => {
    const { failure, direct } = await ask({ ...good, 'https://shop.example/': coded('ENOTFOUND') })
    expect(direct.toSorted()).toEqual(
      Object.keys(good)
        .map((url) => `lb.example ${url}`)
        .toSorted()
    )
    expect(failure?.evidence).toEqual([
      'https://shop.example/: the name does not resolve; the load balancer itself answers it well'
    ])
  })

  test.each([
    ['elsewhere', ['192.0.2.1'], '; shop.example leads to 192.0.2.1, and lb.example to 198.51.100.1, 198.51.100.2'],
    ['to the load balancer', ['198.51.100.2'], '']
  ])('that leads %s says where', async (_, found, told) => {
    const leads = { 'shop.example': found, 'lb.example': ['198.51.100.1', '198.51.100.2'] }
    const { failure } = await ask({ ...good, 'https://shop.example/': { status: 404 } }, { leads })
    expect(failure?.evidence).toEqual([
      `https://shop.example/ answers 404${told}; the load balancer itself answers it well`
    ])
  })

  test('that the load balancer answers badly itself is no matter of DNS', async () => {
    const bad = { 'https://shop.example/': { status: 503 } }
    const { failure, visits } = await ask({ ...good, ...bad }, { balancer: bad })
    expect(failure?.remedy).toContain('it is not DNS')
    expect(failure?.evidence).toEqual(['at the load balancer: https://shop.example/ answers 503'])
    // A region that is bad itself is not covered up by one where DNS leads.
    expect(visits).toEqual([])
  })

  test('whose DNS is elsewhere is told where to point', async () => {
    const { failure } = await ask({}, { zone: false })
    expect(failure?.remedy).toContain('Point shop.example and www.shop.example at lb.example')
  })

  test('without a domain is the load balancer by http', async () => {
    const { result, visits } = await ask({ 'http://lb.example/': { status: 200 } }, { domain: false })
    expect(result).toBe('http://lb.example')
    expect(visits).toEqual(['http://lb.example/'])
  })

  test.each([
    [coded('ENOTFOUND'), 'http://lb.example/: the name does not resolve'],
    [{ status: 503 }, 'http://lb.example/ answers 503']
  ])('without a domain has no certificate that could be wrong (%j)', async (answer, said) => {
    const { failure } = await ask({ 'http://lb.example/': answer }, { domain: false })
    expect(failure?.evidence).toEqual([said])
    expect(failure?.remedy).toMatch(/what the app answers .* reaches the load balancer/)
    expect(failure?.remedy).not.toContain('certificate')
  })

  test('is not asked by http at the load balancer where a proxy is between', async () => {
    const balancer = { 'http://shop.example/': coded('ERR_INVALID_ARG_VALUE') }
    expect((await ask(good, { balancer })).result).toBe('https://shop.example')
  })

  test('is said once to have a proxy between, whatever its names', async () => {
    const refused = coded('ERR_INVALID_ARG_VALUE')
    const balancer = { 'http://shop.example/': refused, 'http://www.shop.example/': refused }
    const { lines } = await ask(good, { balancer })
    expect(lines.filter((line) => line.includes('proxy'))).toEqual([
      expect.stringMatching(
        /at the load balancer: http:\/\/shop.example\/ and http:\/\/www.shop.example\/ cannot be asked for there: a proxy is between$/
      )
    ])
    expect(lines).toContainEqual(expect.stringMatching(/at the load balancer: https:\/\/shop.example\/ answers 200$/))
  })

  test('is asked where DNS leads alone when a proxy lets nobody through to the load balancer', async () => {
    const refused = coded('ERR_PROXY_TUNNEL', 'Failed to establish tunnel: HTTP/1.1 403 Forbidden')
    const balancer = Object.fromEntries(Object.keys(good).map((url) => [url, refused]))
    expect((await ask(good, { balancer })).result).toBe('https://shop.example')
    const { failure } = await ask({ ...good, 'https://shop.example/': refused })
    expect(failure?.evidence[0]).toContain('403 Forbidden')
  })

  test('that takes over records is not looked for in DNS yet', async () => {
    const { result, visits, direct } = await ask({}, { address: { isAdopting: true } })
    expect(result).toBe('https://shop.example')
    expect([visits, direct.length]).toEqual([[], 4])
  })

  test('that took over records has as long as resolvers remember them, and ten minutes at most', async () => {
    const bad = { ...good, 'https://shop.example/': { status: 503 } }
    expect((await ask(bad, { address: { remembered: 300 } })).seconds).toBe(420)
    expect((await ask(bad, { address: { remembered: 86_400 } })).seconds).toBe(720)
  })

  test.each([
    [29, true],
    [31, false]
  ])('whose certificate expires in %i days is warned of: %s', async (days, isWarned) => {
    const expires = start + (days + 0.5) * 24 * 3_600_000
    const { expires: told, warnings } = await ask({ ...good, 'https://shop.example/': { status: 200, expires } })
    expect(told).toBe(expires)
    expect(warnings.map((text) => text.includes(`in ${days} days`))).toEqual(isWarned ? [true] : [])
  })

  test("times out when the run's own time is over first", async () => {
    const { failure } = await ask({}, { minutes: 1 })
    expect(failure?.code).toBe('TIMED_OUT')
  })
})

test.each([
  [200, '200', true],
  [204, '200,204', true],
  [302, '200-399', true],
  [400, '200-399', false],
  [200, '', false]
])('the codes of the health check decide: %d is among %s: %s', (status, codes, expected) => {
  expect(readAnswer('https://a', 'https://a/', { status }, codes).good).toBe(expected)
})
