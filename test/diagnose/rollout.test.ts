import { describe, expect, test } from '@jest/globals'
import { describeStoppedTask, diagnoseRollout } from '../../src/diagnose/rollout.ts'
import { asked, stopped, targetOf, taskOf } from './evidence.ts'

const none = { stopped: [], targets: [], events: [] }
const crash = taskOf('Essential container in task exited', { exitCode: 1 })
const elb = taskOf('Task failed ELB health checks in (target-group x)')
const mismatch = targetOf({ reason: 'Target.ResponseCodeMismatch', description: 'failed with these codes: [404]' })

describe('why a rollout failed is told', () => {
  test('by the first task that says something', () => {
    const scaled = taskOf('Scaling activity initiated by (deployment ecs-svc/2)')
    const all = [stopped(scaled), stopped(crash), stopped(taskOf('OutOfMemoryError: killed'))]
    expect(diagnoseRollout({ ...none, stopped: all }, asked).code).toBe('CRASH_LOOP')
  })

  test('by what failed by itself before what somebody stopped', () => {
    const byHand = { ...taskOf('Task stopped by user', { exitCode: 143 }), stopCode: 'UserInitiated' }
    expect(diagnoseRollout({ ...none, stopped: [stopped(byHand), stopped(crash)] }, asked).code).toBe('CRASH_LOOP')
    expect(diagnoseRollout({ ...none, stopped: [stopped(byHand)] }, asked).sentence).toContain('by hand')
  })

  test('by a target before the ELB health check of a task', () => {
    const failure = diagnoseRollout({ ...none, stopped: [stopped(elb)], targets: [mismatch] }, asked)
    expect(failure.sentence).toContain('with 404')
    expect(diagnoseRollout({ ...none, stopped: [stopped(elb)] }, asked).sentence).toContain('did not succeed')
  })

  test('by a crash before a target', () => {
    expect(diagnoseRollout({ ...none, stopped: [stopped(crash)], targets: [mismatch] }, asked).code).toBe('CRASH_LOOP')
  })

  test('by what came after a role that was too new', () => {
    const role = taskOf("ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided for this task.")
    expect(diagnoseRollout({ ...none, stopped: [stopped(role), stopped(crash)] }, asked).code).toBe('CRASH_LOOP')
    expect(diagnoseRollout({ ...none, stopped: [stopped(role)] }, asked).code).toBe('ACCESS_DENIED')
  })

  test('by a grace that is too short before a target', () => {
    const short = { ...asked, graceSeconds: 60 }
    const failure = diagnoseRollout({ ...none, stopped: [stopped(elb)], targets: [mismatch] }, short)
    expect(failure.remedy).toContain('`health-check-grace-seconds` is 60')
  })

  test("with the port that stands in the log of what was stopped for the target's sake", () => {
    const refused = targetOf({ reason: 'Target.FailedHealthChecks' })
    const all = [stopped(elb, ['listening on port 3000'])]
    expect(diagnoseRollout({ ...none, stopped: all, targets: [refused] }, asked)).toMatchObject({ code: 'WRONG_PORT' })
  })

  test('with the port that stands in the log also when no target was seen', () => {
    const all = [stopped(elb, ['listening on http://127.0.0.1:8080'])]
    expect(diagnoseRollout({ ...none, stopped: all }, asked)).toMatchObject({ code: 'WRONG_PORT' })
    expect(diagnoseRollout({ ...none, stopped: [stopped(elb, ['ready'])] }, asked).code).toBe('TARGET_UNHEALTHY')
  })

  test('not by a target that is starting, unless ECS stopped its task', () => {
    const starting = { ...mismatch, starting: true }
    expect(diagnoseRollout({ ...none, targets: [starting] }, asked).code).toBe('ROLLED_BACK')
    const judged = diagnoseRollout({ ...none, targets: [starting], stopped: [stopped(elb)] }, asked)
    expect(judged.sentence).toContain('with 404')
  })

  test.each([
    ['Health checks failed with these codes: [503]', 'with 503, not with 200-399'],
    ['Health checks failed', 'Nothing accepts connections at 10.0.0.7:8080'],
    ['Request timed out', '10.0.0.7:8080 does not answer /health in time'],
    ['Something new', '10.0.0.7:8080 unhealthy: Something new']
  ])('by the events when the target was not seen: %s', (reason, sentence) => {
    const message = `(service shop) (port 8080) is unhealthy in (target-group x) due to (reason ${reason}).`
    const task = { ...elb, addresses: ['10.0.0.7'], stoppedAt: new Date(2) }
    const events = [
      { id: '1', time: new Date(0), message: '(service shop) has started 1 tasks' },
      { id: '2', time: new Date(1), message },
      { id: '3', time: new Date(3), message: message.replace(reason, 'Another one') }
    ]
    expect(diagnoseRollout({ ...none, stopped: [stopped(task)], events }, asked).sentence).toContain(sentence)
    const nameless = diagnoseRollout({ ...none, stopped: [stopped({ ...task, addresses: [] })], events }, asked)
    expect(nameless.sentence).toContain(sentence.replace('10.0.0.7', 'the task'))
  })

  test('by an event when no task says anything', () => {
    const message = '(service shop) was unable to place a task. Reason: Capacity is unavailable at this time.'
    const events = [{ id: '1', time: new Date(0), message }]
    expect(diagnoseRollout({ ...none, events }, asked).code).toBe('NO_CAPACITY')
  })

  test('with a target group by its name', () => {
    const arn = 'arn:aws-cn:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-Target-1/lxwkt12l9o2a17fs'
    const task = taskOf(`Task failed ELB health checks in (target-group ${arn})`)
    expect(describeStoppedTask(task)).toMatch(/ health checks in \(target-group shop-Target-1\)$/)
    const events = [{ id: '1', time: new Date(0), message: `(service shop) registered 1 targets in (${arn})` }]
    expect(diagnoseRollout({ ...none, events }, asked).evidence).toEqual([
      'event: (service shop) registered 1 targets in (shop-Target-1)'
    ])
  })

  test('by a target alone', () => {
    expect(diagnoseRollout({ ...none, targets: [mismatch] }, asked).code).toBe('TARGET_UNHEALTHY')
  })

  test('by the alarm that ended it before what made that go off', () => {
    const failure = diagnoseRollout({ ...none, stopped: [stopped(crash)], alarms: ['slow', 'broken'] }, asked)
    expect(failure).toMatchObject({ code: 'ALARM_TRIGGERED' })
    expect(failure.sentence).toContain('slow, broken')
    expect(failure.remedy).toContain('`rollback-alarms`')
    expect(failure.evidence.join()).toContain('exited with 1')
  })

  test('in the words of ECS when there is no cause', () => {
    const events = [{ id: '1', time: new Date(0), message: '(service shop) was unable to place a task' }]
    const failure = diagnoseRollout({ ...none, events, statusReason: 'tasks failed to start.' }, asked)
    expect(failure).toMatchObject({
      code: 'ROLLED_BACK',
      sentence: 'ECS gave the rollout up: tasks failed to start.',
      evidence: ['ECS: tasks failed to start.', 'event: (service shop) was unable to place a task']
    })
    expect(diagnoseRollout(none, asked).sentence).toContain('it gives no reason')
  })

  test('with a link to the log of the container that ran', () => {
    expect(diagnoseRollout({ ...none, stopped: [stopped(crash)] }, asked).logLink).toContain('0123456789abcdef')
    expect(diagnoseRollout({ ...none, targets: [mismatch] }, asked).logLink).toBeUndefined()
  })

  test('with tasks, targets, ECS and the last words of the log as evidence', () => {
    const { evidence } = diagnoseRollout(
      { ...none, stopped: [stopped(crash, ['old']), stopped(crash, ['boom'])], targets: [mismatch] },
      asked
    )
    expect(evidence).toEqual([
      'task 01234567 stopped: Essential container in task exited; shop-container exited with 1',
      'task 01234567 stopped: Essential container in task exited; shop-container exited with 1',
      'target 10.0.0.7:8080 is unhealthy: Target.ResponseCodeMismatch: failed with these codes: [404]',
      'last lines of the log (/ecs/shop-app):',
      '  boom'
    ])
  })
})

test('of a stopped task that says nothing that is told', () => {
  expect(describeStoppedTask({ ...taskOf(''), arn: 'task' })).toBe('task task stopped: no reason given')
})
