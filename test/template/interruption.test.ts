// What a change set would interrupt: the words of CloudFormation -> what is refused, and why.
import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/model/json.ts'
import type { ChangeDetail, ResourceChange } from '../../src/model/stack.ts'
import { effectsByName, effectsByType, type Effect } from '../../src/template/effect.ts'
import { interruptionsOf } from '../../src/template/interruption.ts'
import { resourceTypes } from '../../src/action/rules/template-names.ts'

const changeOf = (change: Partial<ResourceChange>): ResourceChange => ({
  action: 'Modify',
  logicalId: 'Thing',
  type: 'AWS::EC2::Subnet',
  replacement: 'yes',
  retained: false,
  details: [],
  ...change
})
const detail = (change: Partial<ChangeDetail>): ChangeDetail => ({ recreation: 'always', ...change })
const sentences = (...changes: readonly Partial<ResourceChange>[]): readonly string[] =>
  interruptionsOf(changes.map(changeOf)).map(({ sentence }) => sentence)
const interrupts = (...changes: readonly Partial<ResourceChange>[]): boolean => sentences(...changes).length > 0

const types = [...new Set(Object.values({ ...resourceTypes.platform, ...resourceTypes.service }))]

test.each(types)('%s: what its loss does is known', (type) => {
  const known = [effectsByType[type], ...Object.entries(effectsByName).filter(([name]) => typeOf(name) === type)]
  expect(known.filter(Boolean)).not.toEqual([])
})

const typeOf = (name: string): string | undefined =>
  (({ ...resourceTypes.platform, ...resourceTypes.service }) as Readonly<Record<string, string>>)[name]

describe('its type decides', () => {
  const cases = Object.entries(effectsByType).flatMap(([type, { replaced, removed }]) => [
    [type, 'Modify', replaced] as const,
    [type, 'Remove', removed] as const
  ])
  test.each<readonly [string, string, Effect]>(cases)('for %s, %s', (type, action, effect) => {
    const [found] = interruptionsOf([changeOf({ type, action })])
    expect(found === undefined).toBe(effect.is === 'harmless')
    expect(found?.instead !== undefined).toBe(effect.is === 'impossible')
    if (effect.is === 'interrupting') expect(found?.sentence).toContain(effect.what)
    if (effect.is === 'impossible') expect(found?.sentence).toContain(effect.because)
  })

  test.each(Object.entries(effectsByName))('%s is not like others of its type', (logicalId, { replaced, removed }) => {
    expect(interrupts({ logicalId })).toBe(replaced.is !== 'harmless')
    expect(interrupts({ logicalId, action: 'Remove' })).toBe(removed.is !== 'harmless')
  })

  test('a type that nobody knows is not taken for harmless', () => {
    expect(sentences({ type: 'AWS::S3::Bucket', action: 'Remove' })).toEqual([
      'Thing, a resource that no template of ours has, would be removed: nobody knows what uses it.'
    ])
  })
})

