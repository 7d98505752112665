// A whole run on the simulated region: everything is made by it, and nothing is left to do afterwards.
import { afterAll, expect, jest, test } from '@jest/globals'
import { disconnectAll } from './edge.ts'
import type { Trouble } from './cloudformation/stack.ts'
import { whole } from './whole.ts'

// The clients of all services are loaded with the first run.
jest.setTimeout(60_000)
afterAll(disconnectAll)

test('a first deploy makes everything, and the next one finds nothing to do', async () => {
  const region = whole()
  const first = await region.deploy()
  expect(first.verdict.verdict).toBe('deployed')
  expect(region.cloudFormation.stacks.map(({ name, status }) => [name, status])).toEqual([
    ['shop-platform', 'CREATE_COMPLETE'],
    ['shop-service', 'CREATE_COMPLETE']
  ])
  expect(region.definitions.all.map(({ active }) => active)).toEqual([true])
  const second = await region.deploy()
  expect(second.verdict.verdict).toBe('unchanged')
  expect(second.calls.filter((call) => !/:(Describe|Get|List|BatchGet)/.test(call))).toEqual([])
})

test('another image is rolled out on the same stacks', async () => {
  const region = whole()
  await region.deploy()
  const run = await region.deploy({ tag: 'decade' })
  expect(run.verdict.verdict).toBe('deployed')
  expect(run.calls).toContain('ecs:UpdateService')
  expect(run.calls.filter((call) => /:(Create|Execute)ChangeSet/.test(call))).toEqual([])
})

// F5.2: a role is known everywhere some seconds after it was made.
test('a first deploy that fails for a role that is not known everywhere yet makes its stack anew, once', async () => {
  let left = 1
  const reason = "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop' that was provided."
  const fails = (trouble: Trouble) =>
    trouble.logicalId === 'Service' && trouble.action === 'CREATE' && left-- > 0 ? reason : undefined
  const region = whole({ ways: { fails } })
  const run = await region.deploy()
  expect(run.verdict.verdict).toBe('deployed')
  expect(run.calls.filter((call) => call === 'cloudformation:DeleteStack')).toHaveLength(1)
  expect(region.cloudFormation.stacks.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'shop-platform CREATE_COMPLETE',
    'shop-service DELETE_COMPLETE',
    'shop-service CREATE_COMPLETE'
  ])
  expect(region.definitions.all.filter(({ active }) => active)).toHaveLength(1)

  left = 2
  const other = whole({ ways: { fails } })
  const again = await other.deploy()
  expect(again.verdict).toMatchObject({ verdict: 'failed', failure: { sentence: expect.stringContaining(reason) } })
})
