// What `overrides.taskDefinition` may say: fields of RegisterTaskDefinition, at every depth. The SDK sends neither a
// field that is not known nor one of another type as it was written: nobody would get it, and no revision would ever
// be the same as what was asked for, so that each run would be a rollout.
import { isObject, type Json, type JsonObject } from '../../model/json.ts'
import { definitionFields, wholeDefinition } from './definition-fields.ts'
import { unknownNames } from './unknown.ts'

/** @param outputs of the platform, which may stand in it as `${Name}`. */
export const definitionProblems = (definition: JsonObject, outputs: readonly string[]): readonly string[] => [
  ...shapeProblems(definition, wholeDefinition, 'taskDefinition'),
  ...placeholderProblems(definition, ['Image', ...outputs])
]

function shapeProblems(value: Json, shape: string, path: string): readonly string[] {
  // Null takes a field away, whatever its type.
  if (value === null) return []
  if (shape.endsWith('[]')) {
    if (!Array.isArray(value)) return [`\`${path}\` takes a list`]
    return (value as readonly Json[]).flatMap((item, index) =>
      shapeProblems(item, shape.slice(0, -2), `${path}[${itemName(item) ?? index}]`)
    )
  }
  if (shape.endsWith('{}')) {
    if (!isObject(value)) return [`\`${path}\` takes a map`]
    return Object.entries(value).flatMap(([key, inner]) => shapeProblems(inner, shape.slice(0, -2), `${path}.${key}`))
  }
  const fields = definitionFields[shape]
  if (fields === undefined) return leafProblems(value, shape, path)
  if (!isObject(value)) return [`\`${path}\` takes a map`]
  return [
    ...unknownNames(value, Object.keys(fields), `\`${path}\``),
    ...Object.entries(fields).flatMap(([name, inner]) => shapeProblems(value[name] ?? null, inner, `${path}.${name}`))
  ]
}

const itemName = (item: Json): string | undefined =>
  isObject(item) && typeof item.name === 'string' ? item.name : undefined

/** Never shows the value, which may be a secret. */
function leafProblems(value: Json, wanted: string, path: string): readonly string[] {
  switch (wanted) {
    case 'text':
      return typeof value === 'string' ? [] : [`\`${path}\` takes a text; put the value in quotes`]
    case 'number':
      return typeof value === 'number' ? [] : [`\`${path}\` takes a number, without quotes`]
    default:
      return typeof value === 'boolean' ? [] : [`\`${path}\` takes \`true\` or \`false\`, without quotes`]
  }
}

function placeholderProblems(definition: JsonObject, known: readonly string[]): readonly string[] {
  const used = [...JSON.stringify(definition).matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)
  return [...new Set(used)]
    .filter((name) => !known.includes(name))
    .map(
      (name) =>
        `\`taskDefinition\` has \`\${${name}}\`, which stands for nothing; what may stand there is ` +
        `${known.map((each) => `\`\${${each}}\``).join(', ')}; for the text itself write \`\${!${name}}\``
    )
}
