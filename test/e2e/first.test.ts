// First deploys that fail: nothing to go back to. The next run, with the cause mended, needs no console.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CreateVpcCommand, DeleteVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import { openStage, type Stage } from './stage.ts'

describe('a first deploy that crashes', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000004', 'first.example')
  })
  after(() => stage.close())

  it('says why in seconds and leaves only the platform', async () => {
    const ended = await stage.deploy({ env: 'MODE=crash' })
    assert.equal(ended.exitCode, 1)
    assert.equal(ended.outputs.verdict, 'failed', ended.log)
    assert.equal(ended.outputs['failure-code'], 'CRASH_LOOP')
    assert.match(ended.log, /the database is not there/)
    assert.equal(await stage.eyes.stackStatus('shop-platform'), 'CREATE_COMPLETE')
    assert.deepEqual(await stage.eyes.activeRevisions(), [])
  })

  it('is served after the mended version is deployed by the same command', async () => {
    const ended = await stage.deploy()
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    assert.equal((await stage.visit('https://first.example/')).body.trim(), 'version one')
  })
})

describe('a first platform that fails half-way', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000005', 'half.example')
  })
  after(() => stage.close())

  it('names the resource and the reason, and goes on once the cause is mended', async () => {
    const ec2 = new EC2Client(stage.eyes.config)
    // Five networks are all that a region allows at first (F1.1).
    const made: (string | undefined)[] = []
    await assert.rejects(async () => {
      for (;;) {
        const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${10 + made.length}.0.0/16` }))
        made.push(Vpc?.VpcId)
      }
    }, /VpcLimitExceeded/)
    const ended = await stage.deploy()
    assert.equal(ended.outputs.verdict, 'failed', ended.log)
    assert.equal(ended.outputs['failure-code'], 'QUOTA')
    assert.match(ended.log, /Vpc \(AWS::EC2::VPC\).*maximum number of VPCs/)
    for (const VpcId of made) await ec2.send(new DeleteVpcCommand({ VpcId }))

    const again = await stage.deploy()
    assert.equal(again.outputs.verdict, 'deployed', again.log)
    assert.equal((await stage.visit('https://half.example/')).body.trim(), 'version one')
  })
})
