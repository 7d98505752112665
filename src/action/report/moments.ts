// The moments that a release reached: how long each took after the one before, and the setting by which it comes sooner.
// Pure.
import { graceSetting, ourChecks } from '../../model/timing.ts'
import type { Config } from '../../model/config.ts'
import type { Moment, Reached } from '../../model/moment.ts'

export interface TimedMoment {
  readonly moment: Moment | 'verdict'
  readonly title: string
  /** Milliseconds since the run began. */
  readonly after: number
  /** Milliseconds since the moment before. */
  readonly took: number
}

const titles: Readonly<Record<Moment | 'verdict', string>> = {
  pushed: 'Image pushed',
  registered: 'Revision registered',
  'first-started': 'First new task started',
  'first-healthy': 'First new tasks healthy',
  'all-healthy': 'All new tasks healthy',
  'old-stopped': 'Old tasks drained and stopped',
  verdict: 'Verdict'
}

/** @returns none when no task was started: then there was no rollout to tell of. */
export function timedMoments(reached: readonly Reached[], begin: number, end: number): readonly TimedMoment[] {
  if (!reached.some(({ moment }) => moment === 'first-started')) return []
  // AWS's clock is not ours: nothing happens before the run or after it.
  const within = ({ moment, time }: Reached) => ({ moment, time: Math.min(Math.max(time, begin), end) })
  const sorted = reached.map(within).toSorted((a, b) => a.time - b.time)
  const all = [...sorted, { moment: 'verdict' as const, time: end }]
  return all.map(({ moment, time }, index) => ({
    moment,
    title: titles[moment],
    after: time - begin,
    took: time - (all[index - 1]?.time ?? begin)
  }))
}

export const longestOf = (moments: readonly TimedMoment[]): TimedMoment | undefined =>
  moments.toSorted((a, b) => b.took - a.took)[0]

export interface Shortening {
  readonly config: Pick<Config, 'health' | 'task' | 'rollout'>
  /** All new tasks, at some time. */
  readonly gotHealthy: boolean
}

/** What would make it shorter, in a sentence; undefined: nothing that can be set. */
export function shorten({ moment, took }: TimedMoment, { config, gotHealthy }: Shortening): string | undefined {
  const { health, task } = config
  switch (moment) {
    case 'pushed':
      return 'A Dockerfile that copies what seldom changes first, and a smaller image, are built and pushed sooner.'
    case 'registered':
      return 'CloudFormation was at work until then; a release that changes no setting does not wait for it.'
    case 'first-started':
      return 'The image is pulled before a task starts: the smaller it is, the sooner.'
    case 'first-healthy':
    case 'all-healthy':
      return task.containerHealthCommand === undefined
        ? `A new task is asked every ${health.intervalSeconds} s: \`health-check-interval-seconds\`; 5 is the least. The rest is the app's own start.`
        : `\`container-health-command\` is asked every ${ourChecks.checkIntervalSeconds} s; without it, \`health-check-interval-seconds\` (${health.intervalSeconds}) alone decides.`
    case 'old-stopped':
      return bakeText(config) ?? drainText(config, took)
    case 'verdict':
      return gotHealthy ? bakeText(config) : failureText(config, took)
  }
}

function bakeText({ rollout: { strategy } }: Shortening['config']): string | undefined {
  if (strategy.kind === 'rolling' || strategy.bakeMinutes === 0) return undefined
  return `\`bake-minutes\` is ${strategy.bakeMinutes}: so long each wait of \`strategy: ${strategy.kind}\` takes.`
}

/** One that crashes does not use up its grace. */
function failureText({ health, task, rollout }: Shortening['config'], took: number): string | undefined {
  const { failureThreshold: threshold } = rollout
  const asked =
    threshold > 1
      ? `\`failure-threshold\` is ${threshold}: so many tasks must fail; with 1 the first decides.`
      : undefined
  if (took / 1000 < health.graceSeconds) return asked
  const isByPeriod = health.graceBy === 'computed' && task.startPeriodSeconds > 0
  const period = isByPeriod ? ` or \`start-period-seconds\` (${task.startPeriodSeconds})` : ''
  const grace = `A task that does not get healthy has ${health.graceSeconds} s, by ${graceSetting(health.graceBy)}${period}.`
  return asked === undefined ? grace : `${grace} ${asked}`
}

/** The balancer drains for all of the delay, also when nobody is connected (F5.3); what is left is the app's own stop. */
function drainText({ health, task, rollout }: Shortening['config'], took: number): string {
  const { deregistrationDelaySeconds: delay } = health
  // Other strategies move visitors first: what is left is not the app's alone.
  const isStop = rollout.strategy.kind === 'rolling' && took / 1000 - delay >= Math.max(delay, task.stopTimeoutSeconds)
  return isStop
    ? `The old tasks did not end on SIGTERM: \`stop-timeout-seconds\` (${task.stopTimeoutSeconds}) is how long they may take.`
    : `\`deregistration-delay-seconds\` is ${delay}: the load balancer drains for all of it, also when nobody is connected.`
}
