// Stacks that are found in every sorry state, one after the other under one name: no run needs the console, and a stack
// of somebody else is left alone. Quotas are in first.test.ts, records in refusals.test.ts, permissions in policy.test.ts.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete
} from '@aws-sdk/client-cloudformation'
import { openStage, type Stage } from './stage.ts'

const template = (Resources: object): string => JSON.stringify({ Resources })
const ours = '/ecs/shop-app'
const logGroup = (LogGroupName: string) => ({ Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } } })

describe('stacks', () => {
  let stage: Stage
  let cloudFormation: CloudFormationClient
  before(async () => {
    stage = await openStage('100000000022')
    cloudFormation = new CloudFormationClient(stage.eyes.config)
  })
  after(() => stage.close())

  const waiter = () => ({ client: cloudFormation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 })
  async function create(StackName: string, resources: object): Promise<void> {
    await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: template(resources) }))
    await waitUntilStackCreateComplete(waiter(), { StackName })
  }
  async function remove(StackName: string): Promise<void> {
    await cloudFormation.send(new DeleteStackCommand({ StackName }))
    await waitUntilStackDeleteComplete(waiter(), { StackName })
  }
  const propose = (StackName: string, ChangeSetName: string, ChangeSetType: 'CREATE' | 'UPDATE') =>
    cloudFormation.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName,
        ChangeSetType,
        TemplateBody: template(logGroup('/somebody'))
      })
    )
  const failed = (ended: Awaited<ReturnType<Stage['deploy']>>, code: string, ...said: readonly RegExp[]): void => {
    assert.equal(ended.exitCode, 1)
    assert.equal(ended.outputs['failure-code'], code, ended.log)
    for (const each of said) assert.match(ended.log, each)
  }

  it('that somebody else made are never touched', async () => {
    await create('shop-platform', logGroup('/somebody'))
    const { writes } = await stage.callsOf(async () => {
      failed(await stage.deploy(), 'NAME_TAKEN', /There is a stack shop-platform that Slipway did not make/)
    })
    assert.deepEqual(writes, [])
    assert.equal(await stage.eyes.stackStatus('shop-platform'), 'CREATE_COMPLETE')
    await remove('shop-platform')
  })

  it('that somebody else only proposed are never touched', async () => {
    await propose('shop-platform', 'somebody', 'CREATE')
    const { writes } = await stage.callsOf(async () => {
      failed(
        await stage.deploy(),
        'NAME_TAKEN',
        /when nobody waits for its change sets: run `aws cloudformation delete/
      )
    })
    assert.deepEqual(writes, [])
    assert.equal(await stage.eyes.stackStatus('shop-platform'), 'REVIEW_IN_PROGRESS')
    await remove('shop-platform')
  })

  it('of which a change set alone is left are made; a bad property is named, with its value', async () => {
    await propose('shop-platform', 'shop-platform-slipway-1-1-create-abc', 'CREATE')
    assert.equal(await stage.eyes.stackStatus('shop-platform'), 'REVIEW_IN_PROGRESS')
    const overrides = { platform: { Resources: { LogGroup: { Properties: { RetentionInDays: 31 } } } } }
    stage.workspace.write('overrides.yml', JSON.stringify(overrides))
    const ended = await stage.deploy({ overrides: 'overrides.yml' })
    failed(ended, 'STACK_FAILED', /LogGroup \(AWS::Logs::LogGroup\).*RetentionInDays: 31/)
    assert.equal(await stage.eyes.stackStatus('shop-platform'), 'ROLLBACK_COMPLETE')
  })

  it('that were rolled back are made anew; a name that is taken names its owner', async () => {
    await create('other', logGroup(ours))
    failed(await stage.deploy(), 'NAME_TAKEN', /removing what a failure left/, /the stack other/)
    await remove('other')
  })

  it('are whole after the same command, once what was in the way is gone', async () => {
    const ended = await stage.deploy()
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
  })
})
