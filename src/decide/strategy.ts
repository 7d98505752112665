// Whether the strategy that was asked for can be had on the live service (docs/decisions/0011). Pure.
import type { Config } from '../model/config.ts'
import { Failure } from '../model/failure.ts'
import type { Current } from '../model/plan.ts'
import { present } from '../model/present.ts'
import { portMapping } from '../model/revision.ts'
import { strategyMove } from '../model/strategy.ts'

/** While somebody's operation goes on in the stack it is decided when that has ended (run/service/change.ts). */
export function strategyRefusal(
  config: Config,
  { service, serviceStack, running, weights = [] }: Current
): Failure | undefined {
  if (!service || serviceStack.at !== 'settled') return undefined
  const move = strategyMove({
    service,
    wanted: config.rollout.strategy.kind,
    weights,
    ...present({ firstGroup: serviceStack.outputs.TargetGroupArn }),
    movesPort: running !== undefined && portMapping(running.definition)?.port !== config.task.containerPort
  })
  if (move.at !== 'refused') return undefined
  return new Failure({
    code: 'INPUT_INVALID',
    sentence: move.sentence,
    remedy: `${move.remedy} Nothing was changed.`
  })
}
