// What a plan says, by table: what was asked, what is there, what CloudFormation answered.
import { describe, expect, test } from '@jest/globals'
import { plansOf } from '../../src/decide/deploy.ts'
import { decidePreview } from '../../src/decide/preview.ts'
import type { Config } from '../../src/model/config.ts'
import type { ContextState, Current } from '../../src/model/plan.ts'
import type { Answers, Preview } from '../../src/model/preview.ts'
import type { Revision } from '../../src/model/revision.ts'
import type { ResourceChange, StackState } from '../../src/model/stack.ts'
import { platformRequest } from '../../src/template/platform.ts'
import { serviceRequest } from '../../src/template/service.ts'
import { taskDefinition } from '../../src/template/task.ts'
import { nothing, service } from './current.ts'
import { image, outputs, plain, region, zones } from '../template/example.ts'

const { HttpsListenerArn: _, SiteNames: __, ...withoutDomain } = outputs
const platform = platformRequest(plain, { region, zones, secrets: [] })
const told = { ...withoutDomain, Fingerprint: platform.fingerprint }
const inService = serviceRequest(plain, { region, outputs: told })
const settled = (name: string, stackOutputs: Readonly<Record<string, string>>): StackState => ({
  at: 'settled',
  id: `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/1`,
  status: 'UPDATE_COMPLETE',
  outputs: stackOutputs,
  parameters: {}
})
const revision = (number: number): Revision => ({
  arn: `task-definition/shop-app:${number}`,
  family: 'shop-app',
  revision: number,
  active: true,
  definition: taskDefinition(plain, { region, image, outputs: told }),
  tags: {}
})
const pushed = { digest: `sha256:${'a'.repeat(64)}`, reference: image }
/** Everything as `plain` wants it. */
const deployed: Current = {
  region,
  account: '123456789012',
  partition: 'aws',
  zones,
  platform: settled('shop-platform', told),
  serviceStack: settled('shop-service', { Fingerprint: inService.fingerprint }),
  service,
  running: revision(1),
  newest: revision(1),
  kept: [],
  image: pushed
}
const context: ContextState = { at: 'commit', commit: 'c0ffee' }

function preview(
  change: Partial<Config> = {},
  current: Current = deployed,
  answers: Answers = {},
  what: ContextState = context
): Preview {
  const config = { ...plain, ...change }
  return decidePreview(
    config,
    current,
    plansOf([{ config, current }], { context: what, tag: 'git-c0ffee' })[0],
    answers
  )
}
const withTask = (change: Partial<Config['task']>) => ({ task: { ...plain.task, ...change } })
const modified = (logicalId: string, type: string, change: Partial<ResourceChange> = {}): ResourceChange => ({
  action: 'Modify',
  logicalId,
  type,
  replacement: 'no',
  retained: false,
  details: [],
  ...change
})
const { image: ___, ...unbuilt } = deployed

test('nothing changes where everything is as it is wanted', () => {
  expect(preview()).toEqual({
    region,
    hasChanges: false,
    image: { do: 'reuse', image: pushed, tag: 'git-c0ffee' },
    platform: { do: 'nothing' },
    service: { do: 'nothing' },
    task: { do: 'nothing' },
    interruptions: [],
    monthly: []
  })
})

describe('a first deploy', () => {
  const first = preview({}, nothing)

  test('lists both stacks from their templates', () => {
    expect(first.hasChanges).toBe(true)
    expect(first.image).toEqual({ do: 'build', tag: 'git-c0ffee', platform: 'linux/amd64' })
    for (const stack of [first.platform, first.service]) {
      expect(stack).toMatchObject({ do: 'create', removesFirst: false })
      const resources = stack.do === 'create' ? stack.resources : []
      expect(resources.every(({ does, certainty }) => does === 'add' && certainty === 'will')).toBe(true)
    }
    expect(first.platform.do === 'create' && first.platform.resources.map(({ what }) => what)).toContain(
      'the load balancer'
    )
  })

  test('restarts and interrupts nothing, and sets the whole task definition', () => {
    expect(first).not.toHaveProperty('restarts')
    expect(first.interruptions).toEqual([])
    expect(first.task).toMatchObject({ do: 'register', certainty: 'will' })
    const changes = first.task.do === 'register' ? first.task.changes : []
    expect(changes.find(({ name }) => name === 'image')?.after).toBe('the image tagged git-c0ffee')
  })

  test('costs a task, a load balancer and three addresses', () => {
    expect(first.monthly).toEqual([
      { what: 'task', dollars: 18.02 },
      { what: 'load balancer', dollars: 16.43 },
      { what: '3 public addresses', dollars: 10.95 }
    ])
  })

  test('says that it removes what a failed one left', () => {
    const left: StackState = { at: 'remains', id: 'id', status: 'ROLLBACK_COMPLETE' }
    expect(preview({}, { ...nothing, serviceStack: left }).service).toMatchObject({ do: 'create', removesFirst: true })
  })
})

