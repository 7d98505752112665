// `command: verify` on an account of its own: what is ok, what is not, and what a local AWS cannot tell. It deploys nothing.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs'
import { ChangeResourceRecordSetsCommand, ListHostedZonesByNameCommand, Route53Client } from '@aws-sdk/client-route-53'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Check } from '../../src/model/check.ts'
import type { Ended } from '../../local/runner.ts'
import { openStage, region, type Stage } from './stage.ts'

const domain = 'verify.example'

/** By subject, how each is. */
function statesOf(result: string | undefined): Readonly<Record<string, Check['at']>> {
  const told = JSON.parse(result ?? '{}') as Readonly<Record<string, { readonly checks?: readonly Check[] }>>
  return Object.fromEntries((told[region]?.checks ?? []).map(({ subject, at }) => [subject, at]))
}

describe('verify', () => {
  let stage: Stage
  let secret: string
  before(async () => {
    stage = await openStage('100000000019', domain)
    const made = await new SecretsManagerClient(stage.eyes.config).send(
      new CreateSecretCommand({ Name: 'shop/password', SecretString: 'open sesame' })
    )
    secret = made.ARN ?? ''
    await new SSMClient(stage.eyes.config).send(
      new PutParameterCommand({ Name: '/shop/token', Value: 'open barley', Type: 'SecureString' })
    )
  })
  after(() => stage.close())

  /** A docker that is busy with other tests may need longer than `verify` waits for it. */
  const isSlow = ({ log }: Ended): boolean => log.includes('docker did not answer within')

  const verify = (inputs: Readonly<Record<string, string>> = {}) => stage.deploy({ command: 'verify', ...inputs })

  it('finds nothing against a first deployment, and says what it cannot tell', async () => {
    const { writes } = await stage.callsOf(async () => {
      const ended = await verify({ secrets: `PASSWORD=${secret}\nTOKEN=/shop/token` })
      assert.equal(ended.outputs.verdict, 'reported', ended.log)
      assert.equal(ended.exitCode, 0)
      assert.equal(ended.outputs['has-changes'], 'false')
      const states = statesOf(ended.outputs.result)
      assert.equal(states['hosted zone'], 'ok', ended.log)
      assert.equal(states[`record ${domain}`], 'ok')
      assert.equal(states[`secret ${secret}`], 'ok')
      assert.equal(states['secret /shop/token'], 'ok')
      assert.equal(states['base image'], isSlow(ended) ? 'unknown' : 'ok', ended.log)
      assert.equal(states['cluster shop-cluster'], 'ok')
      // Nobody delegates a zone of a local AWS, and it has no Service Quotas.
      assert.equal(states[`delegation of ${domain}`], 'unknown', ended.log)
      assert.equal(states['VPCs per Region'], 'unknown')
      assert.match(ended.log, /not known +VPCs per Region/)
      assert.match(ended.summary, /\| not known \| VPCs per Region \|/)
      assert.ok(!(ended.log + ended.summary).includes('open '))
    })
    assert.deepEqual(writes, [])
  })

  it('finds all that a deployment would fail by, each with the way out', async () => {
    await new ECSClient(stage.eyes.config).send(new CreateClusterCommand({ clusterName: 'shop-cluster' }))
    const dns = new Route53Client(stage.eyes.config)
    const { HostedZones = [] } = await dns.send(new ListHostedZonesByNameCommand({ DNSName: domain }))
    const ResourceRecordSet = { Name: domain, Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] } as const
    await dns.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: HostedZones[0]?.Id,
        ChangeBatch: {
          Changes: [
            {
              Action: 'CREATE',
              ResourceRecordSet: { ...ResourceRecordSet, ResourceRecords: [...ResourceRecordSet.ResourceRecords] }
            }
          ]
        }
      })
    )
    const ended = await verify({ architecture: 'arm64', secrets: 'TOKEN=/shop/none' })
    assert.equal(ended.exitCode, 1)
    assert.equal(ended.outputs.verdict, 'failed', ended.log)
    const states = statesOf(ended.outputs.result)
    assert.equal(states['base image'], isSlow(ended) ? 'unknown' : 'not-ok', ended.log)
    const bad = ['secret /shop/none', 'cluster shop-cluster', `record ${domain}`]
    assert.deepEqual(
      bad.map((subject) => [subject, states[subject]]),
      bad.map((subject) => [subject, 'not-ok']),
      ended.log
    )
    assert.match(ended.summary, /\*\*not ok\*\*/)
    assert.match(ended.log, /Remove that record in Route 53/)
  })

  it('is made by a deployment too, of what it would make, before the platform is touched', async () => {
    const ended = await stage.deploy({ secrets: 'TOKEN=/shop/none' })
    assert.equal(ended.outputs.verdict, 'failed', ended.log)
    assert.equal(ended.outputs['failure-code'], 'SECRET_UNREADABLE', ended.log)
    assert.equal(await stage.eyes.stackStatus('shop-platform'), undefined)
  })
})
