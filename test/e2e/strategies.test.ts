// One service through every strategy, with visitors all the time: two target groups take turns, an alarm sends them back,
// and the strategy itself changes.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { DescribeRulesCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import { scopedTo } from '../../local/gateway/cloud.ts'
import type { Ended, Job } from '../../local/runner.ts'
import { openStage, visitDuring, type Stage } from './stage.ts'

const url = 'https://strategies.example/'
const blueGreen = { strategy: 'blue-green', 'bake-minutes': '1' }
// Some seconds here: longer than the time between two looks.
const canary = { strategy: 'canary', 'bake-minutes': '8', 'canary-percent': '20' }
const rolling = { strategy: 'rolling' }

describe('a service with two groups of tasks', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000013', 'strategies.example')
    const ended = await stage.deploy(blueGreen)
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
  })
  after(() => stage.close())

  const page = async (): Promise<string> => (await stage.visit(url)).body.trim()

  /** Visitors get an answer all the time. */
  async function runs(inputs: Readonly<Record<string, string>>, job: Partial<Job> = {}): Promise<Ended> {
    let ended: Ended | undefined
    const seen = await visitDuring(stage, url, async () => {
      ended = await stage.deploy(inputs, job)
    })
    assert.ok(ended)
    assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen) + ended.log)
    return ended
  }

  async function release(version: string, inputs: Readonly<Record<string, string>>): Promise<Ended> {
    stage.workspace.write('version.txt', version)
    stage.workspace.commit(version)
    const ended = await runs(inputs)
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    assert.equal(await page(), `version ${version}`)
    return ended
  }

  it('takes a new version in the other group, and the next one in the first again', async () => {
    const first = await servingGroup(stage)
    const ended = await release('two', { ...blueGreen, 'bake-minutes': '8' })
    assert.match(ended.log, /visitors get the new version, the old one is still there, baking, \d of 8 min/)
    const second = await servingGroup(stage)
    assert.notEqual(second, first)
    await release('three', blueGreen)
    assert.equal(await servingGroup(stage), first)
    const again = await stage.deploy(blueGreen)
    assert.equal(again.outputs.verdict, 'unchanged', again.log)
  })

  it('goes back when an alarm goes off while a canary bakes, and names it', async () => {
    const inputs = { ...canary, 'rollback-alarms': 'too-slow' }
    await alarm(stage, 'PutMetricAlarm', {
      ...{ Namespace: 'Shop', MetricName: 'Slow', Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold' },
      ...{ Period: '60', EvaluationPeriods: '1', Threshold: '1' }
    })
    const before = await servingGroup(stage)
    let rung: Promise<void> | undefined
    const ended = await runs(
      { ...inputs, env: 'GREETING=slow' },
      {
        onLine: (line) => {
          if (!line.includes('% of the visitors')) return
          rung ??= alarm(stage, 'SetAlarmState', { StateValue: 'ALARM', StateReason: 'It is slow' })
        }
      }
    )
    await rung
    assert.equal(ended.exitCode, 1)
    assert.equal(ended.outputs.verdict, 'rolled-back', ended.log)
    assert.equal(ended.outputs['failure-code'], 'ALARM_TRIGGERED', ended.log)
    assert.match(ended.log, /too-slow/)
    assert.equal(await page(), 'version three')
    assert.equal(await servingGroup(stage), before)
  })

  it('is red when a version crashes, which only we count', async () => {
    const ended = await runs({ ...blueGreen, env: 'MODE=crash' })
    assert.equal(ended.outputs.verdict, 'rolled-back', ended.log)
    assert.equal(ended.outputs['failure-code'], 'CRASH_LOOP', ended.log)
    assert.equal(await page(), 'version three')
  })

  it('becomes a rolling one only when the first group serves, and the way there is said', async () => {
    let refused
    const { writes } = await stage.callsOf(async () => {
      refused = await runs(rolling)
      assert.equal(refused.exitCode, 1)
      assert.equal(refused.outputs['failure-code'], 'INPUT_INVALID', refused.log)
      assert.match(refused.log, /`force-new-deployment: true`/)
    })
    assert.deepEqual(writes, [])
    const before = await servingGroup(stage)
    const once = await runs({ ...blueGreen, 'force-new-deployment': 'true' })
    assert.equal(once.outputs.verdict, 'deployed', once.log)
    assert.notEqual(await servingGroup(stage), before)
    await release('four', rolling)
    assert.equal((await service(stage)).loadBalancers?.[0]?.advancedConfiguration, undefined)
  })

  it('becomes a blue/green one again', async () => {
    await release('five', blueGreen)
    assert.equal((await service(stage)).deploymentConfiguration?.strategy, 'BLUE_GREEN')
  })
})

async function service({ eyes }: Stage) {
  const command = new DescribeServicesCommand({ cluster: 'shop-cluster', services: ['shop-service'] })
  const { services = [] } = await new ECSClient(eyes.config).send(command)
  assert.ok(services[0])
  return services[0]
}

/** The one that the rule sends everything to. */
async function servingGroup(stage: Stage): Promise<string | undefined> {
  const { loadBalancers } = await service(stage)
  const rule = loadBalancers?.[0]?.advancedConfiguration?.productionListenerRule
  assert.ok(rule)
  const { Rules } = await new ElasticLoadBalancingV2Client(stage.eyes.config).send(
    new DescribeRulesCommand({ RuleArns: [rule] })
  )
  const groups = Rules?.[0]?.Actions?.find(({ Type }) => Type === 'forward')?.ForwardConfig?.TargetGroups ?? []
  const serving = groups.filter(({ Weight }) => Weight !== 0)
  assert.equal(serving.length, 1, JSON.stringify(groups))
  return serving[0]?.TargetGroupArn
}

/** CloudWatch by its query protocol: the action itself never calls it. */
async function alarm({ eyes }: Stage, action: string, more: Readonly<Record<string, string>>): Promise<void> {
  const { endpoint, credentials } = eyes.config
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: scopedTo(credentials.accessKeyId, 'eu-west-1', 'monitoring')
    },
    body: new URLSearchParams({ Action: action, Version: '2010-08-01', AlarmName: 'too-slow', ...more })
  })
  assert.equal(answer.status, 200, await answer.text())
}
