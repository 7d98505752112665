// What an IAM policy document for a role must have; IAM itself reads the rest (F1.11).
import { isObject, type Json, type JsonObject } from '../../model/json.ts'
import { nearest } from '../../model/suggestion.ts'

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
    ...unknown(policy, ofDocument, 'An IAM policy document'),
    ...(Version === undefined || !versions.includes(Version) ? ['it must say `Version: 2012-10-17`'] : []),
    ...(statements.length === 0 ? ['it has no `Statement`; give at least one'] : []),
    ...statements.flatMap((statement, index) =>
      statementProblems(statement).map((problem) => `statement ${index + 1} ${problem}`)
    ),
    ...(size > longest
      ? [`it has ${size} characters, and IAM takes ${longest}; shorten it, or set \`task-role-arn\``]
      : [])
  ]
}

function statementProblems(statement: Json): readonly string[] {
  if (!isObject(statement)) return ['is no map']
  const { Effect } = statement
  return [
    ...('Principal' in statement || 'NotPrincipal' in statement
      ? ['names a principal, which the policy of a role never does; leave it out']
      : unknown(statement, ofStatement, undefined)),
    ...(Effect === 'Allow' || Effect === 'Deny' ? [] : ['must say `Effect: Allow` or `Effect: Deny`']),
    ...eitherOf(statement, 'Action'),
    ...eitherOf(statement, 'Resource')
  ]
}

const eitherOf = (statement: JsonObject, name: string): readonly string[] =>
  name in statement !== `Not${name}` in statement ? [] : [`must have one of \`${name}\` and \`Not${name}\``]

const unknown = (map: JsonObject, known: readonly string[], owner: string | undefined): readonly string[] =>
  Object.keys(map)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = nearest(key, known)
      return (
        `${owner === undefined ? 'has' : `${owner} has`} no \`${key}\`` +
        (meant === undefined ? `; it has ${known.join(', ')}` : `; did you mean \`${meant}\`?`)
      )
    })
