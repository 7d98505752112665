// The last line of a region in the log.
import { describe, expect, test } from '@jest/globals'
import { endingText } from '../../../src/action/report/ending.ts'
import { Failure, type FailureCode } from '../../../src/model/failure.ts'
import type { Preview } from '../../../src/model/preview.ts'
import type { Status } from '../../../src/model/status.ts'
import type { Facts, Verdict } from '../../../src/model/verdict.ts'

const facts: Facts = { region: 'eu-west-1', hasChanges: true }
const untouched: Facts = { ...facts, hasChanges: false }
const version = (revision: number) => ({
  taskDefinitionArn: `arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-app:${revision}`,
  image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop@sha256:${String(revision).repeat(64)}`
})
const [first, second] = [version(1), version(2)]
const url = 'https://shop.example'
const failure = (code: FailureCode) => new Failure({ code, sentence: 's', remedy: 'r' })
const preview = (of: Partial<Preview>): Preview => ({ hasChanges: false, ...of }) as Preview
const status = {} as Status

describe('the last line says', () => {
  test.each<readonly [string, string, Verdict]>([
    ['where it answers', `deployed: ${url}`, { verdict: 'deployed', facts: { ...facts, ...second, url } }],
    ['the same of what ran already', `unchanged: ${url}`, { verdict: 'unchanged', facts: { ...untouched, url } }],
    ['and of what was brought back', `restored: ${url}`, { verdict: 'restored', facts: { ...facts, url } }],
    ['no more of what is gone', 'destroyed', { verdict: 'destroyed', facts: { ...untouched, before: {} } }],
    [
      'whether a plan is one',
      'planned: something would change',
      { verdict: 'planned', facts, preview: preview({ hasChanges: true }) }
    ],
    [
      'that nothing would change',
      'planned: nothing would change',
      { verdict: 'planned', facts: untouched, preview: preview({}) }
    ],
    [
      'that it would be refused',
      'planned: a deployment would be refused',
      { verdict: 'planned', facts, preview: preview({ refused: { sentence: 's', remedy: 'r' } }) }
    ],
    ['where what runs answers', `reported: ${url}`, { verdict: 'reported', facts: { ...untouched, url }, status }],
    [
      'what runs and does not answer',
      'reported: shop-app:2, shop@sha256:222222222222 runs',
      { verdict: 'reported', facts: { ...untouched, ...second }, status }
    ],
    [
      'that all is there that is needed',
      'reported: nothing found that a deployment would fail by',
      { verdict: 'reported', facts: untouched, checks: [] }
    ],
    [
      'what was gone back to',
      'rolled-back (CRASH_LOOP): shop-app:1, shop@sha256:111111111111 still runs',
      { verdict: 'rolled-back', failure: failure('CRASH_LOOP'), facts: { ...facts, before: first, ...first } }
    ],
    [
      'what runs although it does not answer',
      'failed (URL_UNREACHABLE): shop-app:2, shop@sha256:222222222222 runs',
      { verdict: 'failed', failure: failure('URL_UNREACHABLE'), facts: { ...facts, before: first, ...second } }
    ],
    [
      'what runs in a region that was not begun',
      'skipped (QUOTA): shop-app:1, shop@sha256:111111111111 still runs',
      { verdict: 'skipped', failure: failure('QUOTA'), facts: { ...untouched, before: first, ...first } }
    ],
    [
      'that there was nothing before',
      'failed (BUILD_FAILED): nothing ran before',
      { verdict: 'failed', failure: failure('BUILD_FAILED'), facts: { ...facts, before: {} } }
    ],
    [
      'that nothing was changed, where nobody has looked what runs',
      'failed (INPUT_INVALID): nothing was changed',
      { verdict: 'failed', failure: failure('INPUT_INVALID'), facts: untouched }
    ],
    [
      'no more where it is not known what runs',
      'failed (STACK_FAILED)',
      { verdict: 'failed', failure: failure('STACK_FAILED'), facts: { ...facts, before: first } }
    ]
  ])('%s', (_, text, verdict) => {
    expect(endingText(verdict)).toBe(text)
  })
})
