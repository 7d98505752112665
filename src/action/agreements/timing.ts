// Numbers that must work together: grace, batches, and the time that a rollout takes at least (F5.3).
import { healthyPercents, overlongTimeouts } from '../../model/overridden.ts'
import { batches, leastRollout } from '../../model/timing.ts'
import { wavesOf } from '../../model/waves.ts'
import { strategyOf } from '../parse/strategy.ts'
import { checksAsked, graceAsked, appNameOf } from '../parse/defaults.ts'
import { cite, type RuleContext, type Rule } from './rule.ts'
import type { SettingName, Values } from '../settings/all.ts'

const needed = [
  'strategy',
  'bake-minutes',
  'canary-percent',
  'linear-step-percent',
  'timeout-minutes',
  'waves',
  'min-tasks',
  'start-period-seconds',
  'health-check-interval-seconds',
  'deregistration-delay-seconds'
] as const satisfies readonly SettingName[]
type Needed = Partial<Values> & Pick<Values, (typeof needed)[number]>

/** A value that was refused is not reckoned with. */
const isWhole = (values: Partial<Values>): values is Needed => needed.every((name) => values[name] !== undefined)

export const timing: Rule = (context) => {
  const { values } = context
  if (!isWhole(values)) return []
  const inBatches = batchesOf(values)
  return [
    ...overlong(context, values),
    ...(inBatches === undefined ? [deadlock(context, values)] : tooShort(context, values, inBatches))
  ]
}

const overlong = (context: RuleContext, values: Needed): readonly string[] =>
  overlongTimeouts(values.overrides ?? {}, values['health-check-interval-seconds']).map(
    ({ group, interval, timeout }) =>
      `${cite(context, 'overrides')} lets a check of \`${group}\` wait ${timeout} s for its answer ` +
      `(HealthCheckTimeoutSeconds), and the next one is asked after ${interval} s; AWS takes less than that`
  )

function tooShort(context: RuleContext, values: Needed, inBatches: number): readonly string[] {
  const strategy = strategyOf(values)
  const { intervalSeconds } = checksAsked(values, appName(context))
  const deregistrationDelaySeconds = values['deregistration-delay-seconds']
  const { seconds, sum } = leastRollout({ strategy, batches: inBatches, intervalSeconds, deregistrationDelaySeconds })
  const limit = values['timeout-minutes'] * 60
  // The time limit is the whole run's; without `regions` there is one.
  const waves = Math.max(1, wavesOf(values.waves, values.regions ?? []).length)
  if (seconds * waves <= limit) return []
  const inWaves = waves === 1 ? '' : `, and \`waves: ${values.waves}\` makes ${waves} one after the other`
  return [
    `${cite(context, 'timeout-minutes')} is ${values['timeout-minutes']} (${limit} s), and a rollout that goes well ` +
      `takes at least ${sum} = ${seconds} s${inWaves}; set ` +
      `\`timeout-minutes: ${Math.ceil((seconds * waves) / 60) + 10}\``
  ]
}

/** The other strategies start all new tasks at once. */
function batchesOf(values: Needed): number | undefined {
  if (values.strategy !== 'rolling') return 1
  const { least, most } = healthyPercents(values.overrides ?? {})
  return batches(values['min-tasks'], least, most)
}

function deadlock(context: RuleContext, values: Needed): string {
  const { least, most } = healthyPercents(values.overrides ?? {})
  const tasks = values['min-tasks']
  const floor = Math.ceil((tasks * least) / 100)
  const ceiling = Math.floor((tasks * most) / 100)
  return (
    `${cite(context, 'overrides')} lets a rollout of ${tasks} task${tasks === 1 ? '' : 's'} neither start nor stop one: ` +
    `at least ${floor} must stay (MinimumHealthyPercent ${least}) and at most ${ceiling} may run (MaximumPercent ${most}); ` +
    'raise the one or lower the other'
  )
}

export const timingWarnings: Rule = (context) => {
  const { values } = context
  if (!isWhole(values)) return []
  const { graceSeconds, graceBy, neededGrace } = graceAsked(values, appName(context))
  const { seconds, sum } = neededGrace
  if (graceBy === 'computed' || graceSeconds >= seconds) return []
  const what = graceBy === 'overrides' ? `${cite(context, graceBy)} sets a grace of` : `${cite(context, graceBy)} is`
  return [
    `${what} ${graceSeconds}, and a slow start may need ${seconds} (${sum}): ECS stops a task that is not healthy by then. ` +
      'Leave it out to have it computed'
  ]
}

const appName = ({ values, surroundings }: RuleContext): string => appNameOf(values, surroundings) ?? ''
