import { describe, expect, test } from '@jest/globals'
import type { Surroundings } from '../../src/action/parse.ts'
import { certificate, type Given, mistakesOf, parsed } from './asking.ts'

describe('settings that do not agree', () => {
  test.each<[string, Given, string]>([
    ['variable and secret', { env: 'A=1', secrets: 'A=/a' }, '`A` stands in `env` and in `secrets`'],
    [
      'image and build',
      { image: 'shop:1', context: '.', rebuild: 'false' },
      'nothing is built, and `context`, `rebuild` would have no effect'
    ],
    ['no zone, no certificate', { domain: 'shop.example', 'hosted-zone-id': 'none' }, 'set `certificate-arn`'],
    [
      'a certificate of another region',
      { domain: 'shop.example', 'certificate-arn': certificate.replace('eu-west-1', 'us-east-1') },
      'is in us-east-1, and the load balancer in eu-west-1 takes only'
    ],
    ['a long name', { domain: `${'x'.repeat(60)}.example` }, 'at most 64'],
    ['www of www', { domain: 'www.shop.example', www: 'true' }, '`domain: shop.example`']
  ])('%s', (_, given, part) => {
    const mistakes = mistakesOf(given)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(part)
  })

  test.each<[string, Given]>([
    ['no www without a domain', { www: 'false' }],
    ['a long name with a certificate', { domain: `${'x'.repeat(60)}.example`, 'certificate-arn': certificate }],
    ['www as the domain', { domain: 'www.shop.example' }],
    ['a start period without a container check', { 'start-period-seconds': '60' }]
  ])('but %s is fine', (_, given) => {
    expect(mistakesOf(given)).toEqual([])
  })
})

describe('what the job does not tell', () => {
  test.each<[string, Surroundings, string]>([
    ['no region', { repository: 'owner/shop' }, 'set `regions`, or AWS_REGION'],
    ['a wrong region', { repository: 'owner/shop', region: 'Ireland' }, 'AWS_REGION is `Ireland`; a region looks like'],
    ['no repository', { region: 'eu-west-1' }, 'There is no `name`'],
    ['a name of nothing', { region: 'eu-west-1', repository: 'owner/___' }, 'There is no `name`']
  ])('%s', (_, around, part) => {
    const mistakes = mistakesOf({}, '', around)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(part)
  })

  test('is not asked for when it was given, even if that was wrong', () => {
    expect(mistakesOf({ name: 'X', regions: 'Y' }, '', {})).toHaveLength(2)
    expect(parsed({ name: 'shop', regions: 'eu-west-1' }, '', {}).config.identity.roleSessionName).toBe('slipway-local')
  })
})

describe('warnings', () => {
  test.each<[string, Given, string]>([
    [
      'a grace that is too short',
      { 'health-check-grace-seconds': '60' },
      'is 60, and a slow start may need 120 (the largest of 120, 0 + (2 + 2) x 10 = 40'
    ],
    ['the newest size', { cpu: '32768', memory: '61440' }, 'only in some regions'],
    ['a public range', { 'vpc-cidr': '203.0.113.0/24' }, 'is public'],
    ['a credential in a URL', { env: 'DATABASE_URL=postgres://shop:hunter2@db/shop' }, 'the shape of a credential']
  ])('%s', (_, given, part) => {
    const { warnings } = parsed(given)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(part)
  })

  test('the grace that was given counts', () => {
    expect(parsed({ 'health-check-grace-seconds': '60' }).config.health.graceSeconds).toBe(60)
    expect(parsed({ 'health-check-grace-seconds': '500' }).warnings).toEqual([])
  })

  test('secret values in a file of the repository', () => {
    expect(parsed({}, 'build-secrets:\n  npm: hunter2').warnings).toEqual([
      '`build-secrets` in .github/slipway.yml, line 1: secret values do not belong in a file of the repository'
    ])
  })
})