describe('what CloudFormation does decides', () => {
  test.each<readonly [string, boolean]>([
    ['Add', false],
    ['Import', false],
    ['SyncWithActual', false],
    ['Remove', true],
    ['Dynamic', true],
    ['SomethingNew', true]
  ])('%s interrupts: %s', (action, expected) => {
    expect(interrupts({ action, replacement: 'no' })).toBe(expected)
  })

  test('a change in place does not', () => {
    expect(interrupts({ replacement: 'no' })).toBe(false)
  })

  test('what is retained is not removed', () => {
    expect(interrupts({ action: 'Remove', retained: true })).toBe(false)
  })

  test.each(['AWS::ECR::Repository', 'AWS::Logs::LogGroup'])('%s may be replaced when the old one stays', (type) => {
    expect(interrupts({ type, retained: true })).toBe(false)
    expect(interrupts({ type })).toBe(true)
  })

  test('another resource may not, though the old one stays', () => {
    expect(interrupts({ type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', retained: true })).toBe(true)
  })
})

describe('`Conditional`', () => {
  const child = (details: readonly ChangeDetail[]): Partial<ResourceChange> => ({
    logicalId: 'Child',
    replacement: 'maybe',
    details
  })
  const follows = child([detail({ property: 'VpcId', follows: 'Vpc' }), detail({ recreation: 'never' })])

  test('is possible when nothing explains it', () => {
    expect(sentences(child([]))).toEqual([
      'Child, the subnet, may be replaced: the tasks and the load balancer in it are cut off.'
    ])
  })

  test('is possible when the property itself changes', () => {
    expect(interrupts(child([detail({ property: 'CidrBlock' })]))).toBe(true)
    expect(interrupts(child([detail({ property: 'CidrBlock', recreation: 'maybe' })]))).toBe(true)
  })

  test('is no replacement when it only follows a resource that stays', () => {
    const stays = { logicalId: 'Vpc', type: 'AWS::EC2::VPC', replacement: 'no' } as const
    expect(interrupts(follows, stays)).toBe(false)
    expect(interrupts(follows)).toBe(false)
  })

  test('is one when it follows a resource that does not stay, over any distance', () => {
    const vpc = { logicalId: 'Vpc', type: 'AWS::EC2::VPC' }
    expect(sentences(follows, vpc)).toHaveLength(2)
    const grandchild = { ...child([detail({ follows: 'Child' })]), logicalId: 'Grandchild' }
    expect(sentences(grandchild, follows, { ...vpc, replacement: 'no' })).toHaveLength(0)
    expect(sentences(grandchild, follows, vpc)).toHaveLength(3)
  })
})

describe('exceptions of a type', () => {
  const certificate = 'AWS::CertificateManager::Certificate'
  test('a certificate of another domain takes the earlier one from visitors, one of more names does not', () => {
    const named = (property: string) => ({ type: certificate, details: [detail({ property })] })
    expect(interrupts(named('SubjectAlternativeNames'))).toBe(false)
    expect(sentences(named('DomainName'))).toEqual([
      'Thing, the certificate, would be replaced (asked for by `domain`): visitors of the earlier domain get the certificate of another.'
    ])
  })

  test('a record whose identity changes is deleted first, whatever the specification says', () => {
    const record = (property: string): Partial<ResourceChange> => ({
      type: 'AWS::Route53::RecordSet',
      replacement: 'no',
      details: [detail({ property, recreation: 'never' })]
    })
    expect(interrupts(record('SetIdentifier'))).toBe(true)
    expect(interrupts(record('AliasTarget'))).toBe(false)
  })

  test('a rule may change, unless there are two groups, whose weights ECS has moved', () => {
    const type = 'AWS::ElasticLoadBalancingV2::ListenerRule'
    const rule = { logicalId: 'ListenerRule', type }
    expect(interrupts(rule)).toBe(false)
    expect(interrupts(rule, { logicalId: 'TestListenerRule', type, action: 'Add' })).toBe(false)
    expect(sentences(rule, { logicalId: 'TestListenerRule', type })).toHaveLength(1)
  })
})

describe('the sentence names what asked for it:', () => {
  test.each<readonly [string, Partial<ResourceChange>, string]>([
    ['a removal by its name', { action: 'Remove', logicalId: 'TaskRole' }, 'removed (asked for by `task-role-arn`):'],
    ['a removal of something else', { action: 'Remove' }, 'removed:'],
    ['a property', { details: [detail({ property: 'VpcId' })] }, 'replaced (asked for by `vpc-id` or `vpc-cidr`):'],
    [
      'a property of a type',
      { type: 'AWS::EC2::VPC', details: [detail({ property: 'CidrBlock' })] },
      'replaced (asked for by `vpc-cidr`):'
    ],
    [
      'a property that no input is known for',
      { details: [detail({ property: 'AvailabilityZone' }), detail({ property: 'Tags', recreation: 'never' })] },
      'replaced (its AvailabilityZone changes):'
    ]
  ])('%s', (_, change, words) => {
    expect(sentences(change)[0]).toContain(words)
  })
})

describe('a name of its own, which overrides may give', () => {
  const group = changeOf({
    logicalId: 'TargetGroup',
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    details: [detail({ property: 'Port' })]
  })
  const template = (Properties: JsonObject): JsonObject => ({ Resources: { TargetGroup: { Properties } } })

  test('cannot be kept by what is replaced, whatever is allowed', () => {
    const [found] = interruptionsOf([group], template({ Name: 'shop-tg', Port: 5000 }))
    expect(found?.instead).toBe('Change its name too, or take the name out of `overrides`.')
  })

  test('may change with it', () => {
    const renamed = { ...group, details: [...group.details, detail({ property: 'Name' })] }
    expect(interruptionsOf([renamed], template({ Name: 'other', Port: 5000 }))[0]?.instead).toBeUndefined()
  })

  test.each([[template({ Port: 5000 })], [{}], [{ Resources: { TargetGroup: 'odd' } }]])('is not there: %j', (body) => {
    expect(interruptionsOf([group], body)[0]?.instead).toBeUndefined()
  })
})
