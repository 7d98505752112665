// What `status` says on the simulated region, and that it writes nothing.
import { afterAll, expect, test } from '@jest/globals'
import type { Config } from '../../src/model/config.ts'
import type { Status } from '../../src/model/status.ts'
import { plain } from '../template/example.ts'
import { start } from './clock.ts'
import { disconnect } from './sdk.ts'
import { whole, type Circumstances, type Deploy, type Ran, type Whole } from './whole.ts'
import { isWrite } from './run.ts'

afterAll(disconnect)

const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-AbCdEf'
const withSecrets: Partial<Config> = {
  task: {
    ...plain.task,
    secrets: {
      A: `${secret}:password::`,
      B: `${secret}:user::`,
      C: secret.replace('db', 'old'),
      D: '/shop/parameter',
      E: '/shop/old',
      F: 'arn:aws:ssm:eu-west-1:210987654321:parameter/shared/key'
    }
  }
}
const asked = (change: Partial<Config> = {}, over: Deploy['over'] = {}): Deploy => ({
  change: { ...change, command: 'status' },
  over
})

async function deployed(circumstances: Partial<Circumstances> = {}, change: Partial<Config> = {}): Promise<Whole> {
  const region = whole({ ways: { pace: 0.1 }, ...circumstances })
  await region.deploy({ over: { run: { id: '7', attempt: '1', commit: 'c0ffee', actor: 'octocat' } }, change })
  return region
}

function statusOf({ verdict }: Ran): Status {
  if (!('status' in verdict)) throw new Error(`It ended with ${verdict.verdict}`)
  return verdict.status
}

test('what runs is told, since when and by whom', async () => {
  const region = await deployed()
  const run = await region.deploy(asked())
  expect(run.verdict).toMatchObject({
    verdict: 'reported',
    facts: { url: expect.stringContaining('http://'), hasChanges: false }
  })
  expect(statusOf(run)).toMatchObject({
    running: {
      revision: 'shop-app:1',
      commit: 'c0ffee',
      run: '7-1',
      actor: 'octocat',
      goodSince: expect.stringMatching(/^2026-/),
      tasks: { wanted: 1, running: 1, pending: 0 },
      targets: { healthy: 1 }
    },
    rollouts: [{ status: 'SUCCESSFUL', revision: 'shop-app:1', began: expect.stringMatching(/^2026-/) }],
    drift: { platform: 'as asked for', service: 'as asked for', task: [] },
    staleSecrets: [],
    site: { answers: true },
    unread: []
  })
})

test('nothing is written', async () => {
  const region = await deployed({}, withSecrets)
  const { calls } = await region.deploy(asked(withSecrets))
  expect(calls.filter(isWrite)).toEqual([])
})

test('where there is no service it says so', async () => {
  const run = await whole().deploy(asked())
  expect(run.verdict.verdict).toBe('reported')
  expect(statusOf(run)).toMatchObject({ drift: { platform: 'not there', service: 'not there', task: [] } })
  expect(statusOf(run)).not.toHaveProperty('running')
})

test('what differs from the configuration is named, without values', async () => {
  const region = await deployed()
  const change = {
    logs: { ...plain.logs, retentionDays: 7 },
    task: { ...plain.task, cpu: 1024, memory: 2048, env: { GREETING: 'hello' } }
  }
  const { drift } = statusOf(await region.deploy(asked(change)))
  expect(drift).toMatchObject({ platform: 'differs' })
  expect(new Set(drift.task)).toEqual(new Set(['cpu', 'memory', 'variable GREETING of shop-container']))
})

test('secrets and parameters that were changed after the tasks had started are named', async () => {
  const region = await deployed({}, withSecrets)
  await region.wait(60)
  const { staleSecrets, unread } = statusOf(await region.deploy(asked(withSecrets)))
  expect(staleSecrets.map((stale) => stale.secret)).toEqual([secret, '/shop/parameter'])
  expect(unread).toEqual(['When the parameter /shared/key was changed: it is in no list of eu-west-1.'])
})

test('a site that does not answer is told, with what each name said', async () => {
  const region = await deployed()
  const visit = () => Promise.resolve({ status: 503 })
  const { site } = statusOf(await region.deploy(asked({}, { visit })))
  expect(site).toMatchObject({ answers: false, said: [expect.stringContaining('answers 503')] })
})

test('a certificate that ends soon is warned of', async () => {
  const region = await deployed()
  const ends = (days: number) => async () => {
    const run = await region.deploy(
      asked({}, { visit: () => Promise.resolve({ status: 200, expires: start + days * 86_400_000 }) })
    )
    return statusOf(run).site?.warning
  }
  expect(await ends(20)()).toContain('The certificate expires on')
  expect(await ends(90)()).toBeUndefined()
})

test('what may not be read is said, and all else told', async () => {
  const region = await deployed({ faults: { denied: ['ecs:ListServiceDeployments'] } })
  const { rollouts, unread, running } = statusOf(await region.deploy(asked()))
  expect(rollouts).toEqual([])
  expect(unread.join()).toContain('ecs:ListServiceDeployments')
  expect(running?.targets).toEqual({ healthy: 1 })
})
