import { describe, expect, test } from '@jest/globals'
import { Failure } from '../../../src/model/failure.ts'
import type { Facts, Verdict } from '../../../src/model/verdict.ts'
import { parsed } from '../asking.ts'
import { summaryOf, type Story } from '../../../src/action/report/summary.ts'

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`
const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const revision = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-app:'

const facts: Facts = {
  region: 'eu-west-1',
  url: 'https://shop.example',
  image: `${registry}/shop@${digest('b')}`,
  taskDefinitionArn: `${revision}8`,
  loadBalancerDnsName: 'lb.example',
  before: { taskDefinitionArn: `${revision}7`, image: `${registry}/shop@${digest('a')}` },
  hasChanges: true
}
const deployed: Story = {
  asked: { name: 'shop', regions: ['eu-west-1'], commit: 'c0ffee', actor: 'dependabot[bot]' },
  verdicts: [{ verdict: 'deployed', facts }],
  timeline: [
    { stage: 'image', title: 'Image', startedAt: 1000, endedAt: 61_000, result: 'pushed a|b' },
    { stage: 'rollout', title: 'Rollout', startedAt: 61_000, endedAt: 71_500 }
  ],
  reached: []
}
const failed = (failure: Failure, known: Facts = facts): Verdict => ({ verdict: 'failed', failure, facts: known })

test('a deployment has its verdict, versions and times', () => {
  expect(summaryOf(deployed)).toBe(`## shop in eu-west-1: deployed

<https://shop.example>

|  |  |
| --- | --- |
| Commit | \`c0ffee\` |
| Asked by | \`dependabot[bot]\` |
| Ran before | \`shop-app:7, shop@sha256:aaaaaaaaaaaa\` |
| Runs now | \`shop-app:8, shop@sha256:bbbbbbbbbbbb\` |
| Load balancer | \`lb.example\` |

| Stage | Began | Took | Result |
| --- | --- | --- | --- |
| Image | + 0 s | 1 min | pushed a\\|b |
| Rollout | + 1 min | 11 s | not finished |
| **Total** |  | **1 min 11 s** |  |
`)
})

describe('with a scan gate', () => {
  const scanned = (findings: Facts['findings']): string =>
    summaryOf({ ...deployed, verdicts: [{ verdict: 'deployed', facts: { ...facts, ...(findings && { findings }) } }] })

  test('findings are counted, and the worst are listed', () => {
    const text = scanned({
      counts: { HIGH: 1, LOW: 3 },
      worst: [
        { name: 'CVE-1', severity: 'HIGH', package: 'openssl 3.0.1', fixedIn: '3.0.2' },
        { name: 'CVE-2', severity: 'LOW' }
      ]
    })
    expect(text).toContain(`**Scan of the image**: 1 high, 3 low

| Finding | Severity | Package | Fixed in |
| --- | --- | --- | --- |
| CVE-1 | high | \`openssl 3.0.1\` | 3.0.2 |
| CVE-2 | low |  | no fix is known |
`)
  })

  test('it is said that nothing was found, once for all regions', () => {
    expect(scanned({ counts: {}, worst: [] })).toContain('**Scan of the image**: nothing found\n')
    const one = { verdict: 'deployed', facts: { ...facts, findings: { counts: {}, worst: [] } } } as const
    const text = summaryOf({ ...deployed, verdicts: [one, { ...one, facts: { ...one.facts, region: 'us-east-1' } }] })
    expect(text.match(/Scan of the image/g)).toHaveLength(1)
  })
})

describe('a release that started tasks', () => {
  const reached = [
    { moment: 'pushed', time: 61_000 },
    { moment: 'first-started', time: 65_000 }
  ] as const

  test('tells what it reached, and what would have it reach sooner what took longest', () => {
    const text = summaryOf({ ...deployed, reached, config: parsed({}).config })
    expect(text).toContain(`| Reached | At | Took |
| --- | --- | --- |
| Image pushed | + 1 min | 1 min |
| First new task started | + 1 min 4 s | 4 s |
| Verdict | + 1 min 11 s | 6.5 s |

Took longest to reach: Image pushed (1 min). A Dockerfile`)
  })

  test('tells no setting where none is known', () => {
    expect(summaryOf({ ...deployed, reached })).toContain('Image pushed (1 min).\n')
  })
})

describe('a failure', () => {
  const failure = new Failure({
    code: 'CRASH_LOOP',
    sentence: 'The container `shop-container` ended with exit code 1 <twice>.',
    remedy: 'Read its log.',
    evidence: ['\u001b[31mError: no database\u001b[0m', '```', '| x |'],
    logLink: 'https://console.example/#a$252Fb'
  })

  test('has cause, remedy and evidence', () => {
    const text = summaryOf({ ...deployed, verdicts: [failed(failure)] })
    expect(text).toContain('## shop in eu-west-1: failed\n')
    expect(text).toContain('**CRASH_LOOP**: The container `shop-container` ended with exit code 1 &lt;twice&gt;.')
    expect(text).toContain('**What to do**: Read its log.')
    expect(text).toContain('[The whole log in the console](https://console.example/#a$252Fb)')
    expect(text).toContain('**What was seen**:\n\n````text\nError: no database\n```\n| x |\n````')
  })

  test('of the settings has no region, and no times', () => {
    const mistakes = new Failure({
      code: 'INPUT_INVALID',
      sentence: 'Input `cpu` is `3`',
      remedy: 'Correct it.',
      evidence: ['Input `cpu` is `3`']
    })
    const verdict = failed(mistakes, { region: '', hasChanges: false })
    expect(summaryOf({ asked: { regions: [] }, verdicts: [verdict], timeline: [], reached: [] })).toBe(
      '## Slipway: failed\n\n**INPUT_INVALID**: Input `cpu` is `3`\n\n**What to do**: Correct it.\n'
    )
  })
})

describe('a summary stays below the 1 MiB that GitHub takes', () => {
  const limit = 1024 * 1024
  const long = (sentence: string, evidence: readonly string[]) =>
    summaryOf({ ...deployed, verdicts: [failed(new Failure({ code: 'BUG', sentence, remedy: 'r', evidence }))] })

  test('with the end of the evidence', () => {
    const text = long(
      's',
      Array.from({ length: 20_000 }, (_, index) => `line ${index} ${'ä'.repeat(50)}`)
    )
    expect(Buffer.byteLength(text)).toBeLessThan(limit)
    expect(text).toContain('line 19999')
    expect(text).not.toContain('line 1 ')
    expect(text).toMatch(/\(\d+ earlier lines are in the log\)/)
    expect(text).toContain('Took')
  })

  test('and is cut between characters when anything else is too long', () => {
    const text = long('🚀'.repeat(400_000), [])
    expect(Buffer.byteLength(text)).toBeLessThan(limit)
    expect(text).not.toContain('\uFFFD')
    expect(text).toContain('cut off')
  })
})
