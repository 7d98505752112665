import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Failure } from '../../../src/model/failure.ts'
import type { Facts } from '../../../src/model/verdict.ts'
import { openLog } from '../../../src/action/log/log.ts'
import { parse } from '../../../src/action/parse/parse.ts'
import { report, reportFailure } from '../../../src/action/report/report.ts'
import type { Status } from '../../../src/model/status.ts'
import { listenToOutput } from '../output.ts'

let output: ReturnType<typeof listenToOutput>
const exitCode = process.exitCode
beforeEach(() => {
  output = listenToOutput()
  process.exitCode = undefined
})
afterEach(() => {
  output.end()
  process.exitCode = exitCode
  Reflect.deleteProperty(process.env, 'RUNNER_DEBUG')
})

const { configs } = parse(
  { given: {}, unknown: [] },
  { asked: {}, mistakes: [] },
  { repository: 'owner/shop', region: 'eu-west-1' }
)
const telling = () => ({
  runner: { commit: 'c0ffee', actor: 'jane', summaryPath: output.summaryPath, workspace: output.workspace },
  log: openLog({ now: () => 0 }),
  configs
})
const facts: Facts = { region: 'eu-west-1', url: 'https://shop.example', hasChanges: true }

describe('a good end', () => {
  test.each(['deployed', 'unchanged'] as const)('is green: %s', async (verdict) => {
    await report([{ verdict, facts }], telling())
    expect(process.exitCode).toBeUndefined()
    expect(output.lines()).toEqual([`${verdict}: https://shop.example`])
    expect(output.outputs()).toMatchObject({ verdict, url: 'https://shop.example', 'has-changes': 'true' })
    expect(output.summary()).toContain(`## shop in eu-west-1: ${verdict}`)
    expect(output.summary()).toContain('`c0ffee`')
    expect(output.summary()).toContain('`jane`')
  })

  test('is told in the log where there is no place for a summary', async () => {
    await report([{ verdict: 'unchanged', facts: { region: 'eu-west-1', hasChanges: false } }], {
      ...telling(),
      runner: { workspace: output.workspace }
    })
    expect(output.summary()).toBe('')
    expect(output.lines()).toEqual(['unchanged: nothing was changed'])
  })
})

