// What is sent to CloudFormation: the template's text, its parameters, its tags, and the fingerprint of all three.
import { createHash } from 'node:crypto'
import type { Config } from '../model/config.ts'
import { Failure } from '../model/failure.ts'
import { canonicalText, isObject, mapOf, type Json, type JsonObject } from '../model/json.ts'
import type { StackRequest } from '../model/stack.ts'
import type { Template } from './part.ts'

/** F3.6; bytes, not characters. */
const byteLimit = 51_200

interface StackParts {
  readonly name: string
  readonly description: string
  readonly template: Template
  /** May hold more than the template asks for. */
  readonly parameters: Readonly<Record<string, string>>
  /** Says why a parameter has no value. */
  readonly missing: (parameter: string) => Failure
  readonly tags: Readonly<Record<string, string>>
}

/** @throws Failure when a parameter has no value or the template is too large. */
export function stackRequest(wanted: StackParts): StackRequest {
  const { name, description, template, tags } = wanted
  const document = { AWSTemplateFormatVersion: '2010-09-09', Description: description, ...template }
  const parameters = Object.fromEntries(
    Object.entries(template.Parameters)
      // One that somebody's overrides bring has a value of its own.
      .filter(([parameter, described]) => parameter in wanted.parameters || !hasDefault(described))
      .map(([parameter]) => [parameter, valueOf(parameter, wanted)])
  )
  const fingerprint = createHash('sha256').update(canonicalText({ document, parameters, tags })).digest('hex')
  const body = canonicalText({
    ...document,
    Outputs: {
      ...template.Outputs,
      Fingerprint: { Description: 'Hash of template, parameters and tags', Value: fingerprint }
    }
  })
  refuseLarge(name, Buffer.byteLength(body))
  return { name, body, parameters, tags, fingerprint }
}

/** As it is before it gets its fingerprint, which is of one deployment's parameters. */
export function templateOf({ body }: StackRequest): JsonObject {
  const template = JSON.parse(body) as JsonObject
  const { Fingerprint: _, ...Outputs } = mapOf(template.Outputs)
  return { ...template, Outputs }
}

/**
 * Tags of the stack, which CloudFormation puts on every resource that takes tags: said once instead of on each.
 * Nothing here may change per run.
 */
export const stackTags = (config: Config, stack: string): Readonly<Record<string, string>> => ({
  ...config.tags,
  'slipway:name': config.name,
  'slipway:stack': stack
})

const hasDefault = (parameter: Json): boolean => isObject(parameter) && parameter.Default !== undefined

function valueOf(parameter: string, { parameters, missing }: StackParts): string {
  const value = parameters[parameter]
  if (value === undefined) throw missing(parameter)
  return value
}

function refuseLarge(stack: string, bytes: number): void {
  if (bytes <= byteLimit) return
  throw new Failure({
    code: 'INPUT_INVALID',
    sentence: `The template of stack ${stack} has ${bytes} bytes; CloudFormation takes ${byteLimit}.`,
    remedy: 'Use fewer or shorter values, such as the names under `secrets`.'
  })
}
