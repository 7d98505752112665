import { describe, expect, test } from '@jest/globals'
import { Failure, type FailureDetails } from '../../../src/model/failure.ts'
import { sourceLineOf, type Sources } from '../../../src/action/report/source-line.ts'

const sources: Sources = {
  workflow: {
    path: '.github/workflows/deploy.yml',
    text: 'name: Deploy\njobs:\n  deploy:\n    steps:\n      - uses: owner/repo@v1\n        with:\n          cpu: 5\n'
  },
  config: { path: '.github/slipway.yml', text: 'name: shop\nhealth-check-path: /up\nenv:\n  cpu: many\n' },
  dockerfile: 'app/Dockerfile'
}
const failure = (details: Partial<FailureDetails>): Failure =>
  new Failure({ code: 'INPUT_INVALID', sentence: '', remedy: '', ...details })
const placed = (details: Partial<FailureDetails>, of: Sources = sources) => sourceLineOf(failure(details), of)

describe('the line where a failure has its cause', () => {
  test.each([
    ['an input', { sentence: 'Input `cpu` is `5`; choose 256.' }, '.github/workflows/deploy.yml', 7],
    [
      'a line of the config file',
      { sentence: '`cup` (.github/slipway.yml, line 3) is wrong' },
      '.github/slipway.yml',
      3
    ],
    [
      'a setting that the remedy names',
      { code: 'TARGET_UNHEALTHY' as const, remedy: 'Set `health-check-path` to a path that the app has.' },
      '.github/slipway.yml',
      2
    ],
    [
      'a step of the Dockerfile',
      { code: 'BUILD_FAILED' as const, evidence: ['Dockerfile:5', '   5 | >>> RUN false'] },
      'app/Dockerfile',
      5
    ]
  ])('is that of %s', (_, details, file, startLine) => {
    expect(placed(details)).toEqual({ file, startLine })
  })

  test.each([
    ['a setting that is not given', { remedy: 'Set `memory` higher.' }],
    ['a word that only other maps have', { remedy: 'See `deploy`.' }],
    [
      'a line of something else that a build says',
      { code: 'BUILD_FAILED' as const, evidence: ['#8 0.3 /app/server.js:17', 'SyntaxError: Unexpected token'] }
    ],
    ['a build that says no line', { code: 'BUILD_FAILED' as const, evidence: ['no space left on device'] }]
  ])('is not known of %s', (_, details) => {
    expect(placed(details)).toBeUndefined()
  })

  test('is not guessed where an input is given twice', () => {
    const text = 'a: { with: { cpu: 1 } }\nb: { with: { cpu: 2 } }\n'
    expect(placed({ sentence: 'Input `cpu`' }, { workflow: { path: 'x.yml', text } })).toBeUndefined()
  })

  test('is not known without any file', () => {
    expect(placed({ sentence: 'Input `cpu`' }, {})).toBeUndefined()
    expect(placed({ code: 'BUILD_FAILED', evidence: ['Dockerfile:5'] }, {})).toBeUndefined()
  })
})
