import { expect, test } from '@jest/globals'
import { codesProblem, pathProblem, retentionDays, retentionProblem } from '../../../src/action/rules/health.ts'

test.each(['/', '/health', '/a/b?c=d&e=%20', `/${'x'.repeat(1023)}`])('takes the path %s', (path) => {
  expect(pathProblem(path)).toBeUndefined()
})

test.each([
  ['health', '`/health`'],
  ['http://x/health', 'begins with `/`'],
  ['/a b', 'without spaces'],
  ['/ä', 'ASCII'],
  [`/${'x'.repeat(1024)}`, '1,024']
])('refuses the path %s', (path, part) => {
  expect(pathProblem(path)).toContain(part)
})

test.each(['200', '200,204', '200-399', '200-299,301,404-404'])('takes the codes %s', (codes) => {
  expect(codesProblem(codes)).toBeUndefined()
})

test.each(['', '2xx', '199', '500', '200-599', '399-200', '200,', '200-', '200 204'])(
  'refuses the codes %j',
  (codes) => {
    expect(codesProblem(codes)).toContain('200 to 499')
  }
)

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
