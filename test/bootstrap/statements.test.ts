// What bootstrap makes, and that every right has a reason: a call of ours, docker's, or CloudFormation's.
import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { bootstrap, source, wholeTemplate, type Statement } from './template.ts'

interface Handlers {
  readonly read: readonly string[]
  readonly create: readonly string[]
  readonly update: readonly string[]
  readonly delete: readonly string[]
}
const handlers = JSON.parse(
  readFileSync(new URL('../../local/ministack/stack_permissions.json', import.meta.url), 'utf8')
) as Readonly<Record<string, Handlers>>

const everything = {
  HostedZoneId: 'Z0123456789ABCDEFGHIJ',
  Domain: 'shop.example',
  ReadableRepositoryArns: 'arn:aws:ecr:eu-west-1:111122223333:repository/base,arn:aws:ecr:*:*:repository/team/*',
  PassableRoleArns: 'arn:aws:iam::123456789012:role/one,arn:aws:iam::123456789012:role/two',
  ExecutionRoleName: 'ecsTaskExecutionRole',
  MayDestroy: 'yes',
  SecretArns: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:team/shared-AbCdEf',
  OwnerId: '1',
  RepositoryId: '2'
}
const actionsOf = (statements: readonly Statement[]): readonly string[] => [
  ...new Set(statements.flatMap(({ Action }) => Action))
]
const allows = (statements: readonly Statement[], action: string): boolean =>
  actionsOf(statements).some((allowed) =>
    allowed.endsWith('*') ? action.startsWith(allowed.slice(0, -1)) : allowed === action
  )

test('the template is sent whole by the command line', () => {
  expect(Buffer.byteLength(source)).toBeLessThanOrEqual(51_200)
})

test('every statement has a name of its own', () => {
  const sids = [...JSON.stringify(wholeTemplate()).matchAll(/"Sid":"(\w+)"/g)].map(([, sid]) => sid)
  expect(sids.length).toBe([...JSON.stringify(wholeTemplate()).matchAll(/"Effect":/g)].length)
  expect(new Set(sids).size).toBe(sids.length)
})

test('statements are added and removed knowingly', () => {
  const { resources } = bootstrap(everything)
  const count = (id: string): number => bootstrap(everything).policiesOf(id).length
  expect(Object.keys(resources)).toContain('DeployRole')
  expect([count('DeployRole'), count('ReadOnlyRole'), count('CloudFormationRole')]).toEqual([25, 11, 19])
})

test('policies fit into what IAM takes, also with the longest name', () => {
  const { documents, resources } = bootstrap({ ...everything, Name: 'n'.repeat(50), ClusterName: 'c'.repeat(255) })
  for (const [id, document] of Object.entries(documents)) {
    const limit = resources[id]?.Type === 'AWS::IAM::ManagedPolicy' ? 6_144 : 10_240
    expect([id, document.replace(/\s/g, '').length <= limit]).toEqual([id, true])
  }
})

describe('identities', () => {
  const types = (given: Readonly<Record<string, string>>): readonly string[] =>
    Object.values(bootstrap(given).resources).map(({ Type }) => (typeof Type === 'string' ? Type : ''))

  test('are roles for tokens of GitHub, and no user, unless one is asked for', () => {
    expect(types({})).toEqual([
      'AWS::IAM::OIDCProvider',
      'AWS::IAM::Role',
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::Role',
      'AWS::IAM::Role'
    ])
  })

  test('are a user with a key, and no role for anybody outside, when that is asked for', () => {
    const { resources, policiesOf } = bootstrap({ Identity: 'IamUser' })
    expect(Object.keys(resources)).toEqual([
      'StacksPolicy',
      'ImagesPolicy',
      'RolloutPolicy',
      'AppBoundary',
      'CloudFormationRole',
      'User',
      'AccessKey',
      'PullSecret'
    ])
    // Everybody asks for the rights of itself.
    const forOneself = /"arn:aws:iam::123456789012:(user\/ecs-admin|role\/AWS::StackName-DeployRole-\*)"/
    const shape = (statements: readonly Statement[]) => JSON.stringify(statements).replace(forOneself, '"oneself"')
    expect(shape(policiesOf('User'))).toBe(shape(bootstrap().policiesOf('DeployRole')))
  })

  test('use the provider that is there', () => {
    const OidcProviderArn = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'
    const { resources, trustOf } = bootstrap({ OidcProviderArn })
    expect(Object.keys(resources)).not.toContain('OidcProvider')
    expect(trustOf('DeployRole').Principal).toEqual({ Federated: OidcProviderArn })
  })
})

