// Records that the names have already give way to ours: at every moment somebody answers, also when the run is killed.
import { afterAll, expect, test } from '@jest/globals'
import { domain, plain } from '../template/example.ts'
import { healthy } from './app.ts'
import { disconnect } from './sdk.ts'
import { regionsOf } from './regions.ts'
import { redirecting } from './run.ts'
import { whole, type Whole } from './whole.ts'
import type { RecordSet } from './zone.ts'

afterAll(disconnect)

const old: RecordSet = {
  Name: 'shop.example.',
  Type: 'A',
  TTL: 300,
  ResourceRecords: [{ Value: '192.0.2.1' }, { Value: '192.0.2.2' }]
}
const ipv6: RecordSet = { Name: 'shop.example.', Type: 'AAAA', TTL: 300, ResourceRecords: [{ Value: '2001:db8::1' }] }
const www: RecordSet = {
  Name: 'www.shop.example.',
  Type: 'A',
  AliasTarget: { HostedZoneId: 'Z1', DNSName: 'old.example.', EvaluateTargetHealth: false }
}
const frontDoor = { ...domain, adoptRecords: true }
const visit = redirecting()
const asked = { change: { frontDoor }, over: { visit } }
const idsIn = (zone: readonly RecordSet[]) =>
  zone.map(({ Name, SetIdentifier }) => `${Name ?? ''} ${SetIdentifier ?? ''}`)

function taken(): Whole {
  const region = whole({ ways: { pace: 0.1 }, settings: { launch: 6 } })
  region.zone.push(old, ipv6, www)
  return region
}

test('a record that stands in the way is a conflict, which names it, before anything is made', async () => {
  const region = taken()
  const { verdict } = await region.deploy({ change: { frontDoor: domain }, over: { visit } })
  expect(verdict).toMatchObject({
    verdict: 'failed',
    failure: {
      code: 'DNS_CONFLICT',
      sentence: expect.stringContaining('shop.example has a simple A record (192.0.2.1, 192.0.2.2)'),
      remedy: expect.stringContaining('adopt-records: true')
    }
  })
  expect(region.zone).toEqual([old, ipv6, www])
  expect(region.cloudFormation.stacks).toEqual([])
})

test('with adopt-records ours take its place, and the next run has nothing to do', async () => {
  const region = taken()
  const run = await region.deploy(asked)
  expect(run.verdict).toMatchObject({ verdict: 'deployed', facts: { url: 'https://shop.example' } })
  expect(region.zone).toEqual([])
  expect(run.calls.filter((call) => call === 'route53:ChangeResourceRecordSets')).toHaveLength(2)
  const again = await region.deploy(asked)
  expect(again.verdict.verdict).toBe('unchanged')
})

test('while the first version does not get healthy, what was there goes on answering', async () => {
  const region = whole({ appOf: ({ cpu }) => (cpu === '1024' ? { ...healthy, crashesAfter: 2 } : healthy) })
  region.zone.push(old, www)
  const crashing = { ...plain.task, cpu: 1024, memory: 2048 }
  const { verdict } = await region.deploy({ ...asked, change: { frontDoor, task: crashing } })
  expect(verdict.verdict).toBe('failed')
  expect(idsIn(region.zone)).toEqual([
    'shop.example shop-adopting',
    'shop.example shop-adopting-2',
    'www.shop.example shop-adopting'
  ])
  await region.wait(600)
  expect((await region.deploy(asked)).verdict.verdict).toBe('deployed')
  expect(region.zone).toEqual([])
})

test('killed behind any call about DNS or the stacks and run again, it finishes', async () => {
  const { calls } = await taken().deploy(asked)
  const behind = calls.flatMap((call, index) => (/^route53:|:(Execute|Create)ChangeSet/.test(call) ? [index + 1] : []))
  expect(behind.length).toBeGreaterThan(10)
  const problems: string[] = []
  for (const each of behind) {
    const region = taken()
    const call = `${each} ${(await region.kill(asked, each)) ?? ''}`
    // Somebody answers by each name.
    for (const name of ['shop.example', 'www.shop.example'])
      if (![...region.zone, ...region.records()].some(({ Type, Name }) => Type === 'A' && Name?.startsWith(name)))
        problems.push(`${call}: nobody answers for ${name}`)
    await region.wait(5)
    const { verdict } = await region.deploy(asked)
    if ('failure' in verdict) problems.push(`${call}: ${verdict.failure.sentence}`)
    if (region.zone.length > 0) problems.push(`${call}: ${idsIn(region.zone).join()} is left`)
  }
  expect(problems).toEqual([])
})

test('what was taken over and not let go is told, and an AAAA record that stays', async () => {
  const { calls } = await taken().deploy(asked)
  const region = taken()
  await region.kill(asked, calls.indexOf('route53:ChangeResourceRecordSets') + 1)
  await region.wait(5)
  const { verdict, progress } = await region.deploy({ ...asked, change: { frontDoor: domain } })
  expect(verdict.verdict).toBe('deployed')
  expect(progress.flatMap((each) => (each.at === 'warning' ? each.text : []))).toEqual([
    'shop.example still answers as before too (shop-adopting, shop-adopting-2): a deployment with `adopt-records: true` lets that go.',
    'shop.example has an AAAA record, which is not ours: visitors by IPv6 are led there. Remove it when it is of no use.',
    'www.shop.example still answers as before too (shop-adopting): a deployment with `adopt-records: true` lets that go.'
  ])
})

test.each(['stop', 'rollback-all'] as const)('of several regions one takes it over, with %s', async (policy) => {
  const names = ['eu-west-1', 'us-east-1'] as const
  let isOn = true
  const regions = regionsOf([...names], (region) => ({
    appOf: () => (isOn && region === 'us-east-1' ? { ...healthy, crashesAfter: 3 } : healthy)
  }))
  regions.zone.push(old, ipv6, www)
  const rollout = { ...plain.rollout, onRegionFailure: policy }
  const deploy = () => regions.deploy({ tag: 'one', change: { frontDoor, rollout }, over: { visit } })
  const first = await deploy()
  if (policy === 'stop') {
    expect(first.verdicts.map(({ verdict }) => verdict)).toEqual(['deployed', 'failed'])
    expect(regions.zone).toEqual([])
  } else {
    // Nothing of ours is left, and what was there before answers.
    expect(first.verdicts.map(({ verdict }) => verdict)).toEqual(['taken-back', 'failed'])
    expect(idsIn(regions.zone)).toContain('shop.example shop-adopting')
  }
  isOn = false
  await regions.wait(600)
  const second = await deploy()
  expect(second.verdicts.filter((verdict) => 'failure' in verdict)).toEqual([])
  expect(regions.zone).toEqual([])
})