describe('the image', () => {
  test('that is built may be the one that runs', () => {
    const { hasChanges, task, restarts } = preview({}, unbuilt)
    expect(hasChanges).toBe(true)
    expect(task).toEqual({
      do: 'register',
      certainty: 'possible',
      changes: [
        {
          of: 'setting',
          container: 'shop-container',
          name: 'image',
          does: 'change',
          certainty: 'possible',
          before: image,
          after: 'the image tagged git-c0ffee'
        }
      ]
    })
    expect(restarts).toEqual({
      certainty: 'possible',
      because: ['an image is brought, which may be the one that runs']
    })
  })

  test('of another registry is used where it is', () => {
    const other = { digest: 'sha256:b', reference: 'ghcr.io/owner/app@sha256:b' }
    const { image: used, task } = preview({}, deployed, {}, { at: 'registry', image: other })
    expect(used).toEqual({ do: 'reuse', image: other })
    expect(task).toMatchObject({
      certainty: 'will',
      changes: [{ name: 'image', before: image, after: other.reference }]
    })
  })
})

test('another task definition restarts the tasks', () => {
  const { task, restarts, platform: stack } = preview(withTask({ cpu: 1024, memory: 2048, env: { GREETING: 'hello' } }))
  expect(stack).toEqual({ do: 'nothing' })
  expect(task).toMatchObject({
    do: 'register',
    certainty: 'will',
    changes: [
      { name: 'cpu', does: 'change', before: '512', after: '1024' },
      { name: 'memory', does: 'change', before: '1024', after: '2048' },
      { of: 'env', container: 'shop-container', name: 'GREETING', does: 'add', after: 'hello' }
    ]
  })
  expect(restarts).toEqual({ certainty: 'will', because: ['the task definition changes'] })
})

test('fresh tasks that are asked for restart them', () => {
  const { hasChanges, task, restarts } = preview({ forceNewDeployment: true })
  expect({ hasChanges, task }).toEqual({ hasChanges: true, task: { do: 'nothing' } })
  expect(restarts).toEqual({ certainty: 'will', because: ['`force-new-deployment` is on'] })
})

describe('a change of the service stack', () => {
  const health = { health: { ...plain.health, graceSeconds: 300 } }
  const grace = modified('Service', 'AWS::ECS::Service', {
    details: [{ property: 'HealthCheckGracePeriodSeconds', recreation: 'never', before: '120', after: '300' }]
  })

  test('is told with its values, and restarts nothing when ECS does not', () => {
    const { service: stack, restarts, hasChanges } = preview(health, deployed, { service: [grace] })
    expect(hasChanges).toBe(true)
    expect(stack).toEqual({
      do: 'change',
      certainty: 'will',
      resources: [
        {
          logicalId: 'Service',
          type: 'AWS::ECS::Service',
          what: 'the service',
          does: 'change',
          certainty: 'will',
          properties: [{ name: 'HealthCheckGracePeriodSeconds', before: '120', after: '300' }]
        }
      ]
    })
    expect(restarts).toBeUndefined()
  })

  test('is only named before its change set is made', () => {
    expect(preview(health).service).toEqual({ do: 'change', certainty: 'will' })
    // What comes before it may change what it is asked for with.
    expect(preview({ ...health, balancer: { ...plain.balancer, deletionProtection: true } })).toMatchObject({
      platform: { do: 'change', certainty: 'will' },
      service: { do: 'change', certainty: 'possible' }
    })
    // Nobody has asked yet what becomes of the platform, on which it stands.
    expect(preview({ balancer: { ...plain.balancer, deletionProtection: true } })).toMatchObject({
      service: { do: 'change', certainty: 'possible' },
      task: { do: 'nothing' }
    })
  })

  test('registers a copy of what runs first when that is not the newest revision', () => {
    const newest = { ...revision(2), definition: { family: 'shop-app', containerDefinitions: [{ name: 'other' }] } }
    expect(preview(health, { ...deployed, newest }).copies).toBe('shop-app:1')
    expect(preview({}, { ...deployed, newest })).not.toHaveProperty('copies')
  })

  test.each<[string, Config['scaling'], ResourceChange['details'], Preview['monthly']]>([
    [
      'tells how many tasks there were at least',
      { ...plain.scaling, minTasks: 3 },
      [{ property: 'MinCapacity', recreation: 'never', before: '1', after: '3' }],
      [
        { what: '3 tasks instead of 1', dollars: 36.04 },
        { what: '2 public addresses', dollars: 7.3 }
      ]
    ],
    ['does not know', { ...plain.scaling, minTasks: 3 }, [{ property: 'MinCapacity', recreation: 'never' }], []]
  ])('that CloudFormation %s', (_, scaling, details, monthly) => {
    const target = modified('ScalableTarget', 'AWS::ApplicationAutoScaling::ScalableTarget', { details })
    expect(preview({ scaling }, deployed, { service: [target] }).monthly).toEqual(monthly)
  })
})

