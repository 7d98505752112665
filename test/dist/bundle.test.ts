// The bundle, started as a runner starts it: what it says and leaves when it ends before the first call of AWS.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { runAction } from '../../local/runner.ts'
import { closed, listening } from '../listening.ts'

describe('the bundle', () => {
  const calls: string[] = []
  const server = createServer((request, response) => {
    calls.push(request.url ?? '')
    response.writeHead(500).end()
  })
  let workspace = ''
  let environment: Readonly<Record<string, string>> = {}
  before(async () => {
    workspace = mkdtempSync(join(tmpdir(), 'slipway-dist-'))
    environment = { AWS_ENDPOINT_URL: await listening(server), AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' }
  })
  after(() => {
    server.close()
    rmSync(workspace, { recursive: true })
  })

  it('tells all mistakes of inputs and file at once, and calls nobody', async () => {
    mkdirSync(join(workspace, '.github'), { recursive: true })
    writeFileSync(join(workspace, '.github/slipway.yml'), 'container-port: 80\nmemroy: 2048\ncpu: 300\n')
    const ended = await runAction({
      workspace,
      environment,
      inputs: { regions: 'eu-west-1', domain: 'https://shop.example/', env: 'DB_PASSWORD=hunter2-hunter2' }
    })
    assert.equal(ended.exitCode, 1)
    assert.equal(ended.outputs.verdict, 'failed')
    assert.equal(ended.outputs['failure-code'], 'INPUT_INVALID')
    for (const text of ['slipway.yml', '`memory`', '300', '`domain`', 'DB_PASSWORD']) {
      assert.ok(ended.log.includes(text), `${text} is not in:\n${ended.log}`)
    }
    assert.doesNotMatch(ended.log + ended.summary, /hunter2-hunter2/)
    assert.match(ended.summary, /INPUT_INVALID/)
    // All of them where the first is, and each of the others where it is.
    const places = [...ended.log.matchAll(/^::error .*line=(\d+)::/gm)].map(([, line]) => line)
    assert.deepEqual(places, ['2', '3'])
    assert.deepEqual(calls, [])
    rmSync(join(workspace, '.github'), { recursive: true })
  })

  it('ends red by itself when AWS only answers with errors', { timeout: 120_000 }, async () => {
    const ended = await runAction({ workspace, environment, inputs: { regions: 'eu-west-1', name: 'shop' } })
    assert.equal(ended.exitCode, 1)
    assert.equal(ended.outputs['failure-code'], 'AWS_UNAVAILABLE', ended.log)
    assert.doesNotMatch(ended.log, /\$metadata|"\w+":\{/)
  })

  it('tells that it was cancelled although AWS does not answer', async () => {
    const asked = Promise.withResolvers<undefined>()
    const silent = createServer(() => {
      asked.resolve(undefined)
    })
    const url = await listening(silent)
    const ended = await runAction({
      workspace,
      environment: { ...environment, AWS_ENDPOINT_URL: url },
      inputs: { regions: 'eu-west-1', name: 'shop', image: `nginx@sha256:${'0'.repeat(64)}` },
      onStart: (child) => {
        void asked.promise.then(() => {
          child.kill('SIGINT')
          child.kill('SIGTERM')
          // A runner's end, which comes after 10 s; a busy machine needs more for the same.
          setTimeout(() => child.kill('SIGKILL'), 90_000).unref()
        })
      }
    })
    await closed(silent)
    assert.equal(ended.exitCode, 1, ended.log)
    assert.equal(ended.outputs.verdict, 'cancelled')
    assert.equal(ended.outputs['failure-code'], 'CANCELLED')
    assert.match(ended.summary, /cancelled/)
  })

  it('carries every template that it reads', () => {
    const parts = ['platform', 'service'].flatMap((folder) => readdirSync(`templates/${folder}`).map((file) => join('templates', folder, file)))
    const bundled = readdirSync('dist')
    for (const part of parts) {
      const file = part.split('/').at(-1) ?? ''
      assert.ok(bundled.includes(file), `${file} is not in dist`)
      assert.equal(readFileSync(join('dist', file), 'utf8'), readFileSync(part, 'utf8'))
    }
  })
})
