// The life of a service by its commands: deployed twice, brought back, told, taken away but for its images, made anew, gone.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { remainsOf } from './remains.ts'
import { openStage, visitDuring, type Stage } from './stage.ts'

describe('a service by its commands', () => {
  let stage: Stage
  let empty: readonly string[]
  before(async () => {
    stage = await openStage('100000000021', 'commands.example')
    empty = await remainsOf(stage)
  })
  after(() => stage.close())

  const page = async (): Promise<string> => (await stage.visit('https://commands.example/')).body.trim()

  it('is deployed, and takes a new version', async () => {
    assert.equal((await stage.deploy()).outputs.verdict, 'deployed')
    stage.workspace.write('version.txt', 'two')
    stage.workspace.commit('Two')
    assert.equal((await stage.deploy()).outputs.verdict, 'deployed')
    assert.equal(await page(), 'version two')
  })

  it('is brought back without a build and without a failed request', async () => {
    const seen = await visitDuring(stage, 'https://commands.example/', async () => {
      const ended = await stage.deploy({ command: 'rollback' })
      assert.equal(ended.outputs.verdict, 'restored', ended.log)
      assert.equal(ended.exitCode, 0)
    })
    assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen))
    assert.equal(await page(), 'version one')
    assert.match((await stage.eyes.activeRevisions())[0] ?? '', /:3$/)
  })

  it('is told, and nothing is written', async () => {
    let ended
    const { writes } = await stage.callsOf(async () => {
      ended = await stage.deploy({ command: 'status' })
      assert.equal(ended.outputs.verdict, 'reported', ended.log)
      assert.match(ended.log, /Runs: shop-app:3/)
      assert.match(ended.log, /Platform stack: as asked for/)
    })
    assert.deepEqual(writes, [])
  })

  it('is not taken away without its name', async () => {
    const ended = await stage.deploy({ command: 'destroy', confirm: 'shoe' })
    assert.equal(ended.outputs['failure-code'], 'INPUT_INVALID', ended.log)
  })

  it('is taken away but for its images, which the next deployment takes', async () => {
    const ended = await stage.deploy({ command: 'destroy', confirm: 'shop', 'keep-images': 'true' })
    assert.equal(ended.outputs.verdict, 'destroyed', ended.log)
    assert.deepEqual(await remainsOf(stage), [...empty, 'repository shop'].toSorted())
    const again = await stage.deploy()
    assert.equal(again.outputs.verdict, 'deployed', again.log)
    assert.equal(await page(), 'version two')
    assert.doesNotMatch(again.log, /Build the image/)
  })

  it('is gone in the end', async () => {
    const ended = await stage.deploy({ command: 'destroy', confirm: 'shop' })
    assert.equal(ended.outputs.verdict, 'destroyed', ended.log)
    assert.deepEqual(await remainsOf(stage), empty)
  })
})
