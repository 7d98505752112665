// `command: verify`, and what a deployment verifies beside its build: looked at by src/run, judged by src/decide.
import { dueChecks, everySecret } from './decide/due.ts'
import { checksOf, failureOf } from './decide/verify.ts'
import type { Check } from './model/check.ts'
import { topics } from './model/check.ts'
import { namesOf, type Config } from './model/config.ts'
import { isObject } from './model/json.ts'
import type { Current, RegionPlan } from './model/plan.ts'
import type { Step } from './model/progress.ts'
import type { StackState } from './model/stack.ts'
import type { Verdict, Verdicts } from './model/verdict.ts'
import { inEach } from './run/regions.ts'
import { readSeen } from './run/verify.ts'
import type { Place, Places, World } from './run/world.ts'
import { standalone } from './template/standalone.ts'

export const verify = (places: Places): Step<Verdicts> => inEach(places, verifyRegion)

async function* verifyRegion({ config, world }: Place): Step<Verdict> {
  const { aws } = world
  yield { at: 'started', stage: 'checks', title: `Check what a deployment to ${config.region} needs` }
  const names = namesOf(config)
  const platform = aws.stacks.describe(names.platformStack)
  const seen = await readSeen(
    {
      config,
      topics,
      secrets: everySecret(config),
      types: typesOf(config),
      caller: aws.identity.whoAmI(),
      platform,
      serviceStack: aws.stacks.describe(names.serviceStack),
      hostedZone: platform.then(zoneOf, () => undefined).then((id) => aws.hostedZones.holding(config.frontDoor, id))
    },
    world
  )
  const checks = checksOf(config, seen)
  yield { at: 'finished', stage: 'checks', text: countText(checks) }
  const failure = failureOf(checks)
  const facts = { region: config.region, hasChanges: false }
  return failure ? { verdict: 'failed', failure, facts, checks } : { verdict: 'reported', facts, checks }
}

const zoneOf = (state: StackState): string | undefined =>
  'parameters' in state ? state.parameters.HostedZoneId : undefined

const typesOf = (config: Config): readonly string[] => {
  const { platform, service } = standalone(config)
  return [platform, service].flatMap(({ Resources }) =>
    Object.values(isObject(Resources) ? Resources : {}).flatMap((resource) => {
      const type = isObject(resource) ? resource.Type : undefined
      return typeof type === 'string' ? [type] : []
    })
  )
}

export function countText(checks: readonly Check[]): string {
  const count = (at: Check['at']): number => checks.filter((check) => check.at === at).length
  const [bad, unsure] = [count('not-ok'), count('unknown')]
  return [
    `${count('ok')} ok`,
    ...(bad > 0 ? [`${bad} not ok`] : []),
    ...(unsure > 0 ? [`${unsure} could not be told`] : [])
  ].join(', ')
}

/** @returns undefined when nothing is made or changed that could be checked. The step throws the Failure of what is not ok. */
export function dueStep(
  { config, current }: { readonly config: Config; readonly current: Current },
  plan: RegionPlan,
  world: World
): (() => Step<void>) | undefined {
  const due = dueChecks(config, current, plan)
  if (due.topics.length === 0) return undefined
  return async function* () {
    yield { at: 'started', stage: 'checks', title: 'Check what it needs' }
    const now = <T>(value: T): Promise<T> => Promise.resolve(value)
    const { account, partition } = current
    const { platform, serviceStack, hostedZone } = current
    const seen = await readSeen(
      {
        config,
        ...due,
        types: [],
        caller: now({ account, partition }),
        platform: now(platform),
        serviceStack: now(serviceStack),
        hostedZone: now(hostedZone)
      },
      world
    )
    const checks = checksOf(config, seen)
    for (const { at, subject, text } of checks)
      if (at === 'unknown') yield { at: 'changed', stage: 'checks', text: `${subject}, could not be told: ${text}` }
    yield { at: 'finished', stage: 'checks', text: countText(checks) }
    const failure = failureOf(checks)
    if (failure) throw failure
  }
}
