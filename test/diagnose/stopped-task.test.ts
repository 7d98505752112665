// One row per row of F2.9, with the texts that AWS is known to use.
import { describe, expect, test } from '@jest/globals'
import type { Asked } from '../../src/model/evidence.ts'
import type { FailureCode } from '../../src/model/failure.ts'
import { readEvent, readStoppedTask } from '../../src/diagnose/stopped-task.ts'
import { asked, stopped, taskOf } from './evidence.ts'
import { init, neverRan, pull, registry, type Row } from './reasons.ts'

const rows: readonly Row[] = [
  ...neverRan,
  ['exec /app/server: exec format error', 'ARCHITECTURE_MISMATCH', 'than linux/amd64'],
  ['OutOfMemoryError: container killed due to memory usage', 'OUT_OF_MEMORY', '1024 MiB'],
  [
    'Task failed ELB health checks in (target-group arn:aws:x)',
    'TARGET_UNHEALTHY',
    '/health did not succeed within 120 s'
  ],
  ['Task failed container health checks', 'CONTAINER_UNHEALTHY', 'inside the container'],
  ['Your Spot Task was interrupted.', 'NO_CAPACITY', 'Spot'],
  ['Something that nobody has seen.', 'CRASH_LOOP', 'A task stopped: Something that nobody has seen.'],
  ['', 'CRASH_LOOP', 'ECS gives no reason']
]

describe('a stopped task', () => {
  test.each(rows)('tells why, when AWS says: %s', (reason, code, sentence) => {
    const diagnosis = readStoppedTask(stopped(taskOf(reason)), asked)
    expect(diagnosis?.code).toBe(code)
    expect(diagnosis?.sentence).toContain(sentence)
    expect(diagnosis?.remedy).toMatch(/\.$/)
  })

  test("tells by its container's reason as well", () => {
    const task = taskOf('Essential container in task exited', { exitCode: 137, reason: 'OutOfMemoryError: killed' })
    expect(readStoppedTask(stopped(task), asked)?.code).toBe('OUT_OF_MEMORY')
  })

  test.each([
    'Scaling activity initiated by (deployment ecs-svc/1)',
    'Task stopped by (deployment ecs-svc/1 circuit breaker)'
  ])('is no failure: %s', (reason) => {
    expect(readStoppedTask(stopped(taskOf(reason, { exitCode: 143 })), asked)).toBeUndefined()
  })

  test.each([
    [0, 'by itself'],
    [1, 'exit code 1'],
    [2, 'refused its arguments'],
    [3, 'exit code 3'],
    [125, 'runtime failed'],
    [126, 'cannot be executed'],
    [127, 'not found in the image'],
    [130, 'exit code 130'],
    [134, 'aborted'],
    [137, 'was killed'],
    [139, 'memory fault'],
    [143, 'told to stop'],
    [255, 'exit code 255']
  ])('tells what is meant by the exit code %d', (exitCode, sentence) => {
    const diagnosis = readStoppedTask(stopped(taskOf('Essential container in task exited', { exitCode })), asked)
    expect(diagnosis?.code).toBe('CRASH_LOOP')
    expect(diagnosis?.sentence).toContain(sentence)
  })
})

test.each([
  ['a sidecar that was only stopped', [143, 1], 'exit code 1'],
  ['one that was killed because it did not heed that', [137, 0], 'exit code 0'],
  ['one that ends well when it is told to', [0, 3], 'exit code 3'],
  ['nobody: all were stopped', [143, 137], 'exit code 143']
])('of several containers the cause is told, which is not %s', (_, exitCodes, sentence) => {
  const containers = exitCodes.map((exitCode, index) => ({
    name: `container-${index}`,
    exitCode
  }))
  const task = { ...taskOf('Essential container in task exited'), containers }
  expect(readStoppedTask(stopped(task), asked)?.sentence).toContain(sentence)
})

