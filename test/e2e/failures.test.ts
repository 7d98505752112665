// A live service whose redeploy fails: the earlier version never stops serving. The causes that a release may fail of are in
// causes.test.ts, a cancelled one in cancel.test.ts.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Ended } from '../../local/runner.ts'
import { openStage, visitDuring, type Stage } from './stage.ts'

const url = 'https://failures.example/'

describe('a release that goes wrong', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000003', 'failures.example')
    const ended = await stage.deploy()
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
  })
  after(() => stage.close())

  /** Deploys, and sees that visitors got the earlier version all the time and that it is the newest ACTIVE one. */
  async function fails(inputs: Readonly<Record<string, string>>): Promise<Ended> {
    const before = await stage.eyes.service()
    let ended: Ended | undefined
    const seen = await visitDuring(stage, url, async () => {
      ended = await stage.deploy(inputs)
    })
    assert.ok(ended)
    assert.equal(ended.exitCode, 1, ended.log)
    assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen))
    assert.equal((await stage.eyes.service()).taskDefinition, before.taskDefinition)
    assert.equal((await stage.eyes.activeRevisions())[0], before.taskDefinition)
    return ended
  }

  it('keeps the revision ACTIVE when a forced redeploy of it fails', async () => {
    const secrets = new SecretsManagerClient(stage.eyes.config)
    const { ARN: arn = '' } = await secrets.send(new CreateSecretCommand({ Name: 'token', SecretString: 'a-value' }))
    const settings = { secrets: `TOKEN=${arn}` }
    const first = await stage.deploy(settings)
    assert.equal(first.outputs.verdict, 'deployed', first.log)
    await secrets.send(new DeleteSecretCommand({ SecretId: arn, ForceDeleteWithoutRecovery: true }))
    const ended = await fails({ ...settings, 'force-new-deployment': 'true' })
    assert.equal(ended.outputs.verdict, 'rolled-back', ended.log)
    assert.equal(ended.outputs['failure-code'], 'SECRET_UNREADABLE')
    assert.equal((await stage.eyes.activeRevisions())[0], first.outputs['task-definition-arn'])
  })
})
