// Two target groups and the rule that visitors go through (F1.14), and whether a visitor would find anybody there.
import type { StrategyName } from '../../../src/model/config.ts'
import type { SecondGroup, Target, Weight } from '../../../src/model/service.ts'

export const firstGroup = 'target-group'
export const secondGroup: SecondGroup = { targetGroupArn: 'second-group', productionRuleArn: 'rule' }

/** What the service stack's template says of the service. */
export interface Shape {
  readonly strategy: StrategyName
  readonly bakeMinutes: number
  readonly twoGroups: boolean
}
export const rollingShape: Shape = { strategy: 'rolling', bakeMinutes: 0, twoGroups: false }

interface Placed extends Target {
  readonly group: string
}

export function fakeTraffic() {
  let weights: readonly Weight[] = split(firstGroup, 100)
  let placed: readonly Placed[] = []
  /** Nobody is missed before the first task was healthy. */
  let isLive = false
  const outages: string[] = []

  function look(): void {
    const healthy = placed.filter(({ state }) => state === 'healthy')
    isLive ||= healthy.length > 0
    for (const { targetGroupArn, weight } of weights) {
      const isServed = healthy.some(({ group }) => group === targetGroupArn)
      if (isLive && weight > 0 && !isServed) outages.push(`${weight} % of the visitors go to ${targetGroupArn}`)
    }
  }
  const serving = (): string => weights.toSorted((a, b) => b.weight - a.weight)[0]?.targetGroupArn ?? firstGroup

  return {
    outages: outages as readonly string[],
    weights: (): readonly Weight[] => weights,
    serving,
    other: (): string => (serving() === firstGroup ? secondGroup.targetGroupArn : firstGroup),
    /** So many of a hundred go to this group, the others to the other. */
    send: (group: string, percent: number): void => {
      weights = split(group, percent)
      look()
    },
    health: (group: string): readonly Target[] =>
      placed.filter((each) => each.group === group).map(({ group: _, ...target }) => target),
    add: (group: string, target: Target): void => {
      placed = [...placed, { ...target, group }]
    },
    mark: (address: string, state: string): void => {
      placed = placed.map((target) => (target.address === address ? { ...target, state } : target))
      look()
    },
    keep: (addresses: readonly string[]): void => {
      placed = placed.filter(({ address }) => addresses.includes(address))
      look()
    },
    set: (targets: readonly Target[]): void => {
      placed = targets.map((target) => ({ ...target, group: firstGroup }))
    },
    clear: (): void => {
      isLive = false
      placed = []
      weights = split(firstGroup, 100)
    }
  }
}

const split = (group: string, percent: number): readonly Weight[] =>
  [firstGroup, secondGroup.targetGroupArn].map((targetGroupArn) => ({
    targetGroupArn,
    weight: targetGroupArn === group ? percent : 100 - percent
  }))
