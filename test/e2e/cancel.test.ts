// A run that is cancelled as a runner cancels it: SIGINT, then SIGTERM, then the end. Whenever that comes, the run says what
// went on and what it undid, by itself, and the next one goes on from there.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Ended, Job } from '../../local/runner.ts'
import { openStage, type Stage } from './stage.ts'

/** Milliseconds to the second signal, and from there to the end: a runner's, and what a busy machine needs for the same. */
const ofRunner = [7_500, 2_500] as const
const ample = [60_000, 30_000] as const

/** Cancels the job as soon as its log has these words, once `first` is done. */
function cancelAt(
  words: RegExp,
  first: () => Promise<unknown> = () => Promise.resolve(),
  [patience, grace]: readonly [number, number] = ample
): Partial<Job> {
  let child: ChildProcess | undefined
  let isSent = false
  return {
    onStart: (started) => {
      child = started
    },
    onLine: (line) => {
      if (isSent || !words.test(line)) return
      isSent = true
      void first().then(() => {
        child?.kill('SIGINT')
        setTimeout(() => child?.kill('SIGTERM'), patience).unref()
        setTimeout(() => child?.kill('SIGKILL'), patience + grace).unref()
      })
    }
  }
}

/** AWS is silent from now on; what has waited is not done either. */
const silence = ({ gateway, account }: Stage): Promise<void> =>
  gateway.fail(account, { kind: 'slow', milliseconds: 60_000 }, { kind: 'error' })

function assertCancelled(ended: Ended, said: RegExp): void {
  assert.equal(ended.exitCode, 1, ended.log)
  assert.equal(ended.outputs.verdict, 'cancelled', ended.log)
  assert.equal(ended.outputs['failure-code'], 'CANCELLED')
  assert.match(ended.log, /::error title=CANCELLED::The run was cancelled \(SIGINT\)/)
  assert.match(ended.log, said)
  assert.match(ended.summary, /cancelled/)
}

describe('a run that is cancelled', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage('100000000020', 'cancel.example')
  })
  after(() => stage.close())
  const page = async (): Promise<string> => (await stage.visit('https://cancel.example/')).body.trim()

  it('while the image is built registers nothing, and the platform is left as it is', async () => {
    const file = readFileSync(join(stage.workspace.folder, 'Dockerfile'), 'utf8')
    stage.workspace.write('Dockerfile', `${file}RUN echo it takes long; sleep 60\n`)
    const ended = await stage.deploy({}, cancelAt(/it takes long/))
    stage.workspace.write('Dockerfile', file)
    assertCancelled(ended, /CANCELLED/)
    assert.deepEqual(await stage.eyes.activeRevisions(), [])
  })

  it('while CloudFormation works leaves that to it, and the next run joins', async () => {
    const ended = await stage.deploy({}, cancelAt(/shop-service: \d+ resources to change/))
    assertCancelled(ended, /CANCELLED/)
    const next = await stage.deploy()
    assert.match(next.outputs.verdict ?? '', /^(deployed|unchanged)$/, next.log)
    assert.equal(await page(), 'version one')
  })

  it('while a version is rolled out goes back, and its revision is let go', async () => {
    const before = await stage.eyes.service()
    const ended = await stage.deploy({ env: 'READY_AFTER=600' }, cancelAt(/0 of 1 new tasks|1 of 1 new tasks/))
    assertCancelled(ended, /ECS goes back to shop-app:\d+/)
    assert.equal(await page(), 'version one')
    const [newest] = await stage.eyes.activeRevisions()
    assert.equal(newest, before.taskDefinition)
    const next = await stage.deploy()
    assert.equal(next.outputs.verdict, 'unchanged', next.log)
    assert.equal((await stage.eyes.service()).taskDefinition, before.taskDefinition)
    assert.equal(await page(), 'version one')
  })

  it('while AWS does not answer says so before the runner kills it, and the next run puts things in order', async () => {
    const ended = await stage.deploy(
      { env: 'READY_AFTER=600' },
      cancelAt(/0 of 1 new tasks|1 of 1 new tasks/, () => silence(stage), ofRunner)
    )
    await stage.gateway.heal(stage.account)
    assertCancelled(ended, /AWS or docker did not answer in the time that was left to undo things/)
    const next = await stage.deploy()
    assert.match(next.outputs.verdict ?? '', /^(deployed|unchanged)$/, next.log)
    assert.equal(await page(), 'version one')
  })

  it('and is to leave a rollout lets it go on', async () => {
    const settings = { env: 'GREETING=left alone\nREADY_AFTER=2' }
    const ended = await stage.deploy(
      { ...settings, 'on-cancel': 'leave' },
      cancelAt(/0 of 1 new tasks|1 of 1 new tasks/)
    )
    assertCancelled(ended, /The rollout goes on/)
    const next = await stage.deploy(settings)
    assert.equal(next.outputs.verdict, 'unchanged', next.log)
    assert.equal(await page(), 'version one left alone')
  })
})
