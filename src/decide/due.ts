// Which checks a deployment makes: of what it is about to make or to change, and of nothing else. Pure.
import type { Topic } from '../model/check.ts'
import type { Config } from '../model/config.ts'
import { certificateOf } from '../model/front-door.ts'
import type { Current, RegionPlan } from '../model/plan.ts'
import { secretsOf, secretsWanted } from '../model/revision.ts'
import { siteOf } from '../model/site.ts'
import { outputsOf, type StackState } from '../model/stack.ts'

/** A stack that is so is made anew. */
const made: readonly StackState['at'][] = ['absent', 'shell', 'remains']

export interface Due {
  readonly topics: readonly Topic[]
  /** Those that nothing has read yet. */
  readonly secrets: readonly string[]
}

/** Rights are not among them: they are only simulated, and what is missing is refused at the first call (docs/decisions/0020). */
export function dueChecks(config: Config, current: Current, { platform }: RegionPlan): Due {
  const isMade = platform.do === 'recreate' || (platform.do === 'apply' && platform.change === 'CREATE')
  const isServiceMade = made.includes(current.serviceStack.at)
  const isPlatformTouched = platform.do === 'recreate' || platform.do === 'apply'
  const served = outputsOf(current.platform).SiteNames
  const names = siteOf(config, current.hostedZone)?.names.join(',')
  const hasNewNames = names !== undefined && names !== served && isPlatformTouched
  const hasRecords = current.hostedZone !== undefined
  const hasCertificate = certificateOf(config) !== undefined
  const secrets = newSecrets(config, current)
  const topics: readonly (readonly [Topic, boolean])[] = [
    ['quotas', isMade],
    ['names', isMade || isServiceMade],
    ['zone', hasNewNames && hasRecords && !hasCertificate],
    ['records', (hasNewNames || isServiceMade) && hasRecords],
    ['certificate', isPlatformTouched && hasCertificate],
    ['secrets', secrets.length > 0]
  ]
  return { topics: topics.flatMap(([topic, isDue]) => (isDue ? [topic] : [])), secrets }
}

function newSecrets(config: Config, { running }: Current): readonly string[] {
  const known = new Set(running ? secretsOf(running.definition) : [])
  return everySecret(config).filter((reference) => !known.has(reference))
}

/** Also of an execution role that is given: its owner lets it read them, but they must be there. */
export const everySecret = ({ task: { executionRoleArn, ...task }, overrides }: Config): readonly string[] => [
  ...new Set(secretsWanted({ task, overrides }))
]
