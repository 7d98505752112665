// References of a template to what is not in it: CloudFormation would refuse them when much is made already.
import { isObject, listOf, mapOf, type Json } from '../model/json.ts'
import type { Template } from './part.ts'

export interface Dangling {
  /** What refers: `Resources.LoadBalancer`, `Outputs.VpcId`. */
  readonly from: string
  /** The name that nothing has. */
  readonly to: string
}

export function danglingReferences({ Parameters, Resources, Outputs }: Template): readonly Dangling[] {
  const isThere = (name: string): boolean =>
    name.startsWith('AWS::') || Object.hasOwn(Parameters, name) || Object.hasOwn(Resources, name)
  return Object.entries({ Resources, Outputs }).flatMap(([section, members]) =>
    Object.entries(members).flatMap(([name, member]) =>
      [...new Set(namesIn(member))].filter((to) => !isThere(to)).map((to) => ({ from: `${section}.${name}`, to }))
    )
  )
}

/** What is named in a value: by Ref, by GetAtt, in the text of Sub. */
export function namesIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(namesIn)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    switch (key) {
      case 'Ref':
      case 'DependsOn':
        return textsOf(inner)
      case 'Fn::GetAtt':
        return textsOf(Array.isArray(inner) ? (inner as readonly Json[]).slice(0, 1) : inner).map(withoutAttribute)
      case 'Fn::Sub':
        return subNames(inner)
      default:
        return namesIn(inner)
    }
  })
}

/** `${!Name}` is the text itself; what stands in the map of `[text, map]` is known there. */
function subNames(argument: Json): readonly string[] {
  const [text, given = {}] = (Array.isArray(argument) ? argument : [argument]) as readonly Json[]
  const known = mapOf(given)
  const used = typeof text === 'string' ? [...text.matchAll(/\$\{([^!}][^}]*)\}/g)] : []
  return [
    ...used.map(([, name = '']) => withoutAttribute(name)).filter((name) => !Object.hasOwn(known, name)),
    ...namesIn(known)
  ]
}

const textsOf = (value: Json): readonly string[] =>
  (Array.isArray(value) ? listOf(value) : [value]).filter((item) => typeof item === 'string')

/** `Name.Attribute`. */
const withoutAttribute = (text: string): string => text.split('.')[0] ?? text
