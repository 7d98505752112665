// CloudFormation's resource types as AWS describes them (npm @aws-cdk/aws-service-spec).
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { DefinitionReference, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types'

let loaded: SpecDatabase | undefined
/** Half a second, so only when something is asked and only once. */
const database = (): SpecDatabase => (loaded ??= loadAwsServiceSpecSync())

const known = new Map<string, Resource | undefined>()

export function resourceType(type: string): Resource | undefined {
  if (!known.has(type)) known.set(type, database().lookup('resource', 'cloudFormationType', 'equals', type)[0])
  return known.get(type)
}

export const definitionOf = ({ reference }: DefinitionReference): TypeDefinition =>
  database().get('typeDefinition', reference.$ref)
