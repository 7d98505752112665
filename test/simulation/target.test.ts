// The simulated region's targets get healthy and unhealthy as those of a load balancer do.
import { expect, test } from '@jest/globals'
import { healthy, type App } from './app.ts'
import { chanceOf } from './chance.ts'
import { virtualTime } from './clock.ts'
import { targetGroup, type Target } from './target.ts'

const settings = { interval: 10, healthyThreshold: 2, unhealthyThreshold: 3, deregistrationDelay: 30 }

/** What becomes of a target, looked at every second. */
async function follow(app: Partial<App>, during: number): Promise<readonly string[]> {
  const time = virtualTime(chanceOf(1))
  const group = targetGroup(time, chanceOf(1), settings)
  const target = group.register('10.0.0.1', { ...healthy, ...app })
  const seen: string[] = []
  for (let second = 0; second < during; second++) {
    const now = [target.state, target.reason, target.description].filter(Boolean).join(': ')
    if (!seen.at(-1)?.endsWith(now)) seen.push(`${second} ${now}`)
    await time.pass(time.pause(1_000))
  }
  return seen
}

test('a new target needs one good check', async () => {
  const seen = await follow({ ready: 15 }, 40)
  expect(seen.at(-1)).toMatch(/^(1|2)\d healthy/)
})

test('one that was unhealthy meanwhile needs all of them (F5.3)', async () => {
  const seen = await follow({ ready: 40 }, 90)
  expect(seen.map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'initial: Elb.RegistrationInProgress: Target registration is in progress',
    'initial: Elb.InitialHealthChecking: Initial health checks in progress',
    'unhealthy: Target.FailedHealthChecks: Health checks failed',
    'healthy'
  ])
  expect(Number.parseInt(seen.at(-1) ?? '')).toBeGreaterThan(50)
})

test.each([
  ['a wrong status', { status: 301 }, true],
  ['another wrong status', { status: 404 }, false],
  ['no connection', { trouble: 'refuses' }, false],
  ['no answer in time', { trouble: 'too-slow' }, false]
] as const)('a target that is %s is told with its reason (F2.11)', async (_, app, isGood) => {
  const last = (await follow({ ...app, ready: 0 }, 60)).at(-1)
  if (isGood) expect(last).toMatch(/healthy$/)
  else expect(last).toMatch(/unhealthy: Target\.(Timeout|FailedHealthChecks|ResponseCodeMismatch: .*\[404\])/)
})

test('a target drains for all of the delay, then it is gone', async () => {
  const time = virtualTime(chanceOf(1))
  const group = targetGroup(time, chanceOf(1), settings)
  const target: Target = group.register('10.0.0.1', healthy)
  group.deregister(target)
  group.deregister(target)
  await time.pass(time.pause(29_000))
  expect(group.list().map(({ state }) => state)).toEqual(['draining'])
  await time.pass(time.pause(2_000))
  expect(group.list()).toEqual([])
})
