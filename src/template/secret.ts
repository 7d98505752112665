// Secrets and parameters as tasks name them, and as a policy names them.
import { Failure } from '../model/failure.ts'
import type { Json } from '../model/json.ts'
import { isWholeArn, readReference, referenceText } from '../model/secret-reference.ts'

export interface Readable {
  /** Secrets Manager. */
  readonly secrets: readonly Json[]
  /** SSM Parameter Store. */
  readonly parameters: readonly Json[]
}

/** IAM takes 10,240 characters for all inline policies of a role, without white space; some of them are ours (F1.11). */
const longest = 9_500

/** What must be readable for these `valueFrom`s, each once and in order: the same set gives the same template. */
export function readable(valuesFrom: readonly string[]): Readable {
  const distinct = [...new Set(valuesFrom.map(withoutSelector))].toSorted()
  if (JSON.stringify(distinct).length > longest) throw tooMany(distinct.length)
  return {
    secrets: distinct.filter(isSecret).map(secretArn),
    parameters: distinct.filter((value) => !isSecret(value)).map(parameterArn)
  }
}

const isSecret = (value: string): boolean => readReference(value).in === 'secrets-manager'

/** `ARN:json-key:version-stage:version-id` without what follows the ARN. */
const withoutSelector = (value: string): string => (value.startsWith('arn:') ? referenceText(value) : value)

function secretArn(value: string): Json {
  if (!value.startsWith('arn:')) return inOurRegion('secretsmanager', `${value}-??????`)
  return isWholeArn(value) ? value : `${value}-??????`
}

/** A parameter may be given by its name alone, with or without the slash in front, in our region. */
const parameterArn = (value: string): Json =>
  value.startsWith('arn:') ? value : inOurRegion('ssm', `parameter/${value.replace(/^\//, '')}`)

const inOurRegion = (service: string, resource: string): Json => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`
})

const tooMany = (count: number): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `The names of ${count} secrets and parameters do not fit into the policy of the execution role (IAM takes 10,240 characters).`,
    remedy:
      'Keep several values in one secret and name them by JSON key (`ARN:key::`), or set `execution-role-arn` to a role with a policy of your own.'
  })