describe('the deploy role', () => {
  const statements = bootstrap(everything).policiesOf('DeployRole')
  const services: Readonly<Record<string, string>> = {
    'client-acm': 'acm',
    'client-cloudformation': 'cloudformation',
    'client-cloudwatch-logs': 'logs',
    'client-ec2': 'ec2',
    'client-ecr': 'ecr',
    'client-ecs': 'ecs',
    'client-elastic-load-balancing-v2': 'elasticloadbalancing',
    'client-iam': 'iam',
    'client-route-53': 'route53',
    'client-secrets-manager': 'secretsmanager',
    'client-service-quotas': 'servicequotas',
    'client-ssm': 'ssm'
  }
  const folder = new URL('../../src/aws/', import.meta.url)
  const called = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8')
      return [...text.matchAll(/\{([^{}]*)\}\s*(?:from|= await import\()\s*'@aws-sdk\/([\w-]+)'/g)].flatMap(
        ([, names = '', client = '']) =>
          [...names.matchAll(/\bpaginate(\w+)|\b(\w+)Command\b/g)].map(
            ([, paged = '', name = paged]) => `${services[client] ?? client}:${name}`
          )
      )
    })
    // Who one is, and to take a role that trusts one, needs no right.
    .filter((action) => !action.startsWith('client-sts:'))
  // Docker pushes by the login that GetAuthorizationToken gave (F6.2); tags and roles are sent along with other calls.
  const others = [
    'ecr:BatchCheckLayerAvailability',
    'ecr:CompleteLayerUpload',
    'ecr:GetDownloadUrlForLayer',
    'ecr:InitiateLayerUpload',
    'ecr:UploadLayerPart',
    'cloudformation:TagResource',
    'ecs:TagResource',
    'iam:PassRole'
  ]

  test('may call exactly what the action calls', () => {
    const needed = [...new Set([...called, ...others])].toSorted()
    expect(needed.length).toBeGreaterThan(40)
    expect(actionsOf(statements).toSorted()).toEqual(needed)
  })

  test('removes what outlives the stacks only where it may destroy', () => {
    const removing = actionsOf(bootstrap().policiesOf('DeployRole')).filter((action) =>
      /^(ecr|logs):Delete/.test(action)
    )
    expect(removing).toEqual([])
  })

  test('reads the images of the repositories that are given, and writes none of them', () => {
    const others = statements.filter(({ Sid }) => Sid === 'ImagesOfOthers')
    expect(others.flatMap(({ Resource }) => Resource)).toEqual(everything.ReadableRepositoryArns.split(','))
    expect(actionsOf(others).filter((action) => !/:(BatchGet|Describe|Get)/.test(action))).toEqual([])
    expect(
      bootstrap()
        .policiesOf('DeployRole')
        .map(({ Sid }) => Sid)
    ).not.toContain('ImagesOfOthers')
  })

  test('may pass the roles that are given, all of them', () => {
    const passed = statements.filter(({ Action }) => Action.includes('iam:PassRole'))
    expect(Object.fromEntries(passed.map(({ Sid, Resource }) => [Sid, Resource]))).toEqual({
      PassCloudFormationRole: ['arn:aws:iam::123456789012:role/CloudFormationRole.Arn'],
      PassTaskRoles: ['arn:aws:iam::123456789012:role/slipway/shop/*'],
      PassMadeRole: ['arn:aws:iam::123456789012:role/ecsTaskExecutionRole'],
      PassGivenRoles: everything.PassableRoleArns.split(',')
    })
    const to = (sid: string) =>
      passed.find(({ Sid }) => Sid === sid)?.Condition.StringEquals?.['iam:PassedToService']?.length
    // Of our own roles one moves visitors between target groups.
    expect(passed.map(({ Sid }) => [Sid, to(Sid)])).toEqual(
      passed.map(({ Sid }) => [Sid, Sid === 'PassTaskRoles' ? 2 : 1])
    )
  })
})

