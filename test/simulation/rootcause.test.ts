// Why a stack failed is said while CloudFormation still undoes what it did; the measured figure is `npm run bench -- stacks`.
import { afterAll, expect, test } from '@jest/globals'
import { plain } from '../template/example.ts'
import { disconnect } from './sdk.ts'
import type { Trouble } from './cloudformation/stack.ts'
import { tellRootCause, type Failing } from './rootcause.ts'
import { whole } from './whole.ts'

afterAll(disconnect)

const quota = /^network failed: The maximum number of VPCs has been reached\. The quota is 'VPCs per Region'\. Raise /
const denied = /failed: User: \S+ is not authorized to perform: ec2:CreateVpc .* Allow ec2:CreateVpc to arn:\S+; /

test.each<readonly [Failing, string, RegExp]>([
  [{ stack: 'shop-platform', change: 'CREATE', logicalId: 'Vpc', seed: 2 }, 'QUOTA', quota],
  [{ stack: 'shop-platform', change: 'CREATE', logicalId: 'HttpListener', seed: 1 }, 'ACCESS_DENIED', denied],
  [{ stack: 'shop-service', change: 'CREATE', logicalId: 'ScalableTarget', seed: 1 }, 'ACCESS_DENIED', denied],
  [{ stack: 'shop-platform', change: 'UPDATE', logicalId: 'LogGroup', seed: 1 }, 'ACCESS_DENIED', denied]
])('the root cause is told within 5 s, while the stack still goes back: %j', async (failing, code, line) => {
  const told = await tellRootCause(failing)
  expect(told).toMatchObject({ code, line: expect.stringMatching(line) })
  expect(told.after).toBeLessThanOrEqual(5)
  expect(told.before).toBeGreaterThan(0)
})

// Events come late, in pages, by a clock of their own.
test.each([
  ['some seconds late', { late: 12 }],
  ['in pages', { perPage: 2 }],
  ['by a clock that is ahead', { skew: 600 }]
] as const)('events that come %s tell the cause all the same', async (_, ways) => {
  for (const logicalId of ['Cluster', 'LogGroup']) {
    for (const seed of [1, 2]) {
      const fails = (trouble: Trouble) => (trouble.logicalId === logicalId && !trouble.back ? 'No.' : undefined)
      const { verdict } = await whole({ seed, ways: { ...ways, fails } }).deploy()
      const sentence = 'failure' in verdict ? verdict.failure.sentence : verdict.verdict
      expect(sentence).toMatch(new RegExp(`^${logicalId} .* failed: No\\.$`))
    }
  }
})

test.each([
  ['a first deployment', undefined, 40, 'shop-platform is in CREATE_IN_PROGRESS'],
  ['a service that is made', undefined, 250, 'shop-service is in CREATE_IN_PROGRESS'],
  ['a change of a live platform', 7, 8, 'shop-platform is in UPDATE_IN_PROGRESS']
] as const)('%s that outlasts the time limit is said to go on, and to have changed something', async (...story) => {
  const [, retentionDays, seconds, said] = story
  const region = whole()
  if (retentionDays) await region.deploy()
  const change = retentionDays ? { logs: { ...plain.logs, retentionDays } } : {}
  const { verdict } = await region.deploy({ change, over: { deadline: region.region.time.now() + seconds * 1000 } })
  expect(verdict).toMatchObject({
    verdict: 'timed-out',
    facts: { hasChanges: true },
    failure: {
      sentence: expect.stringContaining(`${said}: CloudFormation goes on, and the next run waits for its end.`)
    }
  })
})
