// What is refused: credentials, secrets that would end up where they do not belong, a record of somebody else's.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { ChangeResourceRecordSetsCommand, ListHostedZonesByNameCommand, Route53Client } from '@aws-sdk/client-route-53'
import { openStage, type Stage } from './stage.ts'

describe('credentials', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000006')
  })
  after(async () => {
    await stage.gateway.heal(stage.account)
    await stage.close()
  })

  it('that AWS does not know are refused at once, with what to do, and nothing is written', async () => {
    const code = 'UnrecognizedClientException'
    const message = 'The security token included in the request is invalid.'
    await stage.gateway.fail(stage.account, { kind: 'denied', status: 403, code, message })
    const { writes } = await stage.callsOf(async () => {
      const ended = await stage.deploy()
      assert.equal(ended.exitCode, 1)
      assert.equal(ended.outputs['failure-code'], 'CREDENTIALS_REFUSED', ended.log)
    })
    assert.deepEqual(writes, [])
    await stage.gateway.heal(stage.account)
  })

  it('that lack a permission are told which one', async () => {
    await stage.gateway.fail(stage.account, { kind: 'denied', service: 'ecs', action: 'DescribeServices' })
    const ended = await stage.deploy()
    assert.equal(ended.outputs['failure-code'], 'ACCESS_DENIED', ended.log)
    assert.match(ended.log, /ecs:DescribeServices/)
    await stage.gateway.heal(stage.account)
  })

  it('that are missing are asked for', async () => {
    const environment = {
      ...stage.environment,
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_EC2_METADATA_DISABLED: 'true'
    }
    const ended = await stage.deploy({}, { environment })
    assert.equal(ended.outputs['failure-code'], 'CREDENTIALS_MISSING', ended.log)
  })

  it('of a role need the right to ask for a token', async () => {
    const ended = await stage.deploy({ 'role-to-assume': 'arn:aws:iam::100000000006:role/deploy' })
    assert.equal(ended.outputs['failure-code'], 'CREDENTIALS_MISSING', ended.log)
    assert.match(ended.log, /id-token: write/)
  })
})

describe('a record that stands in the way', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000007', 'taken.example')
  })
  after(() => stage.close())

  it('ends the run before anything is made; once it is gone the same command succeeds', async () => {
    const dns = new Route53Client(stage.eyes.config)
    const { HostedZones = [] } = await dns.send(new ListHostedZonesByNameCommand({ DNSName: 'taken.example' }))
    const record = { Name: 'taken.example', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] } as const
    const change = (Action: 'CREATE' | 'DELETE') =>
      dns.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: HostedZones[0]?.Id,
          ChangeBatch: {
            Changes: [{ Action, ResourceRecordSet: { ...record, ResourceRecords: [...record.ResourceRecords] } }]
          }
        })
      )
    await change('CREATE')
    const ended = await stage.deploy()
    assert.equal(ended.outputs.verdict, 'failed', ended.log)
    assert.equal(ended.outputs['failure-code'], 'DNS_CONFLICT', ended.log)
    assert.match(ended.summary, /taken\.example has a simple A record/)
    assert.equal(await stage.eyes.stackStatus('shop-platform'), undefined)

    await change('DELETE')
    const again = await stage.deploy()
    assert.equal(again.outputs.verdict, 'deployed', again.log)
    assert.equal((await stage.visit('https://taken.example/')).status, 200)
  })
})

describe('build secrets and arguments', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000008')
  })
  after(() => stage.close())

  it('never stand in the image, and nowhere else (leaks.ts)', async () => {
    const secret = 'correct-horse-battery'
    stage.workspace.write(
      'Dockerfile',
      'ARG BASE\nFROM ${BASE}\nWORKDIR /app\nCOPY . ./\nRUN --mount=type=secret,id=npm sleep 1 && wc -c < /run/secrets/npm > length.txt\nCMD ["node", "server.js"]\n'
    )
    stage.workspace.commit('Needs a secret')
    const ended = await stage.deploy({ 'build-secrets': `npm=${secret}` })
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    const image = execFileSync('docker', ['history', '--no-trunc', ended.outputs.image ?? ''], {
      env: stage.environment,
      encoding: 'utf8'
    })
    assert.ok(!image.includes(secret))
  })
})
