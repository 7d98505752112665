// The policies of templates/bootstrap.yml by enforcement: a deploy by its roles alone, and without each statement.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CloudFormationClient, ListChangeSetsCommand } from '@aws-sdk/client-cloudformation'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { ListHostedZonesByNameCommand, Route53Client } from '@aws-sdk/client-route-53'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Ended } from '../../local/runner.ts'
import type { Aws } from '../../src/aws/connect.ts'
import { connect } from '../aws/aws.ts'
import { domain as frontDoor } from '../template/example.ts'
import { bootstrap, bootstrapTemplate } from './bootstrap.ts'
import { decisionsOf, judge, rights } from './rights.ts'
import { openStage, region, withToken, type Stage } from './stage.ts'

const account = '100000000010'
const domain = 'policy.example'
const roleOf = (name: string): string => `arn:aws:iam::${account}:role/${name}`
const roleOfTheTeam = roleOf('team')
const main = 'repo:acme/shop:ref:refs/heads/main'
const nameOf = (arn: string): string => arn.split('/').at(-1) ?? ''

/** Statements that are taken away for one deploy, one a service, and what is refused then. */
const removed = {
  beforeAnythingIsThere: [
    ['CloudFormation', 'DeployRoleArn', 'Stacks', 'cloudformation:DescribeStacks', ':stack/shop-'],
    ['ECR', 'DeployRoleArn', 'Images', 'ecr:Describe', ':repository/shop'],
    ['ELB', 'CloudFormationRoleArn', 'LoadBalancer', 'elasticloadbalancing:CreateLoadBalancer', ':loadbalancer/']
  ],
  afterwards: [
    ['ECS', 'DeployRoleArn', 'Service', 'ecs:DescribeServices', ':service/shop-cluster/shop-service'],
    ['Route 53', 'DeployRoleArn', 'HostedZone', 'route53:GetHostedZone', ':hostedzone/']
  ]
} as const

