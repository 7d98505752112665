// Which checks a deployment makes: of what it makes or changes, and none when that is nothing.
import { expect, test } from '@jest/globals'
import { dueChecks, everySecret } from '../../src/decide/due.ts'
import type { Config } from '../../src/model/config.ts'
import type { Current, RegionPlan } from '../../src/model/plan.ts'
import type { StackRequest } from '../../src/model/stack.ts'
import { domain, plain, withDomain } from '../template/example.ts'
import { settled } from './seen.ts'

const request: StackRequest = { name: 'shop-platform', body: '{}', parameters: {}, tags: {}, fingerprint: 'f' }
const first: Current = {
  region: 'eu-west-1',
  account: '1',
  partition: 'aws',
  zones: [],
  platform: { at: 'absent' },
  serviceStack: { at: 'absent' },
  kept: []
}
const hostedZone = { id: 'Z1', name: 'shop.example' }
const standing: Current = {
  ...first,
  platform: { ...settled(), outputs: { SiteNames: 'shop.example,www.shop.example' } } as Current['platform'],
  serviceStack: settled('shop-service')
}
const nothing: RegionPlan['platform'] = { do: 'nothing' }
const create: RegionPlan['platform'] = { do: 'apply', change: 'CREATE', request }
const update: RegionPlan['platform'] = { do: 'apply', change: 'UPDATE', request }
const secret: Config = { ...plain, task: { ...plain.task, secrets: { A: '/a' }, executionRoleArn: 'given' } }
const running = {
  arn: 'a',
  family: 'shop-app',
  revision: 1,
  active: true,
  definition: { containerDefinitions: [{ secrets: [{ name: 'A', valueFrom: '/a' }] }] },
  tags: {}
}

test.each<readonly [string, Config, Current, RegionPlan['platform'], readonly string[], readonly string[]]>([
  ['nothing to do', withDomain, { ...standing, hostedZone }, nothing, [], []],
  ['a new version', secret, { ...standing, running }, nothing, [], []],
  ['a new secret', secret, standing, nothing, ['secrets'], ['/a']],
  ['a first deployment', plain, first, create, ['quotas', 'names'], []],
  [
    'a first one with a domain',
    withDomain,
    { ...first, hostedZone },
    create,
    ['quotas', 'names', 'zone', 'records'],
    []
  ],
  // Nothing waits for public DNS to lead to the zone.
  [
    'a first one with a certificate that is given',
    { ...withDomain, frontDoor: { ...domain, certificateArn: 'arn' } },
    { ...first, hostedZone },
    create,
    ['quotas', 'names', 'records', 'certificate'],
    []
  ],
  ['one made anew', plain, first, { do: 'recreate', remove: 'a', request }, ['quotas', 'names'], []],
  ['a service made anew', plain, { ...standing, serviceStack: { at: 'absent' } }, nothing, ['names'], []],
  ['a changed platform', withDomain, { ...standing, hostedZone }, update, [], []],
  [
    'a changed platform with a certificate that is given',
    { ...withDomain, frontDoor: { ...domain, certificateArn: 'arn' } },
    { ...standing, hostedZone },
    update,
    ['certificate'],
    []
  ],
  [
    'a new name',
    { ...withDomain, frontDoor: { ...withDomain.frontDoor, www: false } as Config['frontDoor'] },
    { ...standing, hostedZone },
    update,
    ['zone', 'records'],
    []
  ],
  ['a new name, its DNS elsewhere', withDomain, { ...standing, platform: settled() }, update, [], []],
  ["somebody's operation", plain, standing, { do: 'join', id: 'a', request }, [], []]
])('checked is what is made or changed: %s', (_, config, current, platform, topics, secrets) => {
  const plan: RegionPlan = {
    region: 'eu-west-1',
    platform,
    platformWaitsForImage: false,
    copy: { do: 'nothing' },
    force: false
  }
  expect(dueChecks(config, current, plan)).toEqual({ topics, secrets })
})

test('a secret is looked at once, whoever reads it', () => {
  expect(everySecret({ ...secret, task: { ...secret.task, secrets: { A: '/a', B: '/a' } } })).toEqual(['/a'])
})
