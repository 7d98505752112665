// The shape of `overrides`: the three things that `npm run template` prints, each a map.
import { isObject, type JsonObject } from '../../model/json.ts'
import { nearest } from '../../model/suggestion.ts'

const documents = ['platform', 'service', 'taskDefinition'] as const
const ofTemplate = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Transform',
  'Resources',
  'Outputs'
]

export const overridesProblems = (overrides: JsonObject): readonly string[] =>
  Object.entries(overrides).flatMap(([key, value]) => {
    if (!documents.some((name) => name === key)) return [unknown(key, 'it', documents)]
    if (!isObject(value)) return [`\`${key}\` in it must be a map`]
    if (key === 'taskDefinition') return []
    return Object.keys(value)
      .filter((section) => !ofTemplate.includes(section))
      .map((section) => unknown(section, `\`${key}\``, ofTemplate))
  })

function unknown(key: string, owner: string, known: readonly string[]): string {
  const meant = nearest(key, known)
  return (
    `${owner} has no \`${key}\`` +
    (meant === undefined ? `; what it may have is ${known.join(', ')}` : `; did you mean \`${meant}\`?`)
  )
}
