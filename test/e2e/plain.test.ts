// Without a domain: the service is served on the load balancer's own name, over plain http.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { openStage, type Stage } from './stage.ts'

describe('a service without a domain', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000002')
  })
  after(() => stage.close())

  it("is served on the load balancer's name after the first deploy", async () => {
    const ended = await stage.deploy()
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    assert.equal(ended.outputs.url, `http://${ended.outputs['load-balancer-dns-name'] ?? ''}`)
    const page = await stage.visit(`${ended.outputs.url}/`)
    assert.equal(page.body.trim(), 'version one')
  })

  it('takes an image that an earlier step has built', async () => {
    stage.workspace.write('version.txt', 'built elsewhere')
    execFileSync('docker', ['build', '--quiet', '--build-arg', `BASE=${stage.base}`, '--tag', 'elsewhere:1', '.'], {
      cwd: stage.workspace.folder,
      env: stage.environment,
      stdio: 'ignore'
    })
    const ended = await stage.deploy({ image: 'elsewhere:1', 'build-args': '' })
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    const page = await stage.visit(`${ended.outputs.url ?? ''}/`)
    assert.equal(page.body.trim(), 'version built elsewhere')
  })
})
