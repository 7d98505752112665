// The search for secrets finds one that was planted, in every place where it looks.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { runAction } from '../../local/runner.ts'
import { leaksIn, nothingLeaks, secretsIn, watchProcesses, withoutMasks } from './leaks.ts'

/** Tells its token everywhere; its child is there until somebody has looked. */
const leaky = `
const { spawn } = require('node:child_process')
const { appendFileSync } = require('node:fs')
const token = process.env['INPUT_GITHUB-TOKEN']
console.log('::add-mask::' + token)
appendFileSync(process.env.GITHUB_OUTPUT, 'plan=' + token + '\\n')
appendFileSync(process.env.GITHUB_STEP_SUMMARY, token)
const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', token], { stdio: ['pipe', 'ignore', 'ignore'] })
child.on('spawn', () => console.log('It is ' + token))
process.on('SIGTERM', () => {
  child.stdin.end()
  process.stdout.write('a last line without an end')
})
`

it('finds a planted secret in the log, the summary, the outputs and the process list', async () => {
  const workspace = mkdtempSync(join(tmpdir(), 'slipway-leaks-'))
  const bundle = join(workspace, 'leaky.cjs')
  writeFileSync(bundle, leaky)
  try {
    const inputs = { 'github-token': 'planted-0123456789' }
    const processes = watchProcesses()
    let bundled: ChildProcess | undefined
    const { log, summary, outputs } = await runAction({
      workspace,
      inputs,
      bundle,
      environment: {},
      onStart: (process) => (bundled = process),
      onLine: (line) => {
        if (!line.startsWith('It is')) return
        processes.look()
        bundled?.kill('SIGTERM')
      }
    })
    const places = { log: withoutMasks(log), summary, outputs: JSON.stringify(outputs), processes: processes.seen() }
    const found = ['log', 'summary', 'outputs', 'processes'].map((place) => `${place} has plante...`)
    assert.ok(log.endsWith('a last line without an end'), log)
    assert.deepEqual(leaksIn(places, secretsIn(inputs)), found)
    assert.throws(() => {
      nothingLeaks(places, secretsIn(inputs))
    })
    nothingLeaks(places, ['something-else'])
  } finally {
    rmSync(workspace, { recursive: true })
  }
})

it('takes for a secret what the inputs call one', () => {
  const inputs = {
    'github-token': 'ghs_0123',
    'build-secrets': 'npm=first-one\nother=second=one',
    env: 'GREETING=hello there\nAPI_TOKEN=third-one',
    'build-args': 'BASE=some-image'
  }
  assert.deepEqual(secretsIn(inputs), ['ghs_0123', 'first-one', 'second=one', 'third-one'])
})

it('does not look for nothing', () => {
  assert.throws(() => {
    nothingLeaks({ log: '' }, [])
  })
})
