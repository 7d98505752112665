// What was looked at before a deployment -> how each of it is. Pure; the table that `verify` shows, and what ends a `deploy`.
import { ok, type Check } from '../model/check.ts'
import type { Config } from '../model/config.ts'
import { Failure } from '../model/failure.ts'
import type { Seen } from '../model/seen.ts'
import { architectureChecks } from './checks/architecture.ts'
import { certificateChecks } from './checks/certificate.ts'
import { nameChecks } from './checks/names.ts'
import { networkChecks } from './checks/network.ts'
import { quotaChecks } from './checks/quotas.ts'
import { recordChecks } from './checks/records.ts'
import { rightChecks } from './checks/rights.ts'
import { secretChecks } from './checks/secrets.ts'
import { zoneChecks } from './checks/zone.ts'

/** Of all that was looked at; nothing of the rest. */
export const checksOf = (config: Config, seen: Seen): readonly Check[] => [
  ...accountChecks(config, seen),
  ...rightChecks(seen),
  ...architectureChecks(config, seen),
  ...secretChecks(seen),
  ...quotaChecks(config, seen),
  ...networkChecks(config, seen),
  ...nameChecks(config, seen),
  ...zoneChecks(config, seen),
  ...recordChecks(config, seen),
  ...certificateChecks(config, seen)
]

/** A caller that AWS does not know, or a size that Fargate does not sell, ended the run before. */
function accountChecks({ task }: Config, { caller, account, region }: Seen): readonly Check[] {
  if (caller === undefined) return []
  return [
    ok(
      { topic: 'account', subject: 'credentials and region' },
      `AWS answers in ${region}, to ${caller} of account ${account}.`
    ),
    ok(
      { topic: 'size', subject: 'Fargate size' },
      `${task.cpu / 1024} vCPU with ${task.memory} MiB is a size that Fargate sells.`
    )
  ]
}

/** Why a deployment would fail; undefined: nothing is known against it. */
export function failureOfChecks(checks: readonly Check[]): Failure | undefined {
  const bad = checks.filter((check) => check.at === 'not-ok')
  const [first, ...others] = bad
  if (!first) return undefined
  return new Failure({
    code: first.code,
    sentence: bad.map(({ text }) => text).join(' '),
    remedy: [...new Set(bad.map(({ remedy }) => remedy))].join(' '),
    ...(others.length > 0 && { evidence: bad.map(({ subject, text }) => `${subject}: ${text}`) })
  })
}

export function countText(checks: readonly Check[]): string {
  const count = (at: Check['at']): number => checks.filter((check) => check.at === at).length
  const [bad, unsure] = [count('not-ok'), count('unknown')]
  return [
    `${count('ok')} ok`,
    ...(bad > 0 ? [`${bad} not ok`] : []),
    ...(unsure > 0 ? [`${unsure} not known`] : [])
  ].join(', ')
}
