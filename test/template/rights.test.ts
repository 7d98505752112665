// The rights that are asked for, against the policies of templates/bootstrap.yml and against what AWS's handlers call.
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { Config } from '../../src/model/config.ts'
import { resourceTypes } from '../../src/action/rules/template-names.ts'
import { ourRights, type Scope } from '../../src/model/rights.ts'
import type { Right } from '../../src/model/seen.ts'
import { makingRights } from '../../src/template/rights.ts'
import { bootstrap, type Statement } from '../bootstrap/template.ts'
import { domain, plain, withDomain } from './example.ts'

const handlers = JSON.parse(
  readFileSync(new URL('../../local/ministack/stack_permissions.json', import.meta.url), 'utf8')
) as Readonly<Record<string, { readonly create: readonly string[] }>>
const types = Object.keys(handlers)

const scope: Scope = {
  partition: 'aws',
  region: 'eu-west-1',
  account: '123456789012',
  zone: { id: 'Z1', name: 'shop.example' }
}
const boundary = 'arn:aws:iam::123456789012:policy/at-most'
const maker = 'arn:aws:iam::123456789012:role/CloudFormationRole.Arn'
const config: Config = {
  ...withDomain,
  frontDoor: { ...domain, adoptRecords: true },
  scanGate: { at: 'shut', from: 'HIGH', waitMinutes: 5 },
  identity: { ...plain.identity, cloudFormationRoleArn: maker, permissionsBoundaryArn: boundary },
  rollout: { ...plain.rollout, strategy: { kind: 'blue-green', bakeMinutes: 5 } }
}
/** Types whose rights are asked for with those of another one, which is always made with them. */
const coveredBy: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::EC2::Route': 'AWS::EC2::RouteTable',
  'AWS::EC2::SubnetRouteTableAssociation': 'AWS::EC2::RouteTable',
  'AWS::EC2::VPCGatewayAttachment': 'AWS::EC2::InternetGateway',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::IAM::Policy': 'AWS::IAM::Role'
}
const given = { HostedZoneId: 'Z1', Domain: 'shop.example', PermissionsBoundaryArn: boundary }

const like = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text)

const allows = (statements: readonly Statement[], action: string, { resource }: Right): boolean =>
  statements.some(
    ({ Action, Resource }) =>
      Action.some((one) => like(one, action)) && Resource.some((one) => one === '*' || like(one, resource))
  )

describe.each([
  ['deploy role', 'DeployRole', ourRights(config, scope)],
  ["CloudFormation's role", 'CloudFormationRole', makingRights(config, scope, types)]
] as const)('the %s', (_, role, rights) => {
  const statements = bootstrap(given).policiesOf(role)
  test.each(rights.flatMap((right) => right.actions.map((action) => [action, right] as const)))(
    'may do %s',
    (action, right) => {
      expect([action, right.resource, allows(statements, action, right)]).toEqual([action, right.resource, true])
    }
  )
})

test('each action that is asked for is one that a handler calls', () => {
  const called = new Set(types.flatMap((type) => handlers[type]?.create ?? []))
  const ours = ['ecs:UpdateService', 'iam:TagRole']
  const asked = makingRights(config, scope, types).flatMap(({ actions }) => actions)
  expect(asked.filter((action) => !called.has(action) && !ours.includes(action))).toEqual([])
})

test.each([...new Set(Object.values({ ...resourceTypes.platform, ...resourceTypes.service }))])(
  '%s: what its creation needs is asked for',
  (type) => {
    expect(makingRights(config, scope, [coveredBy[type] ?? type])).not.toEqual([])
  }
)

test('each name of the site is asked for, and each policy of AWS', () => {
  const asked = makingRights(config, scope, ['AWS::Route53::RecordSet', 'AWS::IAM::Role'])
  const values = asked.flatMap(({ context }) =>
    Object.entries(context ?? {}).flatMap(([key, value]) => (key === 'iam:PermissionsBoundary' ? [] : [value]))
  )
  expect(values).toEqual([
    'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers',
    'shop.example',
    'www.shop.example'
  ])
})

test('a web ACL that is given is the one that is asked for', () => {
  const arn = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/theirs/1'
  const balancer = { ...plain.balancer, waf: { use: 'given', arn } } as const
  const asked = makingRights({ ...plain, balancer }, scope, ['AWS::WAFv2::WebACLAssociation'])
  expect(asked[0]).toEqual({ resource: arn, actions: ['wafv2:AssociateWebACL'] })
})

test('nothing is asked for that is not made', () => {
  expect(makingRights(config, scope, [])).toEqual([])
  expect(makingRights(plain, scope, ['AWS::ECS::Cluster']).length).toBe(1)
})

test('without a domain, a zone, a boundary or two groups less is asked for', () => {
  const { zone, ...elsewhere } = scope
  expect(zone?.id).toBe('Z1')
  const fewer = makingRights(plain, elsewhere, types)
  const actions = fewer.flatMap((right) => right.actions)
  expect(actions).not.toContain('route53:ChangeResourceRecordSets')
  expect(actions).not.toContain('iam:PassRole')
  expect(fewer.flatMap(({ context }) => Object.keys(context ?? {}))).toEqual(['iam:PolicyARN'])
  expect(makingRights(plain, scope, ['AWS::Route53::RecordSet'])).toEqual([])
  expect(ourRights(plain, scope).flatMap(({ context }) => Object.values(context ?? {}))).not.toContain(
    'cloudformation.amazonaws.com'
  )
  const roles = { ...plain, task: { ...plain.task, executionRoleArn: 'arn:e', taskRoleArn: 'arn:t' } }
  expect(ourRights(roles, scope).map(({ resource }) => resource)).toEqual(expect.arrayContaining(['arn:e', 'arn:t']))
})