test('a failure of some of the regions is told once, with their names', async () => {
  const failure = new Failure({
    code: 'QUOTA',
    sentence: 's',
    remedy: 'r',
    evidence: ['one\ntwo'],
    logLink: 'https://console.example/'
  })
  const at = (region: string) => ({ facts: { ...facts, region } })
  const version = { taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-app:2' }
  const still = (region: string) => ({ facts: { region, hasChanges: true, before: version, ...version } })
  await report(
    [
      { verdict: 'failed', failure, ...still('a') },
      { verdict: 'failed', failure, ...still('b') },
      { verdict: 'deployed', ...at('c') }
    ],
    telling()
  )
  expect(output.lines()).toEqual([
    '::error title=QUOTA::a, b: s%0Aa, b: What to do: r',
    'a, b: What was seen:',
    'a, b:   one',
    'a, b:   two',
    'a, b: The whole log in the console: https://console.example/',
    'a: failed (QUOTA): shop-app:2 still runs',
    'b: failed (QUOTA): shop-app:2 still runs',
    'c: deployed: https://shop.example'
  ])
  expect(output.summary()).toContain('**QUOTA** in a, b: s')
})

test('what runs in several regions is told line by line, and none names its region twice', async () => {
  const at = (region: string) => {
    const drift = { platform: 'as asked for', service: 'as asked for', task: [] } as const
    const status: Status = { region, rollouts: [], drift, staleSecrets: [], unread: [] }
    return { verdict: 'reported', facts: { region, hasChanges: false }, status } as const
  }
  await report([at('eu-west-1'), at('us-east-1')], telling())
  expect(output.lines().filter((line) => line.includes('Region: '))).toEqual([])
  expect(output.lines()).toContain('us-east-1: Runs: there is no service')
  await report([at('eu-west-1')], telling())
  expect(output.lines()).toContain('Region: eu-west-1')
})

test('what is secret is in no output: neither of a check nor of a status', async () => {
  const { log, ...rest } = telling()
  log.keepSecret(['hunter2'])
  const check = { topic: 'secrets', subject: 'hunter2', at: 'ok', text: 'a\nhunter2 "b"' } as const
  const stack = 'as asked for'
  const status: Status = {
    region: 'eu-west-1',
    rollouts: [{ status: 'FAILED', reason: 'No hunter2' }],
    drift: { platform: stack, service: stack, task: [] },
    staleSecrets: [],
    unread: []
  }
  await report([{ verdict: 'reported', facts, checks: [check] }], { ...rest, log })
  const { result = '' } = output.outputs()
  expect(JSON.parse(result)).toMatchObject({ 'eu-west-1': { checks: [{ subject: '***', text: 'a\n*** "b"' }] } })
  await report([{ verdict: 'reported', facts, status }], { ...rest, log })
  expect(output.outputs().result).toContain('No ***')
  expect(output.outputs().result).not.toContain('hunter2')
})

describe('an end that is not good', () => {
  test.each(['rolled-back', 'failed', 'superseded', 'timed-out', 'cancelled'] as const)(
    'is red, with what was seen and the way out: %s',
    async (verdict) => {
      const failure = new Failure({
        code: 'CRASH_LOOP',
        sentence: 'It died.',
        remedy: 'Read the log.',
        evidence: ['::error::x', 'exit 1'],
        logLink: 'https://console.example/#a$252Fb'
      })
      await report([{ verdict, facts, failure }], telling())
      expect(process.exitCode).toBe(1)
      expect(output.lines().filter((line) => !line.startsWith('::debug::'))).toEqual([
        '::error title=CRASH_LOOP::It died.%0AWhat to do: Read the log.',
        'What was seen:',
        '|   ::error::x',
        '  exit 1',
        'The whole log in the console: https://console.example/#a$252Fb',
        `${verdict} (CRASH_LOOP)${verdict === 'rolled-back' ? ': the earlier version still runs' : ''}`
      ])
      expect(output.outputs()).toMatchObject({ verdict, 'failure-code': 'CRASH_LOOP' })
      expect(output.summary()).toContain('**CRASH_LOOP**: It died.')
    }
  )
})

test('what serves after a rollback is named', async () => {
  const failure = new Failure({ code: 'CRASH_LOOP', sentence: 's', remedy: 'r' })
  const taskDefinitionArn = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-app:2'
  await report([{ verdict: 'rolled-back', facts: { ...facts, taskDefinitionArn }, failure }], telling())
  expect(output.lines().at(-1)).toBe('rolled-back (CRASH_LOOP): shop-app:2 runs')
})

describe('what is thrown', () => {
  test.each([
    ['SUPERSEDED', 'superseded'],
    ['TIMED_OUT', 'timed-out'],
    ['CANCELLED', 'cancelled'],
    ['ACCESS_DENIED', 'failed']
  ] as const)('as %s is the verdict %s', async (code, verdict) => {
    await reportFailure(new Failure({ code, sentence: 's', remedy: 'r' }), telling())
    expect(output.outputs()).toMatchObject({ verdict, 'failure-code': code, 'has-changes': 'false' })
    expect(process.exitCode).toBe(1)
  })

  test('for mistakes in the settings is one annotation that has them all', async () => {
    const { runner, log } = telling()
    const act = () => parse({ given: { cpu: '3', www: 'x' }, unknown: [] }, { asked: {}, mistakes: [] }, {})
    try {
      act()
    } catch (error) {
      await reportFailure(error, { runner, log })
    }
    expect(output.outputs()).toEqual({
      verdict: 'failed',
      'failure-code': 'INPUT_INVALID',
      'has-changes': 'false',
      result: '{}'
    })
    const errors = output.lines()
    expect(errors).toHaveLength(2)
    expect(errors[1]).toBe('failed (INPUT_INVALID): nothing was changed')
    expect(errors[0]).toContain('::error title=INPUT_INVALID::5 mistakes in the settings:%0A- Input `cpu` is `3`')
    expect(output.summary()).toContain('## Slipway: failed')
  })

  test('and is no Failure is a mistake of ours, with its stack in the debug log and nothing secret in it', async () => {
    const { runner, log } = telling()
    log.keepSecret(['hunter2'])
    await reportFailure(new TypeError('hunter2 is undefined', { cause: new Error('deeper') }), { runner, log })
    const lines = output.lines().slice(1)
    expect(lines[0]).toContain('::error title=BUG::Slipway made a mistake: *** is undefined')
    expect(lines[1]).toContain('::debug::TypeError: *** is undefined')
    expect(lines[2]).toContain('::debug::Error: deeper')
    expect(output.summary()).not.toContain('hunter2')
  })

  test('may have changed something once a stage after looking began, or the facts say so', async () => {
    const { runner, log } = telling()
    await log
      .show(
        (async function* () {
          yield await Promise.resolve({ at: 'started', stage: 'platform', title: 'Platform' } as const)
          throw new Error('no')
        })()
      )
      .catch(() => undefined)
    await reportFailure(new Failure({ code: 'STACK_FAILED', sentence: 's', remedy: 'r' }), { runner, log, configs })
    expect(output.outputs()).toMatchObject({ 'has-changes': 'true' })
  })

  test('in a run of several regions fails no single one of them', async () => {
    const [config] = configs
    const several = { ...telling(), configs: [config, { ...config, region: 'us-east-1' }] as const }
    await reportFailure(new Failure({ code: 'QUOTA', sentence: 'In us-east-1: s', remedy: 'r' }), several)
    expect(output.lines()).toEqual([
      '::error title=QUOTA::In us-east-1: s%0AWhat to do: r',
      'eu-west-1: failed (QUOTA): nothing was changed',
      'us-east-1: failed (QUOTA): nothing was changed'
    ])
    expect(output.summary()).toContain('**QUOTA**: In us-east-1: s')
  })
})

describe('annotations', () => {
  test('each mistake is shown at its own line', async () => {
    mkdirSync(join(output.workspace, '.github'), { recursive: true })
    writeFileSync(join(output.workspace, '.github/slipway.yml'), 'name: shop\ncpu: 5\nmemory: 6\n')
    const evidence = ['`cpu` (.github/slipway.yml, line 2) is `5`', '`memory` (.github/slipway.yml, line 3), is `6`']
    const failure = new Failure({
      code: 'INPUT_INVALID',
      sentence: `2 mistakes in the settings:\n${evidence.join('\n')}`,
      remedy: 'Correct them.',
      evidence
    })
    await reportFailure(failure, telling())
    rmSync(join(output.workspace, '.github'), { recursive: true })
    const places = output.lines().flatMap((line) => /^::error .*?file=([^,]+),line=(\d+)/.exec(line)?.slice(1) ?? [])
    expect(places).toEqual(['.github/slipway.yml', '2', '.github/slipway.yml', '3'])
  })

  test('a second mistake is shown also in the same line of another file', async () => {
    mkdirSync(join(output.workspace, '.github'), { recursive: true })
    writeFileSync(join(output.workspace, '.github/slipway.yml'), 'name: shop\n\n\n\nmemory: 6\n')
    writeFileSync(join(output.workspace, 'deploy.yml'), 'steps:\n  - uses: slipway\n    with:\n\n      cpu: 5\n')
    const evidence = ['Input `cpu` is `5`', '`memory` (.github/slipway.yml, line 5) is `6`']
    const failure = new Failure({ code: 'INPUT_INVALID', sentence: evidence[0] ?? '', remedy: 'Correct it.', evidence })
    const { runner, ...rest } = telling()
    await reportFailure(failure, { ...rest, runner: { ...runner, workflowPath: 'deploy.yml' } })
    rmSync(join(output.workspace, '.github'), { recursive: true })
    rmSync(join(output.workspace, 'deploy.yml'))
    const places = output.lines().flatMap((line) => /^::error .*?file=([^,]+),line=(\d+)/.exec(line)?.slice(1) ?? [])
    expect(places).toEqual(['deploy.yml', '5', '.github/slipway.yml', '5'])
  })
})

test('a secret that Markdown would break up is hidden in the summary too', async () => {
  const { log, ...rest } = telling()
  log.keepSecret(['pass_word_1'])
  const failure = new Failure({ code: 'BUILD_FAILED', sentence: 'It said pass_word_1.', remedy: 'Not pass_word_1.' })
  await reportFailure(failure, { log, ...rest })
  expect(output.summary().replaceAll('\\', '')).not.toContain('pass_word_1')
  expect(output.summary()).toContain('BUILD_FAILED')
})
