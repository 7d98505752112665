// A service with every option on: made, changed option by option, and deleted with nothing left but what is kept.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  waitUntilStackDeleteComplete,
  type StackResource
} from '@aws-sdk/client-cloudformation'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { until } from '../until.ts'
import { remainsOf } from './remains.ts'
import { openStage, type Stage } from './stage.ts'

type Inputs = Readonly<Record<string, string>>

const policy = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }]
  })

describe('a service with everything on', () => {
  let stage: Stage
  let everything: Inputs
  let empty: readonly string[]
  before(async () => {
    stage = await openStage('100000000012', 'everything.example')
    empty = await remainsOf(stage)
    const secrets = new SecretsManagerClient(stage.eyes.config)
    const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'shop/db', SecretString: '{"password":"x"}' }))
    everything = {
      secrets: `DB_PASSWORD=${ARN ?? ''}:password::`,
      env: 'GREETING=hello',
      'task-policy': policy('one'),
      'ephemeral-storage-gib': '30',
      'container-health-command': 'node -e "process.exit(0)"',
      'stop-timeout-seconds': '10',
      strategy: 'blue-green',
      'bake-minutes': '1',
      'rollback-alarms': '5xx',
      'min-tasks': '2',
      'max-tasks': '4',
      'cpu-target-percent': '60',
      'task-ingress': 'public',
      waf: 'managed',
      'deletion-protection': 'true',
      'container-insights': 'enhanced',
      tags: 'team=web'
    }
  })
  after(() => stage.close())

  async function deploys(inputs: Inputs, verdict: string): Promise<void> {
    const ended = await stage.deploy(inputs)
    assert.equal(ended.outputs.verdict, verdict, ended.log)
    assert.equal((await stage.visit('https://everything.example/')).status, 200)
  }

  it('is made, and left alone when nothing changed', async () => {
    await deploys(everything, 'deployed')
    // Scaling, which has a life of its own, brings the second one.
    await until(async () => (await stage.eyes.service()).running === 2)
    await deploys(everything, 'unchanged')
  })

  const changes: readonly (readonly [option: string, value: string])[] = [
    ['waf-mode', 'count'],
    ['waf', ''],
    ['container-insights', 'disabled'],
    ['deletion-protection', 'false'],
    ['task-ingress', 'all-traffic'],
    ['task-policy', policy('two')],
    ['cpu-target-percent', '50'],
    ['rollback-alarms', 'none'],
    ['bake-minutes', '0'],
    ['env', 'GREETING=bye']
  ]
  for (const [option, value] of changes) {
    it(`takes another ${option}${value.length < 20 ? `: ${value || 'none'}` : ''}`, async () => {
      const { [option]: _, ['waf-mode']: mode, ...others } = everything
      const kept = option === 'waf' || mode === undefined ? others : { ...others, 'waf-mode': mode }
      everything = value === '' ? kept : { ...kept, [option]: value }
      await deploys(everything, 'deployed')
    })
  }

  it('leaves nothing but repository, logs and revisions when its stacks are deleted', async () => {
    const cloudFormation = new CloudFormationClient(stage.eyes.config)
    const made: StackResource[] = []
    for (const StackName of ['shop-service', 'shop-platform']) {
      const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }))
      made.push(...StackResources)
      await cloudFormation.send(new DeleteStackCommand({ StackName }))
      await waitUntilStackDeleteComplete(
        { client: cloudFormation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
        { StackName }
      )
    }
    assert.ok(made.length > 20, 'there was something to delete')
    const left = (await remainsOf(stage)).filter((each) => !empty.includes(each))
    assert.deepEqual(
      left.map((each) => each.replace(/arn:.*\//, '')),
      ['log group /ecs/shop-app', 'repository shop', 'task definition shop-app:1', 'task definition shop-app:2']
    )
  })
})
