// A deploy without any key: the job's token, a role that trusts it, and what is refused.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import type { Ended } from '../../local/runner.ts'
import { openStage, withToken, type Stage } from './stage.ts'

const account = '100000000009'
const roleName = 'deploy'
const role = `arn:aws:iam::${account}:role/${roleName}`
const provider = 'token.actions.githubusercontent.com'

describe('a role that trusts the job', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage(account)
    const trust = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${provider}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${provider}:sub`]: 'repo:acme/shop:ref:*' }
        }
      }
    }
    const iam = new IAMClient(stage.eyes.config)
    const command = new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: JSON.stringify(trust) })
    await iam.send(command)
    // What a role must be allowed to is policy.test.ts's matter.
    const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
    const policy = { PolicyName: 'everything', PolicyDocument: JSON.stringify(everything) }
    await iam.send(new PutRolePolicyCommand({ RoleName: roleName, ...policy }))
  })
  after(() => stage.close())

  /** With the token alone; `extra` asks the issuer for another one. */
  function deploy(extra = ''): Promise<Ended> {
    const environment = withToken(stage, extra)
    return stage.deploy({ 'role-to-assume': role }, { environment, actor: 'dependabot[bot]' })
  }

  for (const [what, extra] of [
    ['of another branch', '&sub=repo:acme/other:ref:refs/heads/main'],
    ['that has expired', '&kind=expired'],
    ['that GitHub has not signed', '&kind=forged']
  ] as const) {
    it(`does not let in a token ${what}`, async () => {
      const { writes } = await stage.callsOf(async () => {
        const ended = await deploy(extra)
        assert.equal(ended.exitCode, 1)
        assert.equal(ended.outputs['failure-code'], 'CREDENTIALS_REFUSED', ended.log)
        assert.match(ended.log, /trust policy/)
      })
      assert.deepEqual(writes, [])
    })
  }

  it('deploys', async () => {
    const ended = await deploy('&sub=repo:acme/shop:ref:refs/heads/main')
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    assert.equal((await stage.visit(`${ended.outputs.url ?? ''}/`)).status, 200)
  })
})
