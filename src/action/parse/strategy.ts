// How versions take turns, and the alarms that undo one, from their settings.
import type { RollbackAlarms, Strategy } from '../../model/config.ts'
import type { Values } from '../settings/all.ts'

/** Of values that the schemas accepted. */
export function strategyOf(
  values: Pick<Values, 'strategy' | 'bake-minutes' | 'canary-percent' | 'linear-step-percent'>
): Strategy {
  const { strategy } = values
  const bakeMinutes = values['bake-minutes']
  switch (strategy) {
    case 'rolling':
      return { kind: strategy }
    case 'blue-green':
      return { kind: strategy, bakeMinutes }
    case 'canary':
      return { kind: strategy, canaryPercent: values['canary-percent'], bakeMinutes }
    case 'linear':
      return { kind: strategy, stepPercent: values['linear-step-percent'], bakeMinutes }
  }
}

export function alarmsOf(values: Pick<Values, 'strategy' | 'rollback-alarms'>): RollbackAlarms {
  const asked = values['rollback-alarms'] ?? [values.strategy === 'rolling' ? 'none' : '5xx']
  if (asked.includes('none')) return { use: 'none' }
  return { use: 'some', own: asked.includes('5xx'), names: asked.filter((name) => name !== '5xx') }
}