/** Of every role, what it may do with a hosted zone. */
const zoneRights = (given: Readonly<Record<string, string>>) =>
  ['DeployRole', 'ReadOnlyRole', 'CloudFormationRole'].flatMap((role) =>
    bootstrap(given)
      .policiesOf(role)
      .filter(({ Resource }) => Resource.some((arn) => arn.includes(':hostedzone/')))
  )

describe('hosted zones', () => {
  test('are out of reach unless one is given', () => {
    expect(zoneRights({})).toEqual([])
  })

  test('are the one that is given, which two roles may write to', () => {
    const rights = zoneRights({ HostedZoneId: 'Z1' })
    expect(rights.map(({ Sid }) => Sid)).toEqual([
      'HostedZone',
      'AdoptRecords',
      'LookAtHostedZone',
      'Records',
      'ReadRecords'
    ])
    expect(new Set(rights.flatMap(({ Resource }) => Resource))).toEqual(new Set(['arn:aws:route53:::hostedzone/Z1']))
    expect(rights.filter(({ Action }) => Action.includes('route53:ChangeResourceRecordSets')).length).toBe(2)
    expect(rights.map(({ Condition }) => Condition)).toEqual([{}, {}, {}, {}, {}])
  })

  test('get records of the domain and below it, when it is given', () => {
    const key = 'route53:ChangeResourceRecordSetsNormalizedRecordNames'
    const writing = zoneRights(everything).filter(({ Sid }) => ['AdoptRecords', 'Records'].includes(Sid))
    const condition = {
      'ForAllValues:StringLike': { [key]: ['shop.example', '*.shop.example'] },
      Null: { [key]: ['false'] }
    }
    expect(writing.map(({ Condition }) => Condition)).toEqual([condition, condition])
  })
})

describe("CloudFormation's role", () => {
  const statements = bootstrap(everything).policiesOf('CloudFormationRole')
  const types = readdirSync(new URL('../../templates/', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\w[/\\].*\.yml$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(new URL(`../../templates/${file}`, import.meta.url), 'utf8')
      return [...text.matchAll(/^ {4}Type: (AWS::\w+::\w+)$/gm)].flatMap(([, type]) => type ?? [])
    })
    .filter((type) => !/::(Id|Value)$/.test(type))
  const needed = Object.values(handlers).flatMap(({ read, create, update, delete: remove }) => [
    ...read,
    ...create,
    ...update,
    ...remove
  ])

  test.each([...new Set(types)].toSorted())('may do what AWS does for %s', (type) => {
    const { read, create, update, delete: remove } = handlers[type] ?? { read: ['none'] }
    const missing = [...read, ...(create ?? []), ...(update ?? []), ...(remove ?? [])]
    expect(missing.filter((action) => !allows(statements, action))).toEqual([])
  })

  test('may do nothing else', () => {
    expect(new Set(Object.keys(handlers))).toEqual(new Set(types))
    const reading = ['ec2:Describe*', 'elasticloadbalancing:Describe*']
    const unused = actionsOf(statements).filter((action) => !needed.includes(action) && !reading.includes(action))
    expect(unused).toEqual([])
  })
})

