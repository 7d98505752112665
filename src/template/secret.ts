// Secrets and parameters as tasks name them, and as a policy names them.
import type { Json } from '../model/json.ts'

export interface Readable {
  /** Secrets Manager. */
  readonly secrets: readonly Json[]
  /** SSM Parameter Store. */
  readonly parameters: readonly Json[]
}

/** What must be readable for these `valueFrom`s, each once and in order: the same set gives the same template. */
export function readable(valuesFrom: readonly string[]): Readable {
  const distinct = [...new Set(valuesFrom.map(withoutSelector))].toSorted()
  return {
    secrets: distinct.filter(isSecret),
    parameters: distinct.filter((value) => !isSecret(value)).map(parameterArn)
  }
}

const isSecret = (value: string): boolean => /^arn:[^:]*:secretsmanager:/.test(value)

/** `ARN:json-key:version-stage:version-id` without what follows the ARN, whose name holds no colon (F1.17). */
const withoutSelector = (value: string): string => (isSecret(value) ? value.split(':').slice(0, 7).join(':') : value)

/** A parameter may be given by its name alone, with or without the slash in front, in our region. */
const parameterArn = (value: string): Json =>
  value.startsWith('arn:')
    ? value
    : {
        'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/${value.replace(/^\//, '')}`
      }
