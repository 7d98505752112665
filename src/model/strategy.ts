// From one strategy to another on a live service: what may be done at once, what takes a step between, what must not be
// done now (docs/decisions/0011). Pure.
import type { StrategyName } from './config.ts'
import type { Service, Weight } from './service.ts'

export interface StrategyChange {
  readonly service: Pick<Service, 'strategy' | 'secondGroup' | 'deployments'>
  readonly wanted: StrategyName
  /** The group that a service with only one keeps. */
  readonly firstGroup?: string
  /** What the rule for visitors gives each group; needed only on the way back to one group. */
  readonly weights: readonly Weight[]
  /** The container's name or port changes in the same run. */
  readonly movesPort: boolean
}

export type StrategyMove =
  | { readonly at: 'fine' }
  /** First a rolling service over two groups, then what was asked for. */
  | { readonly at: 'by-two-groups' }
  | { readonly at: 'refused'; readonly sentence: string; readonly remedy: string }

export function strategyMove(change: StrategyChange): StrategyMove {
  const { service, wanted } = change
  const [hasTwo, wantsTwo] = [service.secondGroup !== undefined, wanted !== 'rolling']
  if (hasTwo === wantsTwo) return { at: 'fine' }
  if (isBusy(service)) {
    return {
      at: 'refused',
      sentence: `\`strategy\` changes from \`${service.strategy}\` to \`${wanted}\`, and a deployment is still going on.`,
      remedy: 'Run this again when it has ended: ECS changes the strategy only between deployments.'
    }
  }
  if (wantsTwo) return { at: 'by-two-groups' }
  const blocked = notYet(change)
  if (blocked) return blocked
  return service.strategy === 'rolling' ? { at: 'fine' } : { at: 'by-two-groups' }
}

/** One group is given up, so visitors must be with the other, and no rollout may move them there meanwhile. */
function notYet({ service: { strategy }, movesPort, ...change }: StrategyChange): StrategyMove | undefined {
  if (movesPort) {
    return {
      at: 'refused',
      sentence: `\`strategy\` changes from \`${strategy}\` to \`rolling\`, and the container's name or port with it.`,
      remedy: 'Change the one, run this, then change the other: the port moves visitors to the group that goes away.'
    }
  }
  if (servesAlone(change.firstGroup, change.weights)) return undefined
  return {
    at: 'refused',
    sentence:
      `\`strategy\` changes from \`${strategy}\` to \`rolling\`, and visitors are served from the second target group, ` +
      'which goes away with it.',
    remedy:
      `Run once with \`strategy: ${strategy}\` and \`force-new-deployment: true\`, which takes them back to the first ` +
      'group; then change `strategy`.'
  }
}

/** The rule gives this group everything. */
export const servesAlone = (group: string | undefined, weights: readonly Weight[]): boolean => {
  const serving = weights.filter(({ weight }) => weight > 0)
  return serving.length > 0 && serving.every(({ targetGroupArn }) => targetGroupArn === group)
}

const isBusy = ({ deployments }: StrategyChange['service']): boolean =>
  deployments.length > 1 || deployments.some(({ rolloutState }) => rolloutState === 'in-progress')
