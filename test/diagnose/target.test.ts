// One row per row of F2.11.
import { describe, expect, test } from '@jest/globals'
import type { FailureCode } from '../../src/model/failure.ts'
import { describeStarting, readTarget } from '../../src/diagnose/target.ts'
import { asked, targetOf } from './evidence.ts'

test.each(['healthy', 'initial', 'draining'])('a target that is %s is no failure', (state) => {
  expect(readTarget(targetOf({ state }), asked)).toBeUndefined()
})

test.each<[string | undefined, string | undefined, FailureCode, string]>([
  ['Target.ResponseCodeMismatch', 'failed with these codes: [404]', 'TARGET_UNHEALTHY', '/health with 404, not with'],
  ['Target.ResponseCodeMismatch', 'Health checks failed', 'TARGET_UNHEALTHY', 'with another status'],
  ['Target.Timeout', 'Request timed out', 'TARGET_UNHEALTHY', '10.0.0.7:8080 does not answer /health in time'],
  ['Target.FailedHealthChecks', 'Health checks failed', 'WRONG_PORT', 'Nothing accepts connections at 10.0.0.7:8080'],
  ['Elb.InternalError', 'Health checks failed due to an internal error', 'AWS_UNAVAILABLE', 'itself had trouble'],
  ['Target.NotInUse', undefined, 'TARGET_UNHEALTHY', 'does not use 10.0.0.7:8080: Target.NotInUse'],
  ['Target.NotRegistered', 'Target is not registered', 'TARGET_UNHEALTHY', 'Target is not registered'],
  ['Target.IpUnusable', undefined, 'TARGET_UNHEALTHY', 'unhealthy: Target.IpUnusable'],
  [undefined, undefined, 'TARGET_UNHEALTHY', 'no reason given']
])('a target that is unhealthy tells why: %s: %s', (reason, description, code, sentence) => {
  const target = targetOf({ ...(reason && { reason }), ...(description && { description }) })
  const diagnosis = readTarget(target, asked)
  expect(diagnosis?.code).toBe(code)
  expect(diagnosis?.sentence).toContain(sentence)
})

test.each([
  [404, 'that the app has'],
  [301, 'redirects the check'],
  [401, 'without a login'],
  [403, 'list of hosts'],
  [400, 'list of hosts'],
  [500, 'the last lines of its log'],
  [204, '`health-check-codes` to what it answers']
])('a health check that is answered with %d is told the way out', (status, remedy) => {
  const target = targetOf({ reason: 'Target.ResponseCodeMismatch', description: `these codes: [${status}]` })
  expect(readTarget(target, asked)?.remedy).toContain(remedy)
})

describe("a refused connection is told with the app's own words", () => {
  const refused = (...log: string[]) => readTarget(targetOf({ reason: 'Target.FailedHealthChecks' }), asked, log)

  test('when it listens on another port', () => {
    expect(refused('> start', 'Server listening on port 3000')).toMatchObject({
      code: 'WRONG_PORT',
      sentence: expect.stringContaining('it listens on port 3000'),
      remedy: 'Set `container-port: 3000`, or let the app listen on 8080.'
    })
  })

  test('when it listens on the loopback address alone', () => {
    expect(refused('Uvicorn running on http://127.0.0.1:8080 (Press CTRL+C to quit)')?.sentence).toContain('loopback')
  })

  test.each(['', 'Listening on 0.0.0.0:8080'])('and without a guess when they tell nothing more: %j', (line) => {
    expect(refused(line)).toMatchObject({
      sentence: expect.stringContaining('Nothing accepts connections'),
      remedy: expect.stringMatching(/^Set `container-port` to the port/)
    })
    expect(refused(line)?.remedy).toMatch(/later than \d+ s after its start .*`health-check-grace-seconds`/)
  })

  test('and without a guess when one port of several is ours', () => {
    expect(
      refused('metrics listening on 0.0.0.0:9090', 'listening on :8080', 'listening on port 8080')?.sentence
    ).toContain('Nothing accepts')
  })
})

test.each([
  [targetOf({ reason: 'Target.Timeout', description: 'Request timed out' }), 'Request timed out'],
  [targetOf({ reason: 'Target.Timeout' }), 'Target.Timeout'],
  [targetOf({}), 'unhealthy']
])('a target whose app starts is told with the time that it has', (target, why) => {
  expect(describeStarting(target, asked)).toBe(
    `10.0.0.7:8080 is not healthy yet (${why}); it has 120 s from its start for that.`
  )
})