describe('a change of the platform', () => {
  const opened = { network: { ...plain.network, ingress: 'public' as const } }
  const group = modified('TaskSecurityGroup', 'AWS::EC2::SecurityGroup', {
    replacement: 'yes',
    details: [{ property: 'GroupDescription', recreation: 'always' }]
  })

  test('that changes no output leaves the service alone', () => {
    const { platform: stack, service: after } = preview(opened, deployed, {
      platform: [modified('TaskSecurityGroup', 'AWS::EC2::SecurityGroup')]
    })
    expect(stack).toMatchObject({ do: 'change', certainty: 'will', resources: [{ does: 'change' }] })
    expect(after).toEqual({ do: 'nothing' })
  })

  test('that makes another resource may change what uses it', () => {
    const found = preview(opened, deployed, { platform: [group] })
    expect(found.platform).toMatchObject({ resources: [{ does: 'replace', certainty: 'will' }] })
    expect(found.service).toEqual({
      do: 'change',
      certainty: 'possible',
      resources: [expect.objectContaining({ logicalId: 'Service', does: 'change', certainty: 'possible' })]
    })
    expect(found.restarts).toEqual({ certainty: 'possible', because: ['the service changes'] })
    expect(found.interruptions).toEqual([expect.stringContaining('the security group')])
    expect(found.refused?.sentence).toContain('would interrupt')
  })

  test('makes what the service is asked to change only possible', () => {
    const found = preview({ ...opened, health: { ...plain.health, path: '/healthz' } }, deployed, {
      platform: [group],
      service: [modified('TargetGroup', 'AWS::ElasticLoadBalancingV2::TargetGroup')]
    })
    expect(found.service).toMatchObject({
      certainty: 'possible',
      resources: [
        { logicalId: 'TargetGroup', certainty: 'possible' },
        { logicalId: 'Service', certainty: 'possible' }
      ]
    })
  })

  test('is allowed to interrupt when that is asked for', () => {
    const found = preview({ ...opened, allowReplacement: true }, deployed, { platform: [group] })
    expect(found.interruptions).toHaveLength(1)
    expect(found).not.toHaveProperty('refused')
  })

  test('by a firewall costs more, and less without it', () => {
    const acl = (action: string) =>
      preview({ balancer: { ...plain.balancer, waf: { use: 'managed', mode: 'block' } } }, deployed, {
        platform: [modified('WebAcl', 'AWS::WAFv2::WebACL', { action })]
      }).monthly
    expect(acl('Add')).toEqual([{ what: 'firewall', dollars: 8 }])
    expect(acl('Remove')).toEqual([{ what: 'firewall', dollars: -8 }])
    expect(acl('Modify')).toEqual([])
  })
})

describe('what nobody can tell', () => {
  test('depends on an operation that goes on', () => {
    const { outputs: same } = deployed.platform as Extract<StackState, { readonly at: 'settled' }>
    const busy: StackState = { at: 'busy', id: 'id', status: 'UPDATE_IN_PROGRESS', outputs: same, parameters: {} }
    const found = preview({}, { ...deployed, platform: busy })
    expect(found).toMatchObject({ hasChanges: true, platform: { do: 'unknown' }, service: { do: 'unknown' } })
    expect(found.task).toMatchObject({ do: 'unknown' })
  })

  test('depends on a stack that accepts no change', () => {
    const stuck: StackState = { at: 'stuck', id: 'id', status: 'UPDATE_FAILED' }
    const { platform, service, task } = preview({}, { ...deployed, platform: stuck })
    expect(platform).toEqual({ do: 'unknown', because: 'it is in UPDATE_FAILED and accepts no change' })
    expect(service).toEqual({ do: 'unknown', because: 'it needs a platform stack that can be changed' })
    expect(task).toEqual(service)
  })

  test("depends on somebody else's stack", () => {
    const foreign: StackState = { at: 'foreign', id: 'id', status: 'CREATE_COMPLETE' }
    const { platform, service } = preview({}, { ...deployed, platform: foreign })
    expect(platform).toEqual({ do: 'unknown', because: 'Slipway did not make it, and does not touch it' })
    expect(service).toEqual({ do: 'unknown', because: 'it needs a platform stack that can be changed' })
  })

  test('depends on an update that was undone in part', () => {
    const half: StackState = {
      at: 'half-undone',
      id: 'id',
      status: 'UPDATE_ROLLBACK_FAILED',
      outputs: told,
      parameters: {}
    }
    expect(preview({}, { ...deployed, platform: half }).platform).toMatchObject({ do: 'unknown' })
  })
})
