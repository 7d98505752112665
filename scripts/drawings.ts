// The drawings of docs/architecture.md that are made of what they show: who imports whom, and what a stack is made of.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from '../src/action/parse/parse.ts'
import { mapOf, type Json, type JsonObject } from '../src/model/json.ts'
import { namesIn } from '../src/template/dangling.ts'
import { standalone } from '../src/template/standalone.ts'
import { partsOf } from './tables.ts'

const root = join(import.meta.dirname, '..')

const drawing = (lines: readonly string[]): string => ['```mermaid', ...lines, '```'].join('\n')
const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].toSorted()

/** Folders of src; dotted: types alone. */
export function importsDrawing(): string {
  const edges = globSync('src/**/*.ts', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [...text.matchAll(/^import (type )?[^'"]*?from '(\.[^']+)'/gm)].flatMap(([, isType, path = '']) => {
      const [from, to] = [folderOf(file), folderOf(join(dirname(file), path))]
      return from === to ? [] : [{ from, to, isType: isType !== undefined }]
    })
  })
  const arrows = edges.map(({ from, to }) => {
    const isType = edges.every((edge) => edge.from !== from || edge.to !== to || edge.isType)
    return `  ${from} ${isType ? '-.->' : '-->'} ${to}`
  })
  return drawing(['flowchart LR', ...sorted(arrows)])
}

/** `src/main.ts` is one by itself. */
const folderOf = (file: string): string => file.split('/')[1]?.replace(/\.ts$/, '') ?? ''

/** Of an app with a domain of its own zone, everything else by default. An arrow leads to what is needed. */
export function resourcesDrawing(): string {
  const { configs } = parse(
    { given: { name: 'shop', regions: 'eu-west-1', domain: 'shop.example', www: 'true' }, unknown: [] },
    { asked: {}, mistakes: [] },
    {}
  )
  const { platform, service } = standalone(configs[0])
  const parts = [...drawn('platform', platform), ...drawn('service', service)]
  /** A parameter of the service stack is an output of the platform. */
  const outputs = mapOf(platform.Outputs)
  const partOf = (name: string): readonly string[] => {
    const part = parts.find(({ ids }) => ids.includes(name))
    if (part) return [part.name]
    const output = outputs[name]
    return output === undefined ? [] : namesIn(mapOf(output).Value ?? null).flatMap(partOf)
  }
  const arrows = parts.flatMap(({ name, needs }) =>
    needs
      .flatMap(partOf)
      .filter((other) => other !== name)
      .map((other) => `  ${name} --> ${other}`)
  )
  return drawing(['flowchart TB', ...stackLines('platform', parts), ...stackLines('service', parts), ...sorted(arrows)])
}

interface Part {
  /** A node of the drawing. */
  readonly name: string
  readonly stack: string
  readonly ids: readonly string[]
  /** What its resources name. */
  readonly needs: readonly string[]
}

/** Resources that one file of templates/ makes are one part. */
function drawn(stack: string, template: JsonObject): readonly Part[] {
  const made = mapOf(template.Resources)
  const files = partsOf(stack).map(({ Resources }) => mapOf(Resources))
  const byFile = Map.groupBy(Object.entries(made), ([id]) => files.findIndex((inside) => id in inside))
  return [...byFile.values()].map((resources) => ({
    // A node is called after its first resource.
    name: resources[0]?.[0] ?? '',
    stack,
    ids: resources.map(([id]) => id),
    needs: resources.flatMap(([, resource]: readonly [string, Json]) => namesIn(resource))
  }))
}

const stackLines = (stack: string, parts: readonly Part[]): readonly string[] => [
  `  subgraph ${stack}["shop-${stack}"]`,
  ...parts.filter((part) => part.stack === stack).map(({ name, ids }) => `    ${name}["${ids.join('<br/>')}"]`),
  '  end'
]
