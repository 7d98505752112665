// How production traffic moves to new tasks that stand beside the old ones (F1.14).
import type { StrategySettings } from './settings.ts'

export interface Step {
  /** Of production traffic, for the new tasks. */
  readonly percent: number
  /** Seconds until the next step. */
  readonly wait: number
}

const everything: Step = { percent: 100, wait: 0 }

/** The last step sends everything, and nobody waits after it: then comes the bake time. */
export function stepsOf(strategy: StrategySettings): readonly Step[] {
  switch (strategy.kind) {
    case 'ROLLING':
    case 'BLUE_GREEN':
      return [everything]
    case 'CANARY':
      return [{ percent: strategy.percent, wait: strategy.canaryBake }, everything]
    case 'LINEAR': {
      const count = Math.ceil(100 / strategy.percent) - 1
      const before = Array.from({ length: count }, (_, index) => (index + 1) * strategy.percent)
      return [...before.map((percent) => ({ percent, wait: strategy.stepBake })), everything]
    }
  }
}

export const bakeOf = (strategy: StrategySettings): number => (strategy.kind === 'ROLLING' ? 0 : strategy.bake)
