// Writes what comes from the schema: action.yml (once more where the reusable workflows find it, docs/decisions/0025),
// slipway.schema.json, the tables of README.md and the drawings of docs/architecture.md between their markers, and the tables
// that `overrides` are checked against.
// `--check` writes nothing and fails when a file is not as it would be written.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { stringify } from 'yaml'
import { z } from 'zod'
import { outputs, verdictTexts } from '../src/action/report/outputs.ts'
import { groups, settingList } from '../src/action/settings/all.ts'
import type { Setting } from '../src/action/settings/setting.ts'
import { goodVerdicts } from '../src/model/verdict.ts'
import { importsDrawing, resourcesDrawing } from './drawings.ts'
import { definitionFields, recreations, templateNames } from './tables.ts'

const root = join(import.meta.dirname, '..')

const defaultOf = (setting: Setting): string =>
  setting.default === undefined ? (setting.otherwise ?? '') : `\`${setting.default}\``

/** No `default:` for what may stand in the config file: the runner would hand it on as if it had been given, and it would win. */
function actionYml(bundle: string): string {
  const inputs = settingList.map(([name, setting]) => [
    name,
    {
      description: `${setting.description} Default: ${defaultOf(setting)}.`,
      required: false,
      ...(setting.given !== undefined && { default: setting.given })
    }
  ])
  const action = {
    name: 'Slipway',
    description: 'From a Dockerfile to https://your.domain on ECS Fargate, with an honest verdict',
    author: 'the Slipway contributors',
    branding: { icon: 'anchor', color: 'blue' },
    inputs: Object.fromEntries(inputs) as object,
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, description]) => [name, { description }])
    ) as object,
    runs: { using: 'node24', main: bundle }
  }
  return `# Written by \`npm run generate\` from src/action/settings and src/action/report/outputs.ts.\n${stringify(action, { lineWidth: 0 })}`
}

type JsonSchema = Readonly<Record<string, unknown>>

const scalar = { type: ['string', 'number', 'boolean'] }
const truths = ['true', 'True', 'TRUE', 'false', 'False', 'FALSE']
const numberText = '^\\s*[0-9]{1,10}\\s*$'

/** What an input reads from text may be written as text in the file too. */
function propertyOf(setting: Setting): JsonSchema {
  if (setting.nested === true) return { description: setting.description, type: ['object', 'string'] }
  const standalone = z.toJSONSchema(setting.schema, { target: 'draft-7', io: 'output' })
  const schema: JsonSchema = Object.fromEntries(Object.entries(standalone).filter(([key]) => key !== '$schema'))
  const told = {
    description: setting.description,
    ...(setting.default !== undefined && { default: setting.schema.parse(setting.default) })
  }
  if (setting.values) return { ...told, enum: [...new Set(setting.values.flatMap((value) => [value, String(value)]))] }
  switch (schema.type) {
    case 'array':
      return { ...told, anyOf: [{ type: 'array', items: scalar }, { type: 'string' }] }
    case 'object':
      return {
        ...told,
        anyOf: [
          { type: 'object', additionalProperties: scalar },
          { type: 'array', items: { type: 'string', pattern: '^\\s*[^\\s=][^=]*=' } },
          { type: 'string' }
        ]
      }
    case 'boolean':
      return { ...told, enum: [true, false, ...truths] }
    case 'integer':
      // A limit is for a number only, a pattern for a text only.
      return { ...told, ...schema, type: ['integer', 'string'], pattern: numberText }
    case 'string':
      // A tag such as 1.10 is a number to YAML; it is read as it is written.
      return { ...told, ...schema, ...(schema.enum === undefined && scalar) }
    default:
      return { ...told, ...schema }
  }
}

/** Of regions, each with what it overrides; the parser judges that. */
const orMap = ({ anyOf, ...rest }: JsonSchema): JsonSchema => ({
  ...rest,
  anyOf: [...(anyOf as readonly JsonSchema[]), { type: 'object', additionalProperties: { type: ['object', 'null'] } }]
})

const schemaJson = (): string =>
  JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Slipway',
    description: 'Settings of Slipway in .github/slipway.yml',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      settingList
        .filter(([, { inputOnly }]) => inputOnly !== true)
        .map(([name, setting]) => [name, name === 'regions' ? orMap(propertyOf(setting)) : propertyOf(setting)])
    ) as object
  })

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

function inputTables(): string {
  return Object.entries<Readonly<Record<string, Setting>>>(groups)
    .map(([group, settings]) => {
      const rows = Object.entries(settings).map(([name, setting]) => [
        `\`${name}\``,
        setting.type,
        defaultOf(setting),
        setting.description
      ])
      return `**${group}**\n\n${table(['Input', 'Type', 'Default', 'What it says'], rows)}`
    })
    .join('\n\n')
}

const rowsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([word, meaning]) => [`\`${word}\``, meaning])

const isGreen = (verdict: string): boolean => goodVerdicts.some((good) => good === verdict)

type Parts = Readonly<Record<string, () => string>>

const parts: Parts = {
  inputs: inputTables,
  outputs: () => table(['Output', 'What it says'], rowsOf(outputs)),
  verdicts: () =>
    table(
      ['`verdict`', 'Means', 'Exit'],
      Object.entries(verdictTexts).map(([word, meaning]) => [`\`${word}\``, meaning, isGreen(word) ? '0' : '1'])
    )
}

const drawings: Parts = { imports: importsDrawing, resources: resourcesDrawing }

/** @throws when a marker is missing: a table that nobody sees is not written. */
function writtenIn(path: string, parts: Parts): string {
  return Object.entries(parts).reduce(
    (text, [name, write]) => {
      const [begin, end] = [`<!-- ${name}: written by npm run generate -->`, `<!-- end of ${name} -->`]
      const [from, to] = [text.indexOf(begin), text.indexOf(end)]
      if (from === -1 || to < from) throw new Error(`${path} has no place for ${name}: ${begin} ... ${end}`)
      return `${text.slice(0, from + begin.length)}\n\n${write()}\n\n${text.slice(to)}`
    },
    readFileSync(join(root, path), 'utf8')
  )
}

/** Path -> text, as prettier wants it. */
async function generated(): Promise<Readonly<Record<string, string>>> {
  const texts = {
    'action.yml': actionYml('dist/index.js'),
    '.github/actions/slipway/action.yml': actionYml('../../../dist/index.js'),
    'slipway.schema.json': schemaJson(),
    'README.md': writtenIn('README.md', parts),
    'docs/architecture.md': writtenIn('docs/architecture.md', drawings),
    'src/action/rules/definition-fields.ts': definitionFields(),
    'src/action/rules/template-names.ts': templateNames(),
    'test/template/recreations.ts': recreations()
  }
  const written = Object.entries(texts).map(async ([path, text]) => {
    const filepath = join(root, path)
    return [path, await format(text, { ...(await resolveConfig(filepath)), filepath })] as const
  })
  return Object.fromEntries(await Promise.all(written))
}

/** The generated files that are not as they should be. */
const stale = (files: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(files)
    .filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text)
    .map(([path]) => path)

const files = await generated()
const old = stale(files)
if (process.argv.includes('--check')) {
  if (old.length > 0) console.error(`Not as the code says: ${old.join(', ')}. Run npm run generate.`)
  process.exitCode = old.length > 0 ? 1 : 0
} else {
  for (const path of old) writeFileSync(join(root, path), files[path] ?? '')
  console.log(old.length > 0 ? `Written: ${old.join(', ')}` : 'All is as the code says')
}
