import { expect, test } from '@jest/globals'
import { diagnoseFindings, diagnoseNoResult, type Gate } from '../../src/diagnose/scan.ts'
import type { Finding, Findings } from '../../src/model/scan.ts'

const gate = (from: Gate['from']): Gate => ({ at: 'shut', from, waitMinutes: 5 })
const of = (counts: Findings['counts'], ...worst: readonly Finding[]): Findings => ({ counts, worst })

test.each([
  ['CRITICAL', { HIGH: 3, UNDEFINED: 1, UNTRIAGED: 9 }, 'passes'],
  ['CRITICAL', { CRITICAL: 1 }, 'refuses'],
  ['HIGH', { HIGH: 1 }, 'refuses'],
  ['HIGH', { MEDIUM: 5 }, 'passes'],
  ['MEDIUM', { MEDIUM: 5 }, 'refuses'],
  ['MEDIUM', { CRITICAL: 1 }, 'refuses'],
  ['MEDIUM', { LOW: 1 }, 'passes']
] as const)('a gate from %s on that finds %j %s', (from, counts, result) => {
  expect(diagnoseFindings(gate(from), 'shop@x', of(counts)) ? 'refuses' : 'passes').toBe(result)
})

test('the findings that refuse are listed, and how many more there are', () => {
  const failure = diagnoseFindings(
    gate('HIGH'),
    'shop@x',
    of(
      { CRITICAL: 1, HIGH: 3, LOW: 1 },
      { name: 'CVE-1', severity: 'CRITICAL', package: 'openssl 3.0.1', fixedIn: '3.0.2' },
      { name: 'CVE-2', severity: 'HIGH' },
      { name: 'CVE-3', severity: 'LOW' }
    )
  )
  expect(failure).toMatchObject({
    code: 'SCAN_GATE',
    sentence:
      'The scan of shop@x has 4 findings from which `scan-gate: high` keeps us (1 critical, 3 high, 1 low). ' +
      'Nothing that serves was touched.',
    evidence: ['CVE-1 (critical) in openssl 3.0.1, fixed in 3.0.2', 'CVE-2 (high), no fix is known', 'and 2 more']
  })
})

test('without a result it says why, and stays shut', () => {
  expect(diagnoseNoResult(gate('CRITICAL'), 'shop@x', 'ECR says UNSUPPORTED_IMAGE')).toMatchObject({
    code: 'SCAN_GATE',
    sentence: expect.stringContaining('there is no result: ECR says UNSUPPORTED_IMAGE.')
  })
})
