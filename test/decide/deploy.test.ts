// What was asked and what is there -> a plan.
import { describe, expect, test } from '@jest/globals'
import { decideDeploy } from '../../src/decide/deploy.ts'
import type { Config } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'
import type { ContextState, Current, Plan, PushedImage, RegionPlan } from '../../src/model/plan.ts'
import type { Revision } from '../../src/model/revision.ts'
import type { StackState } from '../../src/model/stack.ts'
import { nothing, service } from './current.ts'
import { outputs, plain, withDomain } from '../template/example.ts'

const context: ContextState = { at: 'commit', commit: 'c0ffee' }
const image: PushedImage = { digest: 'sha256:aa', reference: 'registry/shop@sha256:aa' }
const settled = (change: Partial<Extract<StackState, { readonly at: 'settled' }>> = {}): StackState => ({
  at: 'settled',
  id: 'stack/shop-platform/1',
  status: 'CREATE_COMPLETE',
  outputs: { Fingerprint: 'old' },
  parameters: {},
  ...change
})
const revisionOf = (revision: number, content: Readonly<Record<string, string>> = {}, secret?: string): Revision => ({
  arn: `task-definition/shop-app:${revision}`,
  family: 'shop-app',
  revision,
  active: true,
  definition: {
    family: 'shop-app',
    ...content,
    containerDefinitions: [{ name: 'c', ...(secret !== undefined && { secrets: [{ name: 'S', valueFrom: secret }] }) }]
  },
  tags: {}
})

const decide = (current: Partial<Current>, config: Config = plain, what: ContextState = context): Plan =>
  decideDeploy([{ config, current: { ...nothing, ...current } }], { context: what, tag: 'git-c0ffee' })[0]
const regionOf = (current: Partial<Current>, config: Config = plain): RegionPlan => decide(current, config).region

describe('the image', () => {
  test('is built when its tag is not there', () => {
    expect(decide({}).image).toEqual({ do: 'build', tag: 'git-c0ffee', platform: 'linux/amd64' })
    expect(decide({}, { ...plain, architecture: 'arm64' }).image).toMatchObject({ platform: 'linux/arm64' })
  })

  test('is neither built nor pushed when its tag is there', () => {
    expect(decide({ image }).image).toEqual({ do: 'nothing', tag: 'git-c0ffee', image })
  })

  test('is pushed again as `latest`, which may name another image by now', () => {
    const [plan] = decideDeploy([{ config: plain, current: { ...nothing, image } }], { context, tag: 'latest' })
    expect(plan.image).toMatchObject({ do: 'build', tag: 'latest' })
  })

  test('of this machine is pushed', () => {
    const config: Config = { ...plain, source: { from: 'image', image: 'shop:local' } }
    expect(decide({}, config).image).toMatchObject({ do: 'push', local: 'shop:local', platform: 'linux/amd64' })
  })

  test('of a registry is used where it is', () => {
    expect(decide({ image }, plain, { at: 'registry', image }).image).toEqual({ do: 'use', image })
  })
})

