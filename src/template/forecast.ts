// What a stack will tell once it has been changed, before it is: which of its outputs stay, and which may be others. Pure.
import { mapOf, type Json } from '../model/json.ts'
import type { Outputs, ResourceChange, StackRequest } from '../model/stack.ts'
import { fateOf } from './interruption.ts'
import { namesIn } from './dangling.ts'
import { templateOf } from './stack.ts'

export interface Forecast {
  /** Values of today where they stay or cannot be told; a stand-in where there is none yet. */
  readonly outputs: Outputs
  /** Names of those that may be others afterwards. */
  readonly unsure: readonly string[]
}

const standIn = 'known-after-the-platform-'
const unknownYet = (output: string): string => `${standIn}${output}`

/** Texts with a stand-in in them, said to people. */
export const readStandIns = (text: string): string =>
  text.replaceAll(new RegExp(`${standIn}\\w+`, 'g'), '(known once the platform is there)')

/** @param changes what its change set says; absent: every resource of it may be another. */
export function forecastOf(request: StackRequest, now: Outputs, changes?: readonly ResourceChange[]): Forecast {
  const told = Object.entries(mapOf(templateOf(request).Outputs)).map(([name, output]) => {
    const { Value: value = null } = mapOf(output)
    if (typeof value === 'string') return { name, value, isSure: true }
    const today = now[name]
    const isSure = today !== undefined && changes !== undefined && !namesIn(value).some(mayBeAnother)
    return { name, value: today ?? unknownYet(name), isSure }
  })
  return {
    // What the template no longer tells is there until it has been changed; nothing asks for it.
    outputs: { ...now, ...Object.fromEntries(told.map(({ name, value }) => [name, value])) },
    unsure: told.filter(({ isSure }) => !isSure).map(({ name }) => name)
  }

  function mayBeAnother(logicalId: string): boolean {
    const change = changes?.find((one) => one.logicalId === logicalId)
    if (!change) return false
    return change.action !== 'Modify' || fateOf(change, changes ?? []) !== undefined
  }
}

export interface Declared {
  readonly logicalId: string
  readonly type: string
  readonly properties: Json
}

/** The resources of a template, in its order. */
export const declaredBy = (request: StackRequest): readonly Declared[] =>
  Object.entries(mapOf(templateOf(request).Resources)).map(([logicalId, resource]) => {
    const { Type = '', Properties = {} } = mapOf(resource)
    return { logicalId, type: typeof Type === 'string' ? Type : '', properties: Properties }
  })

/** Resources in which one of these parameters stands. */
export const usersOf = (request: StackRequest, parameters: readonly string[]): readonly Declared[] =>
  declaredBy(request).filter(({ properties }) => namesIn(properties).some((name) => parameters.includes(name)))
