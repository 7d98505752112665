// A service with a domain, through its life: made, left alone, changed in every way that a release can change it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openStage, visitDuring, type Stage } from './stage.ts'

describe('a service with a domain', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000001', 'live.example')
  })
  after(() => stage.close())

  const page = async (): Promise<string> => (await stage.visit('https://live.example/')).body.trim()

  it('is served on its domain and on www after the first deploy', async () => {
    const ended = await stage.deploy()
    assert.equal(ended.exitCode, 0, ended.log)
    assert.equal(ended.outputs.verdict, 'deployed')
    assert.equal(ended.outputs.url, 'https://live.example')
    assert.equal(await page(), 'version one')
    assert.equal((await stage.visit('https://www.live.example/')).status, 200)
    const { status, location } = await stage.visit('http://live.example/some/path?a=b')
    assert.equal(status, 301)
    assert.equal(location?.replace(':443', ''), 'https://live.example/some/path?a=b')
    assert.equal(await stage.eyes.stackStatus('shop-service'), 'CREATE_COMPLETE')
    assert.match((await stage.eyes.service()).image, /@sha256:[0-9a-f]{64}$/)
  })

  it('is left alone when nothing changed, by eight calls at most', async () => {
    let verdict
    const { all, writes } = await stage.callsOf(async () => {
      verdict = (await stage.deploy()).outputs.verdict
    })
    assert.equal(verdict, 'unchanged')
    assert.deepEqual(writes, [])
    assert.ok(all.length <= 8, all.join(' '))
  })

  it('takes a new version without a failed request', async () => {
    stage.workspace.write('version.txt', 'two')
    stage.workspace.commit('Two')
    const seen = await visitDuring(stage, 'https://live.example/', async () => {
      const ended = await stage.deploy()
      assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    })
    assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen))
    assert.equal(await page(), 'version two')
  })

  it('takes new environment variables with the same image', async () => {
    const { image } = await stage.eyes.service()
    const { writes } = await stage.callsOf(() => stage.deploy({ env: 'GREETING=hello = "you" ü' }))
    assert.equal(await page(), 'version two hello = "you" ü')
    assert.equal((await stage.eyes.service()).image, image)
    assert.ok(!writes.some((call) => call.startsWith('registry:')), writes.join(' '))
  })

  it('takes a setting of the platform and a new image in one run', async () => {
    stage.workspace.write('version.txt', 'three')
    stage.workspace.commit('Three')
    const ended = await stage.deploy({ 'log-retention-days': '7' })
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    assert.equal(await page(), 'version three')
    assert.equal(await retention(stage), 7)
  })

  it('changes nothing when the Dockerfile does not build, not even the platform', async () => {
    stage.workspace.write('Dockerfile', 'ARG BASE\nFROM ${BASE}\nRUN false\n')
    stage.workspace.commit('Broken')
    let ended
    const { writes } = await stage.callsOf(async () => {
      ended = await stage.deploy({ 'log-retention-days': '14' })
      assert.equal(ended.exitCode, 1)
      assert.equal(ended.outputs['failure-code'], 'BUILD_FAILED', ended.log)
    })
    assert.deepEqual(writes, [])
    assert.equal(await retention(stage), 7)
    assert.equal(await page(), 'version three')
    stage.workspace.write('Dockerfile', 'ARG BASE\nFROM ${BASE}\nWORKDIR /app\nCOPY . ./\nCMD ["node", "server.js"]\n')
    stage.workspace.commit('Mended')
  })

  it('builds anew when only a file that git does not know changed', async () => {
    const settings = { 'log-retention-days': '7' }
    const first = await stage.deploy(settings)
    stage.workspace.write('untracked.txt', 'something')
    const second = await stage.deploy(settings)
    assert.equal(second.outputs.verdict, 'deployed', second.log)
    assert.notEqual(second.outputs.digest, first.outputs.digest)
  })

  it('moves to another container port without a failed request', async () => {
    const settings = { 'log-retention-days': '7', 'container-port': '9090', env: 'PORT=9090' }
    const seen = await visitDuring(stage, 'https://live.example/', async () => {
      const ended = await stage.deploy(settings)
      assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    })
    assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen))
    const again = await stage.deploy(settings)
    assert.equal(again.outputs.verdict, 'unchanged', again.log)
  })

  it('is deployed for an actor whose name AWS would refuse in a tag', async () => {
    const ended = await stage.deploy({ env: 'GREETING=from a bot' }, { actor: 'dependabot[bot]' })
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
  })
})

async function retention({ eyes }: Stage): Promise<number | undefined> {
  const { CloudWatchLogsClient, DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const client = new CloudWatchLogsClient(eyes.config)
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/shop-app' }))
  return logGroups[0]?.retentionInDays
}
