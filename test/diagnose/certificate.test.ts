import { describe, expect, test } from '@jest/globals'
import { diagnoseCertificate } from '../../src/diagnose/certificate.ts'
import type { Delegation } from '../../src/model/delegation.ts'

describe('why a certificate is not issued is told', () => {
  const servers = ['ns-1.example', 'ns-2.example']
  test.each<readonly [Delegation, RegExp, RegExp]>([
    [{ at: 'delegated' }, /see _a\. Public DNS leads to the zone shop\.example\.$/, /CAA/],
    [
      { at: 'nowhere' },
      /is not delegated: public DNS knows no name servers/,
      /name ns-1\.example, ns-2\.example, then/
    ],
    [{ at: 'elsewhere', servers: ['ns.registrar'] }, /is not delegated: public DNS asks ns\.registrar\.$/, /name ns-1/],
    [{ at: 'partly', servers: ['ns.old'] }, /in part only: public DNS asks ns\.old too\.$/, /name ns-1/],
    [{ at: 'unknown', because: 'no DNS server answered' }, /could not be told: no DNS server answered\.$/, /name ns-1/]
  ])('of a zone %j', (delegation, sentence, remedy) => {
    const failure = diagnoseCertificate(['_a'], { name: 'shop.example', servers, delegation })
    expect(failure.sentence).toMatch(sentence)
    expect(failure.remedy).toMatch(remedy)
  })

  test('of a zone that could not be read', () => {
    expect(diagnoseCertificate(['_a'])).toMatchObject({
      sentence: 'The certificate is not issued after five minutes: ACM does not see _a.',
      remedy: expect.stringContaining('name the name servers of its hosted zone (`dig NS` shows which are asked now)')
    })
    const zone = { name: 'shop.example', servers: [], delegation: { at: 'nowhere' } } as const
    expect(diagnoseCertificate(['_a'], zone).remedy).toContain('name the name servers of its hosted zone, then')
  })
})
