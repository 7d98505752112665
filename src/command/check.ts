// What a deployment verifies beside its build: of what will be made or changed alone (docs/decisions/0020).
import { dueChecks } from '../decide/due.ts'
import { checksOf, failureOf } from '../decide/verify.ts'
import type { Check } from '../model/check.ts'
import type { RegionPlan } from '../model/plan.ts'
import type { Step } from '../model/progress.ts'
import { readSeen } from '../run/seen/seen.ts'
import type { Seen } from './look.ts'

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
export function checkingOf({ config, current, world }: Seen, plan: RegionPlan): (() => Step<void>) | undefined {
  const due = dueChecks(config, current, plan)
  if (due.topics.length === 0) return undefined
  return async function* () {
    yield { at: 'started', stage: 'checks', title: 'Check what it needs' }
    const now = <T>(value: T): Promise<T> => Promise.resolve(value)
    const { account, partition, platform, serviceStack, hostedZone } = current
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