describe('the policies of bootstrap', () => {
  let stage: Stage
  let outputs: Readonly<Record<string, string>>
  let secret: string
  let secretOfTheTeam: string
  before(async () => {
    stage = await openStage(account, domain)
    const iam = new IAMClient(stage.eyes.config)
    for (const RoleName of ['team', 'other']) {
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(tasks) }))
    }
    const secrets = new SecretsManagerClient(stage.eyes.config)
    const made = await secrets.send(new CreateSecretCommand({ Name: 'shop/password', SecretString: 'open sesame' }))
    secret = made.ARN ?? ''
    const other = await secrets.send(new CreateSecretCommand({ Name: 'team/password', SecretString: 'open barley' }))
    secretOfTheTeam = other.ARN ?? ''
    outputs = await bootstrap(stage, {
      Repository: 'acme/shop',
      Name: 'shop',
      HostedZoneId: await zoneOf(stage),
      Domain: domain,
      ReadableRepositoryArns: `arn:aws:ecr:${region}:${account}:repository/base`,
      SecretArns: secretOfTheTeam,
      ExecutionRoleName: 'ecsTaskExecutionRole',
      PassableRoleArns: roleOfTheTeam
    })
  })
  after(() => stage.close())

  const role = (output: string): string => outputs[output] ?? ''
  const without = (output: string, sid: string): Promise<Ended> =>
    rights(stage.eyes.config).without(nameOf(role(output)), sid, () => deploy())

  /** With every option that asks for rights of its own, by the job's token for the main branch. */
  function deploy(inputs: Readonly<Record<string, string>> = {}, subject = main): Promise<Ended> {
    const options = {
      'role-to-assume': role('DeployRoleArn'),
      'cloudformation-role-arn': role('CloudFormationRoleArn'),
      'permissions-boundary-arn': role('PermissionsBoundaryArn'),
      waf: 'managed',
      'rollback-alarms': '5xx',
      secrets: `PASSWORD=${secret}`
    }
    return stage.deploy({ ...options, ...inputs }, { environment: withToken(stage, `&sub=${subject}`) })
  }

  function assertDenied(ended: Ended, action: string, resource: string): void {
    assert.equal(ended.exitCode, 1)
    assert.equal(ended.outputs['failure-code'], 'ACCESS_DENIED', ended.log)
    assert.ok(ended.log.includes(action) && ended.log.includes(resource), `${action} on ${resource}: ${ended.log}`)
  }

  async function assertPlanned(): Promise<void> {
    const inputs = { command: 'plan', 'role-to-assume': role('ReadOnlyRoleArn') }
    const ended = await deploy(inputs, 'repo:acme/shop:pull_request')
    assert.equal(ended.outputs.verdict, 'planned', ended.log)
    assert.equal(ended.outputs['has-changes'], 'true')
  }

  it('let a pull request plan before anything is there', assertPlanned)

  const isRefusedWithout = (statements: (typeof removed)[keyof typeof removed]): void => {
    for (const [service, output, sid, action, resource] of statements) {
      it(`without ${sid} a deploy is refused by ${service}`, async () => {
        assertDenied(await without(output, sid), action, resource)
      })
    }
  }
  isRefusedWithout(removed.beforeAnythingIsThere)

  it('let a pull request plan over what a failed creation has left', assertPlanned)

  it('let a first deploy pass', async () => {
    const ended = await deploy()
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    assert.equal((await stage.visit(`https://${domain}/`)).status, 200)
  })

  isRefusedWithout(removed.afterwards)

  it('let a new version pass, and read why one crashed', async () => {
    stage.workspace.write('version.txt', 'version two\n')
    stage.workspace.commit('Version two')
    const ended = await deploy({ 'max-tasks': '5' })
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    const crashed = await deploy({ 'max-tasks': '5', env: 'MODE=crash' })
    assert.equal(crashed.outputs.verdict, 'rolled-back', crashed.log)
    assert.match(crashed.log, /the database is not there/)
  })

  it('let no role be made that may do more than the boundary', async () => {
    stage.workspace.write(
      'overrides.yml',
      JSON.stringify({ platform: { Resources: { Administrator: administrator } } })
    )
    const ended = await deploy({ 'max-tasks': '5', overrides: 'overrides.yml' })
    assertDenied(ended, 'iam:CreateRole', ':role/slipway/shop/')
  })

  it('let ECS move the traffic from one group to the other', async () => {
    const ended = await deploy({ regions: 'us-east-1', secrets: '', strategy: 'blue-green', 'bake-minutes': '0' })
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
  })

  it('let the roles be passed that were made and given', async () => {
    const aws = await as(stage, role('DeployRoleArn'), main)
    const definition = { family: 'shop-app', containerDefinitions: [{ name: 'a', image: 'b' }] }
    const roles = { executionRoleArn: role('ExecutionRoleArn'), taskRoleArn: roleOfTheTeam }
    const { arn } = await aws.revisions.register({ ...definition, ...fargate, ...roles }, {})
    await aws.revisions.deregister(arn)
    const other = roleOf('other')
    const refused = aws.revisions.register({ ...definition, ...fargate, taskRoleArn: other }, {})
    await assert.rejects(refused, { code: 'ACCESS_DENIED', message: new RegExp(`iam:PassRole on ${other}`) })
  })

  it('let it be seen what a deployment needs', async () => {
    const deploy = role('DeployRoleArn')
    const aws = await as(stage, deploy, main)
    for (const principal of [deploy, role('CloudFormationRoleArn')])
      assert.ok((await aws.rights.simulate(principal, { actions: ['ecs:CreateCluster'], resource: '*' })).length > 0)
    await assert.rejects(aws.rights.simulate(roleOf('other'), { actions: ['ecs:CreateCluster'], resource: '*' }), {
      code: 'ACCESS_DENIED'
    })
    assert.equal((await aws.clusters.find('shop-cluster'))?.active, true)
    assert.ok(await aws.repository.owner('shop'))
    assert.equal(await aws.secrets.state(secret), 'there')
    assert.equal((await aws.parameters.existing(['none'])).size, 0)
  })

  it('let images of the repositories be read that were given', async () => {
    const aws = await as(stage, role('DeployRoleArn'), main)
    await aws.secrets.changedAt(secret)
    assert.equal(await aws.repository.digestByTag('base', '1'), undefined)
    await assert.rejects(aws.repository.digestByTag('other', '1'), { code: 'ACCESS_DENIED' })
  })

  it('let records of the domain be taken over, and no others', async () => {
    const aws = await as(stage, role('DeployRoleArn'), main)
    const zone = await zoneOf(stage)
    const record = { type: 'A', values: ['192.0.2.1'], ttl: 60 }
    const own = `old.${domain}`
    assert.ok(await aws.records.change(zone, [{ do: 'create', name: own, record }]))
    assert.ok(await aws.records.change(zone, [{ do: 'delete', name: own, record }]))
    const others = aws.records.change(zone, [{ do: 'create', name: 'shop.example', record }])
    await assert.rejects(others, { code: 'ACCESS_DENIED' })
  })

  it('let pull requests look, and change nothing', async () => {
    const aws = await as(stage, role('ReadOnlyRoleArn'), 'repo:acme/shop:pull_request', role('CloudFormationRoleArn'))
    const request = { name: 'shop-platform', body: '{}', parameters: {}, tags: { a: 'b' }, fingerprint: '' }
    await aws.stacks.describe('shop-platform')
    const { changeSetArn } = await aws.stacks.createChangeSet(request, 'UPDATE', 'shop-platform-plan-1')
    await aws.stacks.describeChangeSet(changeSetArn)
    await aws.zones.available()
    const zone = await aws.hostedZones.holding({ ...frontDoor, domain })
    await aws.hostedZones.get(zone?.id ?? '')
    await aws.repository.uri('shop')
    const service = await aws.services.describe('shop-cluster', 'shop-service')
    await aws.tasks.running('shop-cluster', 'shop-service')
    await aws.secrets.changedAt(secret)
    await aws.secrets.changedAt(secretOfTheTeam)
    const denied = { code: 'ACCESS_DENIED' }
    await assert.rejects(aws.stacks.createChangeSet(request, 'UPDATE', 'shop-platform-slipway-1'), denied)
    await assert.rejects(
      aws.stacks.deleteChangeSet(changeSetArn.replace('-plan-1', '-slipway-1')),
      denied,
      'the change set of a deploy that is running'
    )
    await assert.rejects(aws.stacks.executeChangeSet(changeSetArn, 'token'), denied)
    await assert.rejects(aws.stacks.remove('shop-service', 'token'), denied)
    await assert.rejects(aws.repository.login(), denied)
    await assert.rejects(aws.revisions.deregister(service?.taskDefinition ?? ''), denied)
    await aws.stacks.deleteChangeSet(changeSetArn)
    await assert.rejects(as(stage, role('DeployRoleArn'), 'repo:acme/shop:pull_request'), { name: 'AccessDenied' })
  })

  it('let pull requests plan what would change, and leave no change set', async () => {
    const inputs = { command: 'plan', 'role-to-assume': role('ReadOnlyRoleArn') }
    const changes = { 'log-retention-days': '7', 'max-tasks': '6' }
    const ended = await deploy({ ...inputs, ...changes }, 'repo:acme/shop:pull_request')
    assert.equal(ended.outputs.verdict, 'planned', ended.log)
    assert.equal(ended.outputs['has-changes'], 'true')
    assert.match(ended.summary, /RetentionInDays|LogGroup/)
    const cloudFormation = new CloudFormationClient(stage.eyes.config)
    for (const StackName of ['shop-platform', 'shop-service']) {
      const { Summaries = [] } = await cloudFormation.send(new ListChangeSetsCommand({ StackName }))
      assert.deepEqual(
        Summaries.filter(({ ChangeSetName = '' }) => ChangeSetName.includes('-plan-')),
        []
      )
    }
  })

  it('have no statement without which all of this would have passed', async () => {
    const principals = ['DeployRoleArn', 'ReadOnlyRoleArn', 'CloudFormationRoleArn'].map((output) =>
      nameOf(role(output))
    )
    const all = decisionsOf(account).filter(({ principal }) => principals.includes(principal))
    const { documentsOf } = rights(stage.eyes.config)
    const policies = Object.fromEntries(
      await Promise.all(principals.map(async (name) => [name, await documentsOf(name)] as const))
    )
    const { refused, without } = await judge(policies, all)
    // First that this evaluator says what was said then: with all statements, and without those that were taken away.
    const allowed = all.flatMap(({ allowed }, index) => (allowed ? [index] : []))
    assert.deepEqual(
      allowed.filter((index) => refused.includes(index)).map((index) => all[index]),
      []
    )
    const forLackOf = Object.entries(without).flatMap(([statement, calls]) =>
      Object.values(removed)
        .flat()
        .some(([, output, sid]) => statement === `${nameOf(role(output))} ${sid}`)
        ? calls
        : []
    )
    const unexplained = all.filter(
      ({ allowed }, index) => !allowed && !refused.includes(index) && !forLackOf.includes(index)
    )
    assert.deepEqual(unexplained, [])
    const unused = Object.keys(without).filter((statement) => without[statement]?.length === 0)
    assert.deepEqual(unused, [], 'statements that nothing needs')
    const held = Object.keys(without).length
    const whole = bootstrapTemplate.match(/Sid:/g)?.length ?? 0
    console.log(`${whole} statements of bootstrap: ${held} are needed by some of these ${all.length} decisions,`)
    const limits = (await rights(stage.eyes.config).documentOf(role('PermissionsBoundaryArn'))).Statement.length
    console.log(`${limits} say what apps may do at most (test/bootstrap/statements.test.ts),`)
    console.log(`the other ${whole - held - limits} whom a role trusts (test/bootstrap/trust.test.ts)`)
    for (const [statement, calls] of Object.entries(without)) console.log(`  ${statement}: ${calls.length}`)
  })
})

