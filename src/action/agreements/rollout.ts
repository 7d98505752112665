// A strategy and what belongs to it.
import { cite, idle, type Rule } from './rule.ts'

export const rollout: Rule = (context) => [...strategyRules(context), ...alarmRules(context)]

const strategyRules: Rule = (context) => {
  const { strategy } = context.values
  if (strategy === undefined) return []
  return [
    ...(strategy === 'rolling' ? idle(context, ['bake-minutes'], 'with a strategy other than `rolling`') : []),
    ...(strategy === 'canary' ? [] : idle(context, ['canary-percent'], 'with `strategy: canary`')),
    ...(strategy === 'linear' ? [] : idle(context, ['linear-step-percent'], 'with `strategy: linear`'))
  ]
}

const alarmRules: Rule = (context) => {
  const names = context.values['rollback-alarms'] ?? []
  return names.length > 1 && names.includes('none')
    ? [`${cite(context, 'rollback-alarms')} has \`none\` beside others; leave one or the other out`]
    : []
}

export const rolloutWarnings: Rule = (context) => {
  const { strategy } = context.values
  const [first] = context.values['rollback-alarms'] ?? []
  return (strategy === 'canary' || strategy === 'linear') && first === 'none'
    ? [
        `${cite(context, 'strategy')} is \`${strategy}\` without an alarm: nothing would stop it while it watches. ` +
          'Leave `rollback-alarms` out to have one of ours'
      ]
    : []
}
