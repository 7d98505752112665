import { expect, test } from '@jest/globals'
import { retentionDays, retentionProblem } from '../../../src/action/rules/logs.ts'

test.each([...retentionDays.map(String), 'never'])('keeps logs for %s', (text) => {
  expect(retentionProblem(text)).toBeUndefined()
})

test.each([
  ['31', 'Set `log-retention-days: 60`'],
  ['0', 'Set `log-retention-days: 1`'],
  ['4000', 'Set `log-retention-days: never`'],
  ['forever', 'or `never`'],
  ['030', '30']
])('does not keep logs for %s', (text, part) => {
  expect(retentionProblem(text)).toContain(part)
})
