// What an IAM policy document for a role must have; IAM itself reads the rest (F1.11).
import { isObject, type Json, type JsonObject } from '../../model/json.ts'
import { unknownNames } from './unknown.ts'

const versions: readonly Json[] = ['2012-10-17', '2008-10-17']
const ofDocument = ['Version', 'Id', 'Statement']
const ofStatement = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

/** IAM's limit for all inline policies of a role, without white space. */
const longest = 10_240

export function policyProblems(policy: JsonObject): readonly string[] {
  const { Version, Statement } = policy
  const statements = Array.isArray(Statement)
    ? (Statement as readonly Json[])
    : Statement === undefined
      ? []
      : [Statement]
  const size = JSON.stringify(policy).length
  return [
    ...unknownNames(policy, ofDocument, 'An IAM policy document', 'it has'),
    ...(Version === undefined || !versions.includes(Version) ? ['it must say `Version: 2012-10-17`'] : []),
    ...(statements.length === 0 ? ['it has no `Statement`; give at least one'] : []),
    ...statements.flatMap((statement, index) => statementProblems(statement, `statement ${index + 1}`)),
    ...(size > longest
      ? [`it has ${size} characters, and IAM takes ${longest}; shorten it, or set \`task-role-arn\``]
      : [])
  ]
}

function statementProblems(statement: Json, it: string): readonly string[] {
  if (!isObject(statement)) return [`${it} is no map`]
  const { Effect } = statement
  return [
    ...('Principal' in statement || 'NotPrincipal' in statement
      ? [`${it} names a principal, which the policy of a role never does; leave it out`]
      : unknownNames(statement, ofStatement, it, 'it has')),
    ...(Effect === 'Allow' || Effect === 'Deny' ? [] : [`${it} must say \`Effect: Allow\` or \`Effect: Deny\``]),
    ...eitherOf(statement, 'Action', it),
    ...eitherOf(statement, 'Resource', it)
  ]
}

const eitherOf = (statement: JsonObject, name: string, it: string): readonly string[] =>
  name in statement !== `Not${name}` in statement ? [] : [`${it} must have one of \`${name}\` and \`Not${name}\``]
