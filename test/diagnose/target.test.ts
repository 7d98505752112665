// One row per row of F2.11.
import { expect, test } from '@jest/globals'
import { readTarget } from '../../src/diagnose/target.ts'
import { asked, targetOf } from './evidence.ts'

test.each(['healthy', 'initial', 'draining'])('%s is no failure', (state) => {
  expect(readTarget(targetOf({ state }), asked)).toBeUndefined()
})

test.each([
  ['Target.ResponseCodeMismatch', 'Health checks failed with these codes: [404]', '/health with 404, not with 200-399'],
  ['Target.ResponseCodeMismatch', 'Health checks failed', 'with another status'],
  ['Target.Timeout', 'Request timed out', '10.0.0.7:8080 does not answer /health in time'],
  ['Target.FailedHealthChecks', 'Health checks failed', 'Nothing accepts connections at 10.0.0.7:8080'],
  ['Elb.InternalError', 'Health checks failed due to an internal error', 'unhealthy: Health checks failed due'],
  ['Target.NotInUse', undefined, 'Target.NotInUse'],
  [undefined, undefined, 'no reason given']
])('%s: %s', (reason, description, sentence) => {
  const target = targetOf({ ...(reason && { reason }), ...(description && { description }) })
  const diagnosis = readTarget(target, asked)
  expect(diagnosis?.code).toBe('TARGET_UNHEALTHY')
  expect(diagnosis?.sentence).toContain(sentence)
})
