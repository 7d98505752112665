// A live service and settings that would take from under it what it stands on: refused, or done when that is allowed.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client
} from '@aws-sdk/client-ec2'
import { ECSClient, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Ended } from '../../local/runner.ts'
import { until } from '../until.ts'
import { openStage, visitDuring, type Stage } from './stage.ts'

const url = 'https://replacement.example/'

describe('what a live service stands on', () => {
  let stage: Stage
  let secret = ''
  before(async () => {
    stage = await openStage('100000000011', 'replacement.example')
    const client = new SecretsManagerClient(stage.eyes.config)
    secret = (await client.send(new CreateSecretCommand({ Name: 'token', SecretString: 'a-value' }))).ARN ?? ''
    const ended = await stage.deploy({ secrets: `TOKEN=${secret}` })
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
  })
  after(() => stage.close())

  /** Refused before anything is written or built, while the site answers. */
  async function refused(inputs: Readonly<Record<string, string>>): Promise<Ended> {
    let ended: Ended | undefined
    const { writes } = await stage.callsOf(async () => {
      ended = await stage.deploy({ secrets: `TOKEN=${secret}`, ...inputs })
    })
    assert.ok(ended)
    assert.equal(ended.exitCode, 1, ended.log)
    assert.equal(ended.outputs['failure-code'], 'INPUT_INVALID', ended.log)
    assert.deepEqual(writes, [])
    assert.equal((await stage.visit(url)).status, 200)
    return ended
  }

  it('is not moved to another network, whatever is allowed', async () => {
    const { id, subnets } = await publicNetwork()
    const ended = await refused({ 'vpc-id': id, 'subnet-ids': subnets.join(), 'allow-replacement': 'true' })
    assert.match(ended.log, /`vpc-id` is vpc-\w+, but the load balancer is in vpc-\w+/)
    assert.match(ended.log, /deploy under another `name`/)
  })

  it('lets an earlier version read its secret after one without it has crashed', async () => {
    const before = await stage.eyes.service()
    const seen = await visitDuring(stage, url, async () => {
      const ended = await stage.deploy({ env: 'MODE=crash' })
      assert.equal(ended.outputs.verdict, 'rolled-back', ended.log)
    })
    assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen))
    assert.equal((await stage.eyes.service()).taskDefinition, before.taskDefinition)
    assert.ok((await platformTemplate()).includes(secret))
    // What runs has read it long ago; another task of that version has to read it again.
    await startAnother()
    assert.equal((await stage.visit(url)).status, 200)
  })

  it('keeps its domain unless its removal is allowed', async () => {
    const ended = await refused({ domain: '' })
    assert.match(ended.log, /`domain` was removed: replacement\.example answers no longer/)
    assert.match(ended.log, /`allow-replacement: true`/)
  })

  it('loses its domain when that is allowed, and is served by the load balancer alone', async () => {
    const ended = await stage.deploy({ secrets: `TOKEN=${secret}`, domain: '', 'allow-replacement': 'true' })
    assert.equal(ended.exitCode, 0, ended.log)
    assert.match(ended.log, /Allowed: HttpsListener, the listener, would be removed \(asked for by `domain`\)/)
    assert.match(ended.log, /Allowed: ApexRecord/)
    assert.equal(ended.outputs.url, `http://${ended.outputs['load-balancer-dns-name'] ?? ''}`)
    await assert.rejects(stage.visit(url))
    const again = await stage.deploy({ secrets: `TOKEN=${secret}`, domain: '' })
    assert.equal(again.outputs.verdict, 'unchanged', again.log)
  })

  /** The account's own, with a way to the internet. */
  async function publicNetwork() {
    const ec2 = new EC2Client(stage.eyes.config)
    const isDefault = [{ Name: 'is-default', Values: ['true'] }]
    const id = (await ec2.send(new DescribeVpcsCommand({ Filters: isDefault }))).Vpcs?.[0]?.VpcId ?? ''
    const within = { Filters: [{ Name: 'vpc-id', Values: [id] }] }
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand())
    const gateway = { InternetGatewayId: InternetGateway?.InternetGatewayId }
    await ec2.send(new AttachInternetGatewayCommand({ ...gateway, VpcId: id }))
    const { RouteTables: [table] = [] } = await ec2.send(new DescribeRouteTablesCommand(within))
    const route = { RouteTableId: table?.RouteTableId, DestinationCidrBlock: '0.0.0.0/0' }
    await ec2.send(new CreateRouteCommand({ ...route, GatewayId: gateway.InternetGatewayId }))
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand(within))
    return { id, subnets: Subnets.slice(0, 2).map(({ SubnetId = '' }) => SubnetId) }
  }

  async function platformTemplate(): Promise<string> {
    const client = new CloudFormationClient(stage.eyes.config)
    return (await client.send(new GetTemplateCommand({ StackName: 'shop-platform' }))).TemplateBody ?? ''
  }

  /** Stops what runs; the service starts another one in its place. */
  async function startAnother(): Promise<void> {
    const ecs = new ECSClient(stage.eyes.config)
    const tasks = async (): Promise<readonly string[]> =>
      (await ecs.send(new ListTasksCommand({ cluster: 'shop-cluster', serviceName: 'shop-service' }))).taskArns ?? []
    const [running] = await tasks()
    await ecs.send(new StopTaskCommand({ cluster: 'shop-cluster', task: running }))
    await until(async () => {
      const [now] = await tasks()
      const { status } = await stage.visit(url).catch(() => ({ status: 0 }))
      return now !== undefined && now !== running && status === 200
    })
  }
})
