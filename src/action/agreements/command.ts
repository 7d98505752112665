// Which app, and where; and what is said for one command alone.
import { appNameOf } from '../parse/defaults.ts'
import { regionProblem } from '../rules/reference.ts'
import { cite, idle, type Rule } from './rule.ts'

export const command: Rule = (context) => [...commandRules(context), ...whereRules(context)]

const commandRules: Rule = (context) => {
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

const whereRules: Rule = (context) => {
  const { values, surroundings, asked, region } = context
  const nameless =
    appNameOf(values, surroundings) === undefined && asked.name === undefined
      ? ['There is no `name`, and no repository to take it from; set `name`']
      : []
  if (asked.regions !== undefined && values.regions === undefined) return nameless
  if (region === undefined) return [...nameless, 'There is no region; set `regions`, or AWS_REGION in the job']
  const problem = values.regions?.length ? undefined : regionProblem(region)
  return problem === undefined ? nameless : [...nameless, `AWS_REGION is \`${region}\`; ${problem}`]
}
