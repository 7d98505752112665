// A template as sent, to be asked for single values.
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts'
import type { StackRequest } from '../../src/model/stack.ts'
import { waitsFor } from './reference.ts'

export function resources({ body }: StackRequest): JsonObject {
  const { Resources } = JSON.parse(body) as JsonObject
  return isObject(Resources) ? Resources : {}
}

/** The value at a path such as `Vpc.CidrBlock` or `HttpListener.DefaultActions.0.Type`; `Properties` goes without saying. */
export function property(request: StackRequest, path: string): Json | undefined {
  const [resource = '', ...rest] = path.split('.')
  return ['Properties', ...rest].reduce<Json | undefined>(step, resources(request)[resource])
}

function step(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)]
  return isObject(value) ? value[key] : undefined
}

/** Whether one resource is made after the other: said by DependsOn or by a reference, directly or through others. */
export const isAfter = (request: StackRequest, later: string, earlier: string): boolean =>
  waitsFor(resources(request), later).some((name) => name === earlier || isAfter(request, name, earlier))
