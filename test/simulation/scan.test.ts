// The scan gate on whole simulated regions: what it refuses touches nothing that serves.
import { afterAll, expect, test } from '@jest/globals'
import type { ScanGate } from '../../src/model/scan.ts'
import { plain } from '../template/example.ts'
import { unendedOf } from '../told.ts'
import { disconnect } from './sdk.ts'
import { regionsOf } from './regions.ts'
import { whole } from './whole.ts'

afterAll(disconnect)

const scanGate: ScanGate = { at: 'shut', from: 'HIGH', waitMinutes: 5 }
const writes = (calls: readonly string[]): readonly string[] =>
  calls.filter((call) => /:(Create|Execute|Update|Register)/.test(call))

test('an image without such findings passes, and what was found is told', async () => {
  const region = whole()
  region.registry.scanning.counts = { MEDIUM: 2 }
  const { verdict, progress } = await region.deploy({ change: { scanGate } })
  expect(verdict).toMatchObject({
    verdict: 'deployed',
    facts: {
      findings: { counts: { MEDIUM: 2 }, worst: [{ name: 'CVE-MEDIUM', severity: 'MEDIUM', package: 'openssl 3.0.1' }] }
    }
  })
  expect(progress).toContainEqual({ at: 'finished', stage: 'scan', text: '2 medium' })
})

test.each([
  ['findings', { counts: { HIGH: 1 } }, 'has 1 finding'],
  ['an image that is not known', { status: 'UNSUPPORTED_IMAGE' }, 'ECR says UNSUPPORTED_IMAGE'],
  ['a scan that does not end', { seconds: 3_600 }, 'did not end within 5 minutes']
] as const)('%s: nothing that serves is touched, today and tomorrow', async (_, scanning, sentence) => {
  const region = whole()
  await region.deploy()
  Object.assign(region.registry.scanning, scanning)
  // The platform's change waits for the image.
  const change = { scanGate, logs: { ...plain.logs, retentionDays: 60 } }
  for (const attempt of [1, 2]) {
    const run = await region.deploy({ tag: 'decade', change })
    expect([attempt, run.verdict]).toMatchObject([
      attempt,
      { verdict: 'failed', failure: { code: 'SCAN_GATE', sentence: expect.stringContaining(sentence) } }
    ])
    expect(writes(run.calls)).toEqual([])
    expect(unendedOf(run)).toEqual([])
  }
})

test('a scan that nobody begins is begun', async () => {
  const region = whole()
  region.registry.scanning.onPush = false
  const { verdict, calls } = await region.deploy({ change: { scanGate } })
  expect(verdict.verdict).toBe('deployed')
  expect(calls.filter((call) => call === 'ecr:StartImageScan')).toHaveLength(1)
})

test('without a gate nothing is asked', async () => {
  const { calls } = await whole().deploy()
  expect(calls.filter((call) => call.includes('Scan'))).toEqual([])
})

test('an index is judged by its image for the processor', async () => {
  const region = whole()
  region.registry.batchGetImage = () => ({ images: [{ imageManifest: '{"manifests":[]}' }] })
  const { verdict } = await region.deploy({ change: { scanGate } })
  expect(verdict).toMatchObject({
    failure: { code: 'SCAN_GATE', sentence: expect.stringContaining('the index has no image for x86_64') }
  })
})

test('of an image that is used where it is only ours can be judged', async () => {
  const region = whole()
  const image = `ghcr.io/owner/shop@sha256:${'a'.repeat(64)}`
  const { verdict } = await region.deploy({ change: { scanGate, source: { from: 'image', image } } })
  expect(verdict).toMatchObject({
    failure: { code: 'SCAN_GATE', sentence: expect.stringContaining('in no repository of this account and region') }
  })
})

test('several regions are refused by the scan of the first, which alone has the image', async () => {
  const regions = regionsOf(['eu-west-1', 'us-east-1'])
  for (const name of ['eu-west-1', 'us-east-1']) regions.landAt(name).registry.scanning.counts = { CRITICAL: 1 }
  const rollout = { ...plain.rollout, onRegionFailure: 'continue' } as const
  const { verdicts, calls } = await regions.deploy({ tag: 'one', change: { scanGate, rollout } })
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['failed', 'skipped'])
  expect(calls.filter((call) => call === 'ecr:GetAuthorizationToken')).toHaveLength(1)
})

test('nobody waits for it any more when every region has failed meanwhile', async () => {
  const fails = ({ type, back }: { readonly type: string; readonly back: boolean }) =>
    type === 'AWS::ElasticLoadBalancingV2::Listener' && !back ? 'It is not possible.' : undefined
  const regions = regionsOf(['eu-west-1', 'us-east-1'], () => ({ ways: { fails } }))
  for (const name of ['eu-west-1', 'us-east-1']) regions.landAt(name).registry.scanning.seconds = 3_600
  const rollout = { ...plain.rollout, onRegionFailure: 'continue' } as const
  const asked = { tag: 'one', change: { scanGate: { ...scanGate, waitMinutes: 50 }, rollout } } as const
  const { verdicts, took, progress } = await regions.deploy(asked)
  expect(progress).toContainEqual({ at: 'waiting', stage: 'scan', text: 'ECR is scanning it' })
  expect(verdicts).toMatchObject([{ failure: { code: 'STACK_FAILED' } }, { failure: { code: 'STACK_FAILED' } }])
  expect(took).toBeLessThan(900)
})
