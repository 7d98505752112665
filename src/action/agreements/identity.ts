// Which app, and where.
import { appNameOf } from '../parse/defaults.ts'
import type { Rule } from './context.ts'
import { regionProblem } from '../rules/reference.ts'

export const identity: Rule = (context) => {
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

export const identityWarnings: Rule = ({ asked, surroundings }) =>
  surroundings.storedKeys === true && asked['role-to-assume'] === undefined
    ? [
        'The job has stored AWS keys (AWS_ACCESS_KEY_ID), which stay valid when they leak; set `role-to-assume` to a ' +
          'role that trusts this repository'
      ]
    : []
