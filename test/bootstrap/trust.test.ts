// Whose tokens of GitHub the roles take: by table, each form of `sub` (F6.3).
import { describe, expect, test } from '@jest/globals'
import { bootstrap } from './template.ts'

const provider = 'token.actions.githubusercontent.com'
const ids = { OwnerId: '11', RepositoryId: '22' }
const subsOf = (role: string, given: Readonly<Record<string, string>>): readonly string[] =>
  bootstrap(given).trustOf(role).Condition.StringEquals?.[`${provider}:sub`] ?? []

describe('the deploy role trusts', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['the branch main', {}, ['repo:acme/shop:ref:refs/heads/main']],
    ['another branch', { Branch: 'release/1' }, ['repo:acme/shop:ref:refs/heads/release/1']],
    ['another repository', { Repository: 'Org.x/Re-po_1' }, ['repo:Org.x/Re-po_1:ref:refs/heads/main']],
    ['an environment and then no branch', { Environment: 'production' }, ['repo:acme/shop:environment:production']],
    [
      'an environment, whatever the branch is',
      { Environment: 'production', Branch: 'main' },
      ['repo:acme/shop:environment:production']
    ],
    ['both forms of a branch', ids, ['repo:acme/shop:ref:refs/heads/main', 'repo:acme@11/shop@22:ref:refs/heads/main']],
    [
      'both forms of an environment',
      { ...ids, Environment: 'live' },
      ['repo:acme/shop:environment:live', 'repo:acme@11/shop@22:environment:live']
    ],
    ['the one form when a number is missing', { OwnerId: '11' }, ['repo:acme/shop:ref:refs/heads/main']]
  ])('%s', (_, given, subs) => {
    expect(subsOf('DeployRole', given)).toEqual(subs)
  })
})

describe('the read-only role trusts', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'pull requests and schedules',
      { Environment: 'production' },
      ['repo:acme/shop:pull_request', 'repo:acme/shop:ref:refs/heads/main']
    ],
    [
      'both forms of them',
      { ...ids, ScheduleBranch: 'trunk' },
      [
        'repo:acme/shop:pull_request',
        'repo:acme/shop:ref:refs/heads/trunk',
        'repo:acme@11/shop@22:pull_request',
        'repo:acme@11/shop@22:ref:refs/heads/trunk'
      ]
    ]
  ])('%s', (_, given, subs) => {
    expect(subsOf('ReadOnlyRole', given)).toEqual(subs)
  })
})

test.each(['DeployRole', 'ReadOnlyRole'])('%s compares whole words, and the audience too', (role) => {
  const { Action, Condition } = bootstrap(ids).trustOf(role)
  expect(Action).toEqual(['sts:AssumeRoleWithWebIdentity'])
  expect(Object.keys(Condition)).toEqual(['StringEquals'])
  expect(Condition.StringEquals?.[`${provider}:aud`]).toEqual(['sts.amazonaws.com'])
})

test.each([
  ['CloudFormationRole', 'cloudformation.amazonaws.com'],
  ['ExecutionRole', 'ecs-tasks.amazonaws.com']
])('%s trusts %s, for this account', (role, service) => {
  const { Principal, Condition } = bootstrap({ ExecutionRoleName: 'ecsTaskExecutionRole' }).trustOf(role)
  expect(Principal).toEqual({ Service: service })
  expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': ['123456789012'] } })
})
