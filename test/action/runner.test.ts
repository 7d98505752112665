import { createServer } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Failure } from '../../src/model/failure.ts'
import { readRunner } from '../../src/action/runner.ts'
import { listenToOutput } from './output.ts'
import { listening } from '../listening.ts'

const before = { ...process.env }
afterEach(() => {
  process.removeAllListeners('SIGINT')
  process.removeAllListeners('SIGTERM')
  for (const key of ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'])
    if (before[key] === undefined) Reflect.deleteProperty(process.env, key)
})

test('of a job all is read but its inputs and tokens', () => {
  const { cancelled, idToken, environment, ...rest } = readRunner({
    INPUT_ENV: 'A=hunter2',
    ACTIONS_RUNTIME_TOKEN: 'x',
    NOTHING: undefined,
    GITHUB_REPOSITORY: 'owner/shop',
    GITHUB_SHA: 'c0ffee',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '42',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_ACTOR: 'dependabot[bot]',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_WORKSPACE: '/work',
    RUNNER_TEMP: '/temp',
    GITHUB_STEP_SUMMARY: '/summary',
    GITHUB_API_URL: 'https://api.github.example',
    GITHUB_WORKFLOW_REF: 'owner/shop/.github/workflows/deploy.yml@refs/heads/main',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example?x',
    AWS_REGION: '',
    AWS_DEFAULT_REGION: 'eu-west-1',
    HTTPS_PROXY: 'http://proxy:3128',
    no_proxy: 'localhost'
  })
  expect(rest).toEqual({
    repository: 'owner/shop',
    commit: 'c0ffee',
    runId: '42',
    attempt: '2',
    actor: 'dependabot[bot]',
    apiUrl: 'https://api.github.example',
    workflowPath: '.github/workflows/deploy.yml',
    runUrl: 'https://github.example/owner/shop/actions/runs/42',
    workspace: '/work',
    temp: '/temp',
    summaryPath: '/summary',
    region: 'eu-west-1',
    proxyEnvironment: { HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'localhost' }
  })
  expect(idToken).toBeDefined()
  expect(Object.keys(environment)).toHaveLength(16)
  expect(environment).toMatchObject({ GITHUB_RUN_ID: '42', HTTPS_PROXY: 'http://proxy:3128' })
  expect(Object.keys(environment).filter((name) => /INPUT|ACTIONS_|NOTHING/.test(name))).toEqual([])
  expect(cancelled.aborted).toBe(false)
})

test('without a job the defaults of github.com and of this machine are taken', () => {
  const { cancelled, environment, ...rest } = readRunner({ AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'eu-west-1' })
  expect(rest).toEqual({
    apiUrl: 'https://api.github.com',
    workspace: process.cwd(),
    temp: tmpdir(),
    region: 'us-east-1',
    proxyEnvironment: {}
  })
  expect(environment).toEqual({ AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'eu-west-1' })
  expect(cancelled.aborted).toBe(false)
})

describe('the event', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-event-'))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  const read = (event: object) => {
    const path = join(folder, 'event.json')
    writeFileSync(path, JSON.stringify(event))
    return readRunner({ GITHUB_EVENT_PATH: path })
  }

  test('of a pull request tells its number and the commit that was pushed', () => {
    const { pullRequest, head } = read({ pull_request: { number: 7, head: { sha: 'abc', ref: 'new' } } })
    expect({ pullRequest, head }).toEqual({ pullRequest: 7, head: 'abc' })
  })

  test('of a push tells neither', () => {
    expect(read({ ref: 'refs/heads/main' })).not.toHaveProperty('pullRequest')
  })

  test('of a file that is no JSON tells nothing', () => {
    const path = join(folder, 'broken.json')
    writeFileSync(path, '{ "pull_request": ')
    expect(readRunner({ GITHUB_EVENT_PATH: path })).not.toHaveProperty('pullRequest')
  })

  test('of a file that is not there tells nothing', () => {
    expect(readRunner({ GITHUB_EVENT_PATH: join(folder, 'none.json') })).not.toHaveProperty('pullRequest')
  })
})

test('a workflow of another repository has no file here', () => {
  const reference = 'owner/flows/.github/workflows/deploy.yml@v1'
  expect(readRunner({ GITHUB_REPOSITORY: 'owner/shop', GITHUB_WORKFLOW_REF: reference })).not.toHaveProperty(
    'workflowPath'
  )
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s cancels, and the reason says so; a second signal does not end us',
  (signal) => {
    const { cancelled } = readRunner({})
    process.emit(signal)
    process.emit('SIGTERM')
    expect(cancelled.aborted).toBe(true)
    expect(cancelled.reason).toBeInstanceOf(Failure)
    expect(cancelled.reason).toMatchObject({ code: 'CANCELLED', sentence: `The run was cancelled (${signal}).` })
  }
)

describe('OIDC', () => {
  let output: ReturnType<typeof listenToOutput>
  beforeEach(() => {
    output = listenToOutput()
  })
  afterEach(() => {
    output.end()
  })

  test('asks the runner for a token of that audience', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`)
      response.setHeader('content-type', 'application/json').end('{"value":"the-token"}')
    })
    process.env.ACTIONS_ID_TOKEN_REQUEST_URL = `${await listening(server)}/token?v=1`
    process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'request-token'
    try {
      expect(await readRunner().idToken?.('sts.amazonaws.com')).toBe('the-token')
      expect(output.lines()).toContain('::add-mask::the-token')
      expect(asked).toEqual(['/token?v=1&audience=sts.amazonaws.com Bearer request-token'])
    } finally {
      server.close()
    }
  })

  test('says what the job must be allowed', async () => {
    process.env.ACTIONS_ID_TOKEN_REQUEST_URL = 'http://127.0.0.1:9/'
    const { idToken } = readRunner()
    await expect(idToken?.('x')).rejects.toMatchObject({
      code: 'CREDENTIALS_MISSING',
      remedy: 'Give the job `permissions: { id-token: write, contents: read }` and run it again.'
    })
  })
})

test.each([
  ['AKIAIOSFODNN7EXAMPLE', true],
  ['ASIAIOSFODNN7EXAMPLE', undefined],
  ['', undefined]
])('the key %s is one that stays: %s', (key, stored) => {
  expect(readRunner({ AWS_ACCESS_KEY_ID: key }).storedKeys).toBe(stored)
})
