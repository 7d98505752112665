import { describe, expect, test } from '@jest/globals'
import {
  longestOf,
  shorten,
  timedMoments,
  type Shortening,
  type TimedMoment
} from '../../../src/action/report/moments.ts'
import type { Config } from '../../../src/model/config.ts'
import { parsed } from '../asking.ts'

const { config } = parsed({})
const timed = (moment: TimedMoment['moment'], took = 60_000): TimedMoment => ({
  moment,
  title: moment,
  after: took,
  took
})

describe('the moments of a run', () => {
  const reached = [
    { moment: 'first-started', time: 50_000 },
    { moment: 'pushed', time: 20_000 },
    { moment: 'all-healthy', time: 62_000 }
  ] as const

  test('each cost what it took since the one before', () => {
    expect(timedMoments(reached, 10_000, 70_000)).toEqual([
      { moment: 'pushed', title: 'Image pushed', after: 10_000, took: 10_000 },
      { moment: 'first-started', title: 'First new task started', after: 40_000, took: 30_000 },
      { moment: 'all-healthy', title: 'All new tasks healthy', after: 52_000, took: 12_000 },
      { moment: 'verdict', title: 'Verdict', after: 60_000, took: 8_000 }
    ])
  })

  test("stay within the run when AWS's clock is ahead or behind", () => {
    const took = timedMoments(reached, 30_000, 55_000).map(({ after }) => after)
    expect(took).toEqual([0, 20_000, 25_000, 25_000])
  })

  test('have a longest one, unless there are none', () => {
    expect(longestOf(timedMoments(reached, 10_000, 70_000))?.moment).toBe('first-started')
    expect(longestOf([])).toBeUndefined()
  })

  test('are none where no task was started', () => {
    expect(timedMoments([{ moment: 'pushed', time: 1 }], 0, 2)).toEqual([])
  })
})

describe('the summary says what brings sooner', () => {
  const good: Shortening = { config, gotHealthy: true }
  const withRollout = (rollout: Partial<Config['rollout']>): Shortening => ({
    ...good,
    config: { ...config, rollout: { ...config.rollout, ...rollout } }
  })
  const canary = withRollout({ strategy: { kind: 'canary', canaryPercent: 10, bakeMinutes: 5 } })
  const failed = { ...good, gotHealthy: false }
  const firstDecides = withRollout({ failureThreshold: 1 })
  const slow = {
    ...firstDecides,
    config: { ...firstDecides.config, task: { ...config.task, startPeriodSeconds: 90 } }
  }
  const slowOverridden = {
    ...slow,
    config: { ...slow.config, health: { ...config.health, graceBy: 'overrides' as const } }
  }
  const noBake = withRollout({ strategy: { kind: 'blue-green', bakeMinutes: 0 } })
  const checked = { ...good, config: { ...config, task: { ...config.task, containerHealthCommand: 'true' } } }
  const noDelay = { ...good, config: { ...config, health: { ...config.health, deregistrationDelaySeconds: 0 } } }

  test.each<[string, TimedMoment, Shortening, RegExp | undefined]>([
    ['the push', timed('pushed'), good, /smaller image/],
    ['the registering', timed('registered'), good, /CloudFormation/],
    ['the start', timed('first-started'), good, /image is pulled/],
    ['the health of the first', timed('first-healthy'), good, /10 s: `health-check-interval-seconds`/],
    ['the health of all', timed('all-healthy'), good, /`health-check-interval-seconds`/],
    [
      'the health of a checked container',
      timed('all-healthy'),
      checked,
      /`container-health-command` is asked every 30 s/
    ],
    ['the draining', timed('old-stopped', 45_000), good, /`deregistration-delay-seconds` is 30/],
    ['a stop that is killed', timed('old-stopped', 62_000), good, /`stop-timeout-seconds` \(30\)/],
    ['a stop without a delay', timed('old-stopped', 30_000), noDelay, /`stop-timeout-seconds`/],
    ['a bake', timed('old-stopped'), canary, /`bake-minutes` is 5/],
    ['no bake', timed('old-stopped', 75_000), noBake, /`deregistration-delay-seconds`/],
    ['the end of a bake', timed('verdict'), canary, /`bake-minutes`/],
    ['the end', timed('verdict'), good, undefined],
    ['crashes', timed('verdict'), failed, /^`failure-threshold` is 2: .*with 1 the first decides\.$/],
    ['a crash where the first decides', timed('verdict'), { ...firstDecides, gotHealthy: false }, undefined],
    [
      'tasks that did not get healthy',
      timed('verdict', 250_000),
      failed,
      /has 120 s, by `health-check-grace-seconds`\. `failure-threshold` is 2/
    ],
    [
      'one that did not get healthy',
      timed('verdict', 125_000),
      { ...slow, gotHealthy: false },
      /has 120 s, by `health-check-grace-seconds` or `start-period-seconds` \(90\)\.$/
    ],
    [
      'one whose grace was overridden',
      timed('verdict', 125_000),
      { ...slowOverridden, gotHealthy: false },
      /has 120 s, by `HealthCheckGracePeriodSeconds` in `overrides`\.$/
    ]
  ])('%s', (_, one, how, text) => {
    const said = shorten(one, how)
    if (text === undefined) expect(said).toBeUndefined()
    else expect(said).toMatch(text)
  })
})