const administrator = {
  Type: 'AWS::IAM::Role',
  Properties: {
    Path: '/slipway/shop/',
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }]
    },
    Policies: [
      {
        PolicyName: 'everything',
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
      }
    ]
  }
}
const tasks = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }]
}
const fargate = {
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512'
}

async function zoneOf(stage: Stage): Promise<string> {
  const { HostedZones = [] } = await new Route53Client(stage.eyes.config).send(
    new ListHostedZonesByNameCommand({ DNSName: domain })
  )
  return nameOf(HostedZones.find(({ Name }) => Name === `${domain}.`)?.Id ?? '')
}

/** Our calls as a role that trusts a token with this subject. */
async function as(stage: Stage, role: string, subject: string, cloudFormationRoleArn?: string): Promise<Aws> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } = withToken(
    stage,
    `&audience=sts.amazonaws.com&sub=${subject}`
  )
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  const { value } = (await answer.json()) as { readonly value: string }
  const sts = new STSClient(stage.eyes.config)
  const { Credentials: found } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: 'looks', WebIdentityToken: value })
  )
  process.env.AWS_ENDPOINT_URL = stage.eyes.config.endpoint
  return connect({
    region,
    credentials: {
      accessKeyId: found?.AccessKeyId ?? '',
      secretAccessKey: found?.SecretAccessKey ?? '',
      sessionToken: found?.SessionToken ?? ''
    },
    proxyEnvironment: {},
    userAgent: 'slipway',
    ...(cloudFormationRoleArn !== undefined && { cloudFormationRoleArn })
  })
}
