// Every row of diagnosis through the whole watcher: AWS's words (F2.8 to F2.11) go in, the code and its sentence come out.
import { expect, test } from '@jest/globals'
import type { FailureCode } from '../../src/model/failure.ts'
import { neverRan } from '../diagnose/reasons.ts'
import type { App } from './app.ts'
import type { Settings } from './settings.ts'
import { region } from './story.ts'
import { watch } from './watch.ts'

async function ends(app: Partial<App>, settings: Partial<Settings> = {}) {
  const { verdict, failure } = await watch(region(settings).deploys(app))
  return { verdict, code: failure?.code, sentence: failure?.sentence, evidence: failure?.evidence.join('\n') }
}

const as = (code: FailureCode, sentence: string) => ({
  verdict: 'rolled-back',
  code,
  sentence: expect.stringContaining(sentence)
})

test.each(neverRan)('a task that never ran tells why: %s', async (cannotStart, code, sentence) => {
  const end = await ends({ cannotStart })
  expect(end).toMatchObject(as(code, sentence))
  // What AWS said is shown as well, whatever we make of it.
  expect(end.evidence).toContain(cannotStart)
})

test.each([0, 1, 2, 3, 125, 126, 127, 130, 134, 137, 139, 143, 255])(
  'a crash tells its exit code %d',
  async (exitCode) => {
    expect(await ends({ crashesAfter: 5, exitCode })).toMatchObject(as('CRASH_LOOP', `exit code ${exitCode}`))
  }
)

test('a log whose last lines begin within a private key tells nothing of the key', async () => {
  // Put together here, so that no scanner takes it for a real one.
  const log = ['MIIEowIBAAKCAQEA', 'c2VjcmV0', ['-----END', 'PRIVATE KEY-----'].join(' '), 'It crashed.']
  const { evidence } = await ends({ crashesAfter: 5, exitCode: 1, log })
  expect(evidence).toMatch(/It crashed\./)
  expect(evidence).not.toMatch(/MIIE|c2Vj/)
})

test.each<[name: string, app: Partial<App>, code: FailureCode, sentence: string]>([
  ['too slow, or a security group', { trouble: 'too-slow' }, 'TARGET_UNHEALTHY', 'does not answer / in time'],
  ['nothing listens', { trouble: 'refuses', log: [] }, 'WRONG_PORT', 'Nothing accepts connections at 10.'],
  ['400', { status: 400 }, 'TARGET_UNHEALTHY', 'answers / with 400, not with 200-399'],
  ['404', { status: 404 }, 'TARGET_UNHEALTHY', 'answers / with 404, not with 200-399'],
  ['500', { status: 500 }, 'TARGET_UNHEALTHY', 'answers / with 500, not with 200-399']
])('a target tells why it is unhealthy: %s', async (_, app, code, sentence) => {
  expect(await ends(app)).toMatchObject(as(code, sentence))
})

test.each<[name: string, app: Partial<App>, settings: Partial<Settings>, code: FailureCode, sentence: string]>([
  [
    'a check inside the container',
    { checkFails: true },
    { check: { interval: 5, retries: 3, startPeriod: 0 }, grace: 0 },
    'CONTAINER_UNHEALTHY',
    'inside the container failed'
  ],
  [
    'a grace that is too short',
    { ready: 100 },
    { grace: 30 },
    'TARGET_UNHEALTHY',
    'did not succeed within 30 s of the start'
  ]
])('a task that ECS stops is told with what for: %s', async (_, app, settings, code, sentence) => {
  expect(await ends(app, settings)).toMatchObject(as(code, sentence))
})

test.each<[name: string, app: Partial<App>, settings: Partial<Settings>, sentence: string, remedy: string]>([
  [
    'no place for a task',
    { cannotPlace: 'Capacity is unavailable at this time' },
    {},
    'Fargate has no capacity for the task in these zones now.',
    'subnets in more zones'
  ],
  [
    'a minimum and a maximum that let nothing be done',
    {},
    { minimumPercent: 100, maximumPercent: 100 },
    'ECS may neither stop an old task nor start a new one',
    'raise MaximumPercent'
  ]
])('an event alone tells the cause: %s', async (_, app, settings, sentence, remedy) => {
  const { verdict, failure, progress } = await watch(region(settings).deploys(app).within(5))
  const told = progress.find((each) => 'text' in each && each.text.startsWith(sentence))
  expect([verdict, failure?.code]).toEqual(['timed-out', 'TIMED_OUT'])
  expect(told?.seconds).toBeLessThan(30)
  expect(failure?.sentence).toContain(sentence)
  expect(failure?.remedy).toContain(remedy)
  expect(failure?.evidence.join()).toContain('unable to')
})

test('a place that is found later is no failure', async () => {
  const { verdict } = await watch(region().deploys({ cannotPlace: 'Capacity is unavailable', times: 2 }))
  expect(verdict).toBe('deployed')
})
