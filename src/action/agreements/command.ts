// What is said for one command alone.
import { appNameOf } from '../parse/defaults.ts'
import { cite, idle, type Rule } from './context.ts'

export const command: Rule = (context) => {
  const { values, surroundings } = context
  const back = values.command === 'rollback' ? [] : idle(context, ['to'], 'with `command: rollback`')
  if (values.command !== 'destroy')
    return [...back, ...idle(context, ['confirm', 'keep-images'], 'with `command: destroy`')]
  const name = appNameOf(values, surroundings)
  if (name === undefined || values.confirm === name) return back
  return [
    ...back,
    `${cite(context, 'confirm')} must repeat the name \`${name}\`, for \`command: destroy\` takes it away`
  ]
}
