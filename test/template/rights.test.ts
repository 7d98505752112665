// The rights that are asked for, against the policies of templates/bootstrap.yml and against what AWS's handlers call.
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { Config } from '../../src/model/config.ts'
import { ourRights, type Place } from '../../src/model/rights.ts'
import type { Right } from '../../src/model/seen.ts'
import { makingRights } from '../../src/template/rights.ts'
import { bootstrap, type Statement } from '../bootstrap/template.ts'
import { domain, plain, withDomain } from './example.ts'

const handlers = JSON.parse(
  readFileSync(new URL('../../local/ministack/stack_permissions.json', import.meta.url), 'utf8')
) as Readonly<Record<string, { readonly create: readonly string[] }>>
const types = Object.keys(handlers)

const place: Place = { partition: 'aws', region: 'eu-west-1', account: '123456789012', zone: 'Z1' }
const boundary = 'arn:aws:iam::123456789012:policy/at-most'
const maker = 'arn:aws:iam::123456789012:role/CloudFormationRole.Arn'
const config: Config = {
  ...withDomain,
  frontDoor: { ...domain, adoptRecords: true },
  scanGate: { at: 'shut', from: 'HIGH', waitMinutes: 5 },
  identity: { ...plain.identity, cloudFormationRoleArn: maker, permissionsBoundaryArn: boundary },
  rollout: { ...plain.rollout, strategy: { kind: 'blue-green', bakeMinutes: 5 } }
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
  ['deploy role', 'DeployRole', ourRights(config, place)],
  ["CloudFormation's role", 'CloudFormationRole', makingRights(config, place, types)]
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
  const asked = makingRights(config, place, types).flatMap(({ actions }) => actions)
  expect(asked.filter((action) => !called.has(action) && !ours.includes(action))).toEqual([])
})

test('nothing is asked for that is not made', () => {
  expect(makingRights(config, place, [])).toEqual([])
  expect(makingRights(plain, { ...place, zone: '' }, ['AWS::ECS::Cluster']).length).toBe(1)
})

test('without a domain, a zone, a boundary or two groups less is asked for', () => {
  const { zone, ...elsewhere } = place
  expect(zone).toBe('Z1')
  const fewer = makingRights(plain, elsewhere, types)
  const actions = fewer.flatMap((right) => right.actions)
  expect(actions).not.toContain('route53:ChangeResourceRecordSets')
  expect(actions).not.toContain('iam:PassRole')
  expect(fewer.flatMap(({ context }) => Object.keys(context ?? {}))).toEqual(['iam:PolicyARN'])
  const named = makingRights(plain, place, ['AWS::Route53::RecordSet'])
  expect(named[0]?.context).toEqual({ 'route53:ChangeResourceRecordSetsNormalizedRecordNames': '' })
  expect(ourRights(plain, place).flatMap(({ context }) => Object.values(context ?? {}))).not.toContain(
    'cloudformation.amazonaws.com'
  )
  const roles = { ...plain, task: { ...plain.task, executionRoleArn: 'arn:e', taskRoleArn: 'arn:t' } }
  expect(ourRights(roles, place).map(({ resource }) => resource)).toEqual(expect.arrayContaining(['arn:e', 'arn:t']))
})
