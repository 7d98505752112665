// How the task definition that is wanted differs from the one that runs: by setting, variable and reference. Pure.
import { canonicalText, isObject, mapsIn, type Json, type JsonObject } from '../model/json.ts'
import { present } from '../model/present.ts'
import type { TaskChange } from '../model/preview.ts'
import { normalForm } from '../model/revision.ts'
import { readStandIns } from '../template/forecast.ts'

/** @param before absent: there is none yet. */
export function differencesOf(before: JsonObject | undefined, after: JsonObject): readonly TaskChange[] {
  const [was, is] = [before ? taskParts(before) : new Map<string, Part>(), taskParts(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): readonly TaskChange[] => {
    const [old, now] = [was.get(key), is.get(key)]
    if (old?.value === now?.value) return []
    // The place of a container tells something only when it is another one.
    if (key.endsWith(`/${position}`) && !(old && now)) return []
    const { value: _, ...part } = (now ?? old) as Part
    return [
      {
        ...part,
        does: !old ? 'add' : !now ? 'remove' : 'change',
        certainty: 'will',
        ...present({ before: old?.value, after: now && readStandIns(now.value) })
      }
    ]
  })
}

type Part = Pick<TaskChange, 'of' | 'container' | 'name'> & { readonly value: string }

const position = 'place among the containers'

/** Each by a key that no other has. */
function taskParts(definition: JsonObject): ReadonlyMap<string, Part> {
  const { containerDefinitions = [], ...task } = normalForm(definition)
  const parts = [
    ...leaves(task).map(([name, value]): Part => ({ of: 'setting', name, value })),
    ...mapsIn(containerDefinitions).flatMap(partsOfContainer)
  ]
  return new Map(parts.map((part) => [`${part.container ?? ''}/${part.of}/${part.name}`, part]))
}

function partsOfContainer(definition: JsonObject, index: number): readonly Part[] {
  const { name, environment = [], secrets = [], ...settings } = definition
  const container = typeof name === 'string' ? name : `container ${index + 1}`
  return [
    ...leaves(settings).map(([name, value]): Part => ({ of: 'setting', container, name, value })),
    { of: 'setting', container, name: position, value: String(index + 1) },
    ...pairsOf(environment, 'value').map(([name, value]): Part => ({ of: 'env', container, name, value })),
    ...pairsOf(secrets, 'valueFrom').map(([name, value]): Part => ({ of: 'secret', container, name, value }))
  ]
}

/** `runtimePlatform.cpuArchitecture` -> `ARM64`; a list is one value. */
const leaves = (value: JsonObject, path = ''): readonly (readonly [name: string, value: string])[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    isObject(inner) && Object.keys(inner).length > 0
      ? leaves(inner, `${path}${key}.`)
      : [[`${path}${key}`, textOf(inner)]]
  )

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : canonicalText(value)

const pairsOf = (value: Json, key: 'value' | 'valueFrom'): readonly (readonly [string, string])[] =>
  mapsIn(value).map((item) => [textOf(item.name), textOf(item[key])])
