// What a configuration would take from under the live service.
import { describe, expect, test } from '@jest/globals'
import { lossesOf } from '../../src/decide/loss.ts'
import type { Config } from '../../src/model/config.ts'
import type { Current } from '../../src/model/plan.ts'
import type { StackState } from '../../src/model/stack.ts'
import { domain, outputs, plain, site, withDomain, zones } from '../template/example.ts'

type Outputs = Readonly<Record<string, string>>

const stack = (outputs: Outputs, parameters: Outputs = {}): StackState => ({
  at: 'settled',
  id: 'stack',
  status: 'UPDATE_COMPLETE',
  outputs,
  parameters
})
const without = (...names: readonly string[]): Outputs =>
  Object.fromEntries(Object.entries(outputs).filter(([name]) => !names.includes(name)))

const zone = { id: 'Z0SHOP', name: 'shop.example' }
/** Made by us, with a domain. */
const live: Current = {
  region: 'eu-west-1',
  account: '123456789012',
  partition: 'aws',
  zones,
  hostedZone: zone,
  platform: stack(outputs),
  serviceStack: stack({}, { HostedZoneId: zone.id }),
  kept: []
}
const inGiven: Current = { ...live, platform: stack(without('VpcCidr')) }
const onPlainHttp: Current = {
  ...live,
  platform: stack(without('HttpsListenerArn', 'SiteNames')),
  serviceStack: stack({})
}

const own = (vpcCidr: string): Config => ({
  ...withDomain,
  network: { use: 'own', vpcCidr, ingress: 'alb-only' }
})
const given = (vpcId: string, ...subnetIds: readonly string[]): Config => ({
  ...withDomain,
  network: { use: 'given', vpcId, subnetIds, ingress: 'alb-only' }
})
const inCluster = (arn: string): Config => ({ ...withDomain, cluster: { ...plain.cluster, arn } })
const at = (name: string): Config => ({ ...plain, frontDoor: { ...domain, domain: name } })
const dnsElsewhere: Config = { ...plain, frontDoor: { ...domain, hostedZone: { do: 'none' } } }

type Case = readonly [what: string, Config, Current, refused: 'no' | 'unless allowed' | 'always', words?: string]

describe('on a live service', () => {
  test.each<Case>([
    ['the same', withDomain, live, 'no'],
    ['the same without a domain', plain, onPlainHttp, 'no'],
    [
      'another vpc-cidr',
      own('10.1.0.0/16'),
      live,
      'always',
      '`vpc-cidr` is 10.1.0.0/16, but the load balancer is in vpc-1'
    ],
    ['vpc-id instead of our own network', given('vpc-2', 'a', 'b'), live, 'always', '`vpc-id` is vpc-2'],
    [
      'our own network as vpc-id',
      given('vpc-1', 'subnet-a', 'subnet-b'),
      live,
      'always',
      'made by us with 10.0.0.0/16'
    ],
    ['vpc-id removed', withDomain, inGiven, 'always', '`vpc-id` was removed'],
    ['another vpc-id', given('vpc-2', 'subnet-a', 'subnet-b'), inGiven, 'always', 'is in vpc-1'],
    ['the same vpc-id', given('vpc-1', 'subnet-a', 'subnet-b'), inGiven, 'no'],
    ['one more subnet', given('vpc-1', 'subnet-a', 'subnet-b', 'subnet-c'), inGiven, 'no'],
    ['one subnet less', given('vpc-1', 'subnet-a', 'subnet-c'), inGiven, 'unless allowed', 'without subnet-b: tasks'],
    ['a cluster', inCluster('arn:aws:ecs:eu-west-1:1:cluster/theirs'), live, 'always', '`cluster-arn` is arn'],
    [
      'a cluster removed',
      withDomain,
      { ...live, platform: stack({ ...outputs, ClusterName: 'theirs', ClusterArn: 'cluster/theirs' }) },
      'always',
      '`cluster-arn` was removed, but the live service is in cluster/theirs'
    ],
    ['the same cluster', inCluster(outputs.ClusterArn ?? ''), live, 'no'],
    ['a domain', withDomain, onPlainHttp, 'no'],
    ['no domain', plain, live, 'unless allowed', '`domain` was removed: shop.example answers no longer'],
    ['no domain, of an unknown name', plain, { ...live, platform: stack(without('SiteNames')) }, 'unless allowed'],
    ['another domain', at('new.example'), live, 'unless allowed', '`domain` is new.example: visitors of shop.example'],
    [
      'www off',
      { ...plain, frontDoor: { ...domain, www: false } },
      live,
      'unless allowed',
      '`www` is off: visitors of www.'
    ],
    ['www on', withDomain, { ...live, platform: stack({ ...outputs, SiteNames: 'shop.example' }) }, 'no'],
    [
      'DNS elsewhere',
      dnsElsewhere,
      { ...inZone(undefined), platform: live.platform },
      'unless allowed',
      '`hosted-zone-id` is `none`: the records of shop.example leave the zone Z0SHOP'
    ],
    ['another zone', withDomain, inZone({ ...zone, id: 'Z2' }), 'unless allowed', '`hosted-zone-id` is now Z2'],
    ['DNS of ours at last', withDomain, { ...live, serviceStack: stack({}) }, 'no']
  ])('%s', (_, config, current, refused, words = '') => {
    const [found, ...others] = lossesOf(config, current)
    expect(others).toEqual([])
    expect(found === undefined ? 'no' : found.instead === undefined ? 'unless allowed' : 'always').toBe(refused)
    if (found) expect(found.sentence).toContain(words)
  })

  function inZone(hostedZone: Current['hostedZone']): Current {
    const { hostedZone: _, ...rest } = live
    return { ...rest, ...(hostedZone && { hostedZone }) }
  }
})

test('everything is told at once', () => {
  expect(lossesOf(plain, live)).toHaveLength(1)
  const config: Config = { ...own('10.1.0.0/16'), frontDoor: { at: 'load-balancer' } }
  expect(lossesOf(config, live)).toHaveLength(2)
})

describe('where nothing serves', () => {
  const idle: Current = { ...live, serviceStack: { at: 'absent' } }

  test('everything may go but the network, which the load balancer is in', () => {
    expect(lossesOf(plain, idle)).toEqual([])
    expect(lossesOf(own('10.1.0.0/16'), idle)).toHaveLength(1)
  })

  test('and everything may come', () => {
    expect(lossesOf(own('10.1.0.0/16'), { ...idle, platform: { at: 'absent' } })).toEqual([])
    expect(lossesOf(own('10.1.0.0/16'), { ...idle, platform: stack({}) })).toEqual([])
  })
})

test('names are those of the example', () => {
  expect(outputs.SiteNames).toBe(site.names.join(','))
})
