import { expect, test } from '@jest/globals'
import { codesProblem, pathProblem } from '../../../src/action/rules/health.ts'

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