describe('the boundary of what apps may do', () => {
  const key = 'iam:PermissionsBoundary'
  const own = 'arn:aws:iam::111122223333:policy/at-most'

  test.each([
    ['the one that is made', {}, 'AppBoundary'],
    ['one that is given', { PermissionsBoundaryArn: own }, own]
  ])('is %s, and no role gets or keeps a right of its own without it', (_, given, boundary) => {
    const { resources, policiesOf } = bootstrap({ ...everything, ...given })
    expect(Object.keys(resources).includes('AppBoundary')).toBe(boundary === 'AppBoundary')
    const granting = /^iam:(Create|Put|Attach|UpdateAssume)/
    const rights = policiesOf('CloudFormationRole').filter(
      ({ Action, Sid }) => Sid !== 'ServiceLinkedRoles' && Action.some((action) => granting.test(action))
    )
    expect(rights.map(({ Sid }) => Sid)).toEqual(['AppRolesWithinBoundary', 'AppRolesOfAws'])
    expect(rights.map(({ Condition }) => Condition.StringEquals?.[key])).toEqual([[boundary], [boundary]])
  })

  test('is neither taken away nor rewritten by anybody', () => {
    const all = ['DeployRole', 'ReadOnlyRole', 'CloudFormationRole'].flatMap((role) =>
      bootstrap(everything).policiesOf(role)
    )
    const loosening = /^iam:(\*|Delete\w*Boundary|\w*Policy(Version|Versions)|CreatePolicy|DeletePolicy)$/
    expect(actionsOf(all).filter((action) => loosening.test(action))).toEqual([])
  })

  const atMost = bootstrap().policiesOf('AppBoundary')

  test('holds nothing that changes rights or makes infrastructure', () => {
    const services = [...new Set(actionsOf(atMost).map((action) => action.split(':')[0]))]
    expect(
      services.filter((service) => /^(\*|iam|sts|organizations|account|cloudformation|ecs)$/.test(service ?? ''))
    ).toEqual([])
    const making = /:(Create(?!LogStream)|Delete(?!Item|Message|Object$)|\w*Policy|Pass|Tag|Untag)/
    expect(actionsOf(atMost).filter((action) => making.test(action))).toEqual([])
  })

  test('lets only the role that ECS moves visitors by change a load balancer', () => {
    const moving = atMost.filter(({ Action }) => Action.some((action) => action.startsWith('elasticloadbalancing:')))
    // The role has its name of CloudFormation: <stack>-InfrastructureRole-<random>.
    expect(moving.map(({ Condition }) => Condition)).toEqual([
      { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::123456789012:role/slipway/shop/*-Infra*'] } }
    ])
  })

  test('holds what the roles of the templates need', () => {
    const needed = [
      // AmazonECSTaskExecutionRolePolicy, and the secrets that it may read besides.
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchGetImage',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      ...['read-secrets', 'read-parameters'].flatMap((part) => {
        const text = readFileSync(new URL(`../../templates/platform/${part}.yml`, import.meta.url), 'utf8')
        return [...text.matchAll(/\b(?:secretsmanager|ssm|kms):\w+\b/g)].map(([action]) => action)
      }),
      // AmazonECSInfrastructureRolePolicyForLoadBalancers.
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
      'elasticloadbalancing:RegisterTargets',
      'elasticloadbalancing:DeregisterTargets'
    ]
    expect(needed.filter((action) => !allows(atMost, action))).toEqual([])
  })
})

describe('the read-only role', () => {
  const statements = bootstrap(everything).policiesOf('ReadOnlyRole')

  test('may only look, and make and remove change sets', () => {
    const changing = actionsOf(statements).filter((action) => !/:(Describe|List|Get)/.test(action))
    expect(changing.toSorted()).toEqual([
      'cloudformation:CreateChangeSet',
      'cloudformation:DeleteChangeSet',
      'cloudformation:TagResource',
      'iam:PassRole'
    ])
  })

  test('touches no change set of a deploy, by whatever it is named', () => {
    const changing = statements.filter(({ Action }) => Action.includes('cloudformation:DeleteChangeSet'))
    const names = changing.flatMap(({ Resource, Condition }) =>
      Resource.every((arn) => arn.includes(':changeSet/'))
        ? Resource
        : (Condition.StringLike?.['cloudformation:ChangeSetName'] ?? ['*'])
    )
    expect(names.length).toBe(6)
    expect(names.filter((name) => !/(^|\/)shop-(platform|service)-plan-\*$/.test(name))).toEqual([])
  })

  test("looks at the app's secrets and at those that are given, and at no others", () => {
    const looking = statements.filter(({ Action }) => Action.includes('secretsmanager:DescribeSecret'))
    expect(looking.flatMap(({ Resource }) => Resource)).toEqual([
      'arn:aws:secretsmanager:*:123456789012:secret:shop/*',
      'arn:aws:secretsmanager:*:123456789012:secret:shop-*',
      everything.SecretArns
    ])
  })

  test('makes change sets that the deploy role may remove too', () => {
    const sets = (from: readonly Statement[]) =>
      from.filter(({ Sid }) => /ChangeSets$/.test(Sid)).flatMap(({ Resource }) => Resource)
    expect(sets(bootstrap(everything).policiesOf('DeployRole'))).toEqual(expect.arrayContaining([...sets(statements)]))
  })

  test('may do nothing that the deploy role may not', () => {
    const deploy = bootstrap(everything).policiesOf('DeployRole')
    expect(actionsOf(statements).filter((action) => !allows(deploy, action))).toEqual([])
  })
})
