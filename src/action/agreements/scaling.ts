// How many tasks there may be.
import { cite, type RuleContext, type Rule } from './rule.ts'

export const scaling: Rule = (context) => {
  const least = context.values['min-tasks']
  const most = context.values['max-tasks']
  if (least === undefined || most === undefined || least <= most) return []
  return [
    `${cite(context, 'min-tasks')} ${shown(context, 'min-tasks', least)}, more than ${cite(context, 'max-tasks')}, which ` +
      `${shown(context, 'max-tasks', most)}; exchange or correct them`
  ]
}

const shown = (context: RuleContext, name: 'min-tasks' | 'max-tasks', value: number): string =>
  `is ${value}${context.asked[name] === undefined ? ' by default' : ''}`