describe('what ends the wait at the first sight', () => {
  const hopelessOf = (reason: string) => readStoppedTask(stopped(taskOf(reason)), asked)?.hopeless

  test.each([
    `${pull}failed to resolve ref ${registry}:1: ${registry}:1: not found`,
    `${pull}failed to resolve ref ${registry}@sha256:1e403b: ${registry}@sha256:1e403b: not found`,
    `${pull}no match for platform in manifest`,
    'CannotStartContainerError: exec: "serve": executable file not found in $PATH',
    `${init}unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret`,
    `${init}retrieved secret from Secrets Manager did not contain json key password`
  ])('%s', (reason) => {
    expect(hopelessOf(reason)).toBe('at-once')
  })

  test.each([
    "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/x' that was provided for this task.",
    `${init}unable to retrieve secret from asm: AccessDeniedException`,
    `${pull}unexpected status: 403 Forbidden`
  ])('but not before roles are known everywhere: %s', (reason) => {
    expect(hopelessOf(reason)).toBe('once-settled')
  })

  test.each([
    `${pull}dial tcp 1.2.3.4:443: i/o timeout`,
    `${pull}toomanyrequests`,
    'Capacity is unavailable at this time.',
    'OutOfMemoryError: killed',
    'Task failed ELB health checks in (target-group x)'
  ])('but not once only: %s', (reason) => {
    expect(hopelessOf(reason)).toBe('by-repetition')
  })
})

test.each<[string, FailureCode, string]>([
  ['UserInitiated', 'ROLLED_BACK', 'by hand'],
  ['SpotInterruption', 'NO_CAPACITY', 'Spot'],
  ['TerminationNotice', 'NO_CAPACITY', 'took the host'],
  ['InfrastructureHealth', 'AWS_UNAVAILABLE', 'unhealthy']
])('who stopped it is told: %s', (stopCode, code, sentence) => {
  const task = { ...taskOf('Task stopped', { exitCode: 137 }), stopCode }
  expect(readStoppedTask(stopped(task), asked)).toMatchObject({ code, sentence: expect.stringContaining(sentence) })
})

test("the processor is told by the log's last line, too", () => {
  const task = taskOf('Essential container in task exited', { exitCode: 255 })
  const log = ['exec /usr/local/bin/docker-entrypoint.sh: exec format error']
  expect(readStoppedTask(stopped(task, log), asked)).toMatchObject({
    code: 'ARCHITECTURE_MISMATCH',
    hopeless: 'at-once'
  })
})

test('a grace that is too short for any app is the cause, with the sum', () => {
  const short: Asked = {
    ...asked,
    graceSeconds: 60,
    graceBy: 'health-check-grace-seconds',
    neededGrace: { seconds: 390, sum: '300 + 3 x 30' }
  }
  expect(readStoppedTask(stopped(taskOf('Task failed ELB health checks')), short)?.remedy).toBe(
    '`health-check-grace-seconds` is 60, and a slow start may need 390 (300 + 3 x 30): leave it out to have it computed.'
  )
  const overridden = { ...short, graceBy: 'overrides' } as const
  expect(readStoppedTask(stopped(taskOf('Task failed ELB health checks')), overridden)?.remedy).toBe(
    '`HealthCheckGracePeriodSeconds` in `overrides` is 60, and a slow start may need 390 (300 + 3 x 30): leave it out to have it computed.'
  )
})

test("the container check's own program is named", () => {
  const curl = { ...asked, healthCommand: 'curl -f http://localhost:8080 || exit 1' }
  expect(readStoppedTask(stopped(taskOf('Task failed container health checks')), curl)).toMatchObject({
    sentence: 'The health check inside the container failed: `curl -f http://localhost:8080 || exit 1`.',
    remedy: expect.stringContaining('`curl` is in the image')
  })
})

describe('a service event', () => {
  test.each<[string, FailureCode]>([
    ['(service shop) was unable to place a task. Reason: Capacity is unavailable at this time.', 'NO_CAPACITY'],
    [
      "(service shop) was unable to place a task. Reason: You've reached the limit on the number of vCPUs.",
      'NO_CAPACITY'
    ],
    [
      '(service shop) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
      'INPUT_INVALID'
    ],
    [
      "(service shop) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::1:role/x').",
      'ACCESS_DENIED'
    ]
  ])('%s', (message, code) => {
    expect(readEvent(message, asked)?.code).toBe(code)
  })

  test.each(['(service shop) has started 1 tasks: (task 1).', '(service shop) was unable to do something new.'])(
    'says nothing: %s',
    (message) => {
      expect(readEvent(message, asked)).toBeUndefined()
    }
  )
})
