import { describe, expect, test } from '@jest/globals'
import { longestOf, shorten, stepsOf, type Shortening, type Step } from '../../../src/action/report/moments.ts'
import type { Config } from '../../../src/model/config.ts'
import { parsed } from '../asking.ts'

const { config } = parsed({})
const step = (until: Step['until'], took = 60_000): Step => ({ until, title: until, after: took, took })

describe('steps', () => {
  const reached = [
    { moment: 'first-started', time: 50_000 },
    { moment: 'pushed', time: 20_000 },
    { moment: 'all-healthy', time: 62_000 }
  ] as const

  test('each costs what it took since the one before', () => {
    expect(stepsOf(reached, 10_000, 70_000)).toEqual([
      { until: 'pushed', title: 'Image pushed', after: 10_000, took: 10_000 },
      { until: 'first-started', title: 'First new task started', after: 40_000, took: 30_000 },
      { until: 'all-healthy', title: 'All new tasks healthy', after: 52_000, took: 12_000 },
      { until: 'verdict', title: 'Verdict', after: 60_000, took: 8_000 }
    ])
  })

  test("AWS's clock may be ahead or behind", () => {
    const took = stepsOf(reached, 30_000, 55_000).map(({ after }) => after)
    expect(took).toEqual([0, 20_000, 25_000, 25_000])
  })

  test('the longest is found', () => {
    expect(longestOf(stepsOf(reached, 10_000, 70_000))?.until).toBe('first-started')
    expect(longestOf([])).toBeUndefined()
  })

  test('are none where no task was started', () => {
    expect(stepsOf([{ moment: 'pushed', time: 1 }], 0, 2)).toEqual([])
  })
})

describe('what makes a step shorter', () => {
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
  const noBake = withRollout({ strategy: { kind: 'blue-green', bakeMinutes: 0 } })
  const checked = { ...good, config: { ...config, task: { ...config.task, containerHealthCommand: 'true' } } }
  const noDelay = { ...good, config: { ...config, health: { ...config.health, deregistrationDelaySeconds: 0 } } }

  test.each<[string, Step, Shortening, RegExp | undefined]>([
    ['the push', step('pushed'), good, /smaller image/],
    ['the registering', step('registered'), good, /CloudFormation/],
    ['the start', step('first-started'), good, /image is pulled/],
    ['the health of the first', step('first-healthy'), good, /10 s: `health-check-interval-seconds`/],
    ['the health of all', step('all-healthy'), good, /`health-check-interval-seconds`/],
    [
      'the health of a checked container',
      step('all-healthy'),
      checked,
      /`container-health-command` is asked every 30 s/
    ],
    ['the draining', step('old-stopped', 45_000), good, /`deregistration-delay-seconds` is 30/],
    ['a stop that is killed', step('old-stopped', 62_000), good, /`stop-timeout-seconds` \(30\)/],
    ['a stop without a delay', step('old-stopped', 30_000), noDelay, /`stop-timeout-seconds`/],
    ['a bake', step('old-stopped'), canary, /`bake-minutes` is 5/],
    ['no bake', step('old-stopped', 75_000), noBake, /`deregistration-delay-seconds`/],
    ['the end of a bake', step('verdict'), canary, /`bake-minutes`/],
    ['the end', step('verdict'), good, undefined],
    ['crashes', step('verdict'), failed, /^`failure-threshold` is 2: .*with 1 the first decides\.$/],
    ['a crash where the first decides', step('verdict'), { ...firstDecides, gotHealthy: false }, undefined],
    [
      'tasks that did not get healthy',
      step('verdict', 250_000),
      failed,
      /has 120 s, by `health-check-grace-seconds`\. `failure-threshold` is 2/
    ],
    [
      'one that did not get healthy',
      step('verdict', 125_000),
      { ...slow, gotHealthy: false },
      /has 120 s, by `health-check-grace-seconds` or `start-period-seconds` \(90\)\.$/
    ]
  ])('%s', (_, one, how, text) => {
    const said = shorten(one, how)
    if (text === undefined) expect(said).toBeUndefined()
    else expect(said).toMatch(text)
  })
})