describe('the platform', () => {
  test('is made beside the image the first time', () => {
    expect(regionOf({})).toMatchObject({
      platform: {
        do: 'apply',
        change: 'CREATE',
        request: { parameters: { ZoneA: 'eu-west-1a', ZoneB: 'eu-west-1b' } }
      },
      platformWaitsForImage: false
    })
  })

  test.each<readonly [status: string, waits: boolean]>([
    ['UPDATE_IN_PROGRESS', true],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', true],
    ['CREATE_IN_PROGRESS', false],
    ['ROLLBACK_IN_PROGRESS', false],
    ['DELETE_IN_PROGRESS', false]
  ])('in %s waits for the image: %s', (status, waits) => {
    const platform: StackState = { at: 'busy', id: 'x', status, outputs: {}, parameters: {} }
    expect(regionOf({ platform })).toMatchObject({ platform: { do: 'join' }, platformWaitsForImage: waits })
  })

  test('that is live changes only when the image is there', () => {
    expect(regionOf({ platform: settled() })).toMatchObject({
      platform: { do: 'apply', change: 'UPDATE' },
      platformWaitsForImage: true
    })
  })

  test('that is live makes another repository before the image comes', () => {
    const outputs = { RepositoryUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop' }
    const platform: StackState = { at: 'settled', id: 'x', status: 'UPDATE_COMPLETE', outputs, parameters: {} }
    expect(regionOf({ platform }).platformWaitsForImage).toBe(true)
    const config = { ...plain, repository: 'team/shop' }
    expect(decide({ platform }, config).region).toMatchObject({ platformWaitsForImage: false })
  })

  test('that is as asked for is not touched', () => {
    const made = regionOf({}).platform
    const Fingerprint = made.do === 'apply' ? made.request.fingerprint : ''
    expect(regionOf({ platform: settled({ outputs: { Fingerprint } }) }).platform).toEqual({ do: 'nothing' })
  })

  test('has the zones that were seen, in their order', () => {
    expect(regionOf({ zones: ['eu-west-1c', 'eu-west-1b'] }).platform).toMatchObject({
      request: { parameters: { ZoneA: 'eu-west-1c', ZoneB: 'eu-west-1b' } }
    })
  })

  test('lets the secrets of the configuration and of every kept revision be read', () => {
    const config: Config = { ...plain, task: { ...plain.task, secrets: { NEW: '/shop/new' } } }
    const kept = [revisionOf(1, {}, '/shop/old'), revisionOf(2, {}, '/shop/new'), revisionOf(3)]
    const { platform } = regionOf({ kept }, config)
    const body = platform.do === 'apply' ? platform.request.body : ''
    expect(body.match(/parameter\/shop\/\w+/g)).toEqual(['parameter/shop/new', 'parameter/shop/old'])
  })

  test('lets nothing be read by a role that is given', () => {
    const executionRoleArn = 'arn:aws:iam::123456789012:role/theirs'
    const config: Config = { ...plain, task: { ...plain.task, executionRoleArn, secrets: { NEW: '/shop/new' } } }
    const { platform } = regionOf({ kept: [revisionOf(1, {}, '/shop/old')] }, config)
    expect(platform.do === 'apply' && platform.request.body).not.toContain('parameter/shop/')
  })

  test('with a domain has its certificate', () => {
    const { platform } = regionOf({ hostedZone: { id: 'Z1', name: 'shop.example' } }, withDomain)
    expect(platform.do === 'apply' && platform.request.body).toContain('www.shop.example')
  })
})

describe('what runs is copied before a stack may touch the service,', () => {
  const running = revisionOf(1)
  test.each<readonly [string, Partial<Current>, RegionPlan['copy']]>([
    ['nothing runs', { newest: revisionOf(2) }, { do: 'nothing' }],
    ['the newest runs', { running, newest: running }, { do: 'nothing' }],
    ['the newest is like it', { running, newest: revisionOf(2) }, { do: 'nothing' }],
    ['the newest differs', { running, newest: revisionOf(2, { cpu: '9' }) }, { do: 'copy', of: running }],
    [
      'nothing is ACTIVE any more',
      { running: { ...running, active: false } },
      { do: 'copy', of: { ...running, active: false } }
    ]
  ])('or not, by what runs and what is newest: %s', (_, current, copy) => {
    expect(regionOf({ service, ...current }).copy).toEqual(copy)
  })
})

test('`force-new-deployment` is in the plan of each region', () => {
  expect(regionOf({}).force).toBe(false)
  expect(regionOf({}, { ...plain, forceNewDeployment: true }).force).toBe(true)
})

describe('what the live service uses', () => {
  const live = { serviceStack: settled(), platform: settled({ outputs }) }
  const allowed: Config = { ...plain, allowReplacement: true }

  test('is not taken away unless that is allowed', () => {
    expect(() => decide(live)).toThrow(Failure)
    expect(() => decide(live)).toThrow('`domain` was removed')
    expect(decide(live, allowed).region.platform.do).toBe('apply')
  })

  test('is never taken away when nothing could replace it', () => {
    const config: Config = { ...allowed, network: { use: 'own', vpcCidr: '10.1.0.0/16', ingress: 'alb-only' } }
    expect(() => decide(live, config)).toThrow('`vpc-cidr` is 10.1.0.0/16')
  })

  test('not even while an operation goes on', () => {
    const platform: StackState = { at: 'busy', id: 'x', status: 'UPDATE_IN_PROGRESS', outputs, parameters: {} }
    expect(() => decide({ ...live, platform })).toThrow('`domain` was removed')
  })
})

test('overrides that the service stack or the task definition refuses are told before anything is touched', () => {
  const service = { Resources: { TargetGroup: null } }
  expect(() => decide({}, { ...plain, overrides: { service } })).toThrow('refers to `TargetGroup`')
  const mistyped = { Resources: { Servce: {} } }
  expect(() => decide({}, { ...plain, overrides: { service: mistyped } })).toThrow('did you mean `Service`?')
  const taskDefinition = { taskRoleArn: '${HttpsListenerArn}' }
  expect(() => decide({}, { ...plain, overrides: { taskDefinition } })).toThrow('has no output `HttpsListenerArn`')
})
