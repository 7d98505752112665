// The generated files as they stand; that they are what would be written is a step of `npm run check`.
import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { outputs, verdictTexts } from '../../../src/action/report/outputs.ts'
import { settingList, settingNames } from '../../../src/action/settings/all.ts'

const read = (path: string): string => readFileSync(path, 'utf8')

interface Action {
  readonly inputs: Readonly<Record<string, object>>
  readonly outputs: Readonly<Record<string, object>>
  readonly runs: object
}

test('action.yml has every input and output, and no default that would win over the config file', () => {
  const action = parse(read('action.yml')) as Action
  expect(Object.keys(action.inputs)).toEqual(settingNames)
  expect(Object.keys(action.outputs)).toEqual(Object.keys(outputs))
  const withDefault = Object.entries(action.inputs).filter(([, input]) => 'default' in input)
  expect(withDefault.map(([name]) => name)).toEqual(['github-token'])
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
})

test('the action that the reusable workflows run is the same one', () => {
  const path = '.github/actions/slipway/action.yml'
  const action = parse(read('action.yml')) as Action
  const { runs, ...rest } = parse(read(path)) as Action & { readonly runs: { readonly main: string } }
  expect({ ...rest, runs: { ...runs, main: join(dirname(path), runs.main) } }).toEqual(action)
})

test('the JSON schema has every setting of the file', () => {
  const schema = JSON.parse(read('slipway.schema.json')) as { readonly properties: object }
  expect(Object.keys(schema.properties)).toEqual(
    settingNames.filter((name) => !['config', 'github-token'].includes(name))
  )
})

test('the README names every setting, output and verdict', () => {
  const names = [...settingNames, ...Object.keys(outputs), ...Object.keys(verdictTexts)]
  expect(names.filter((name) => !read('README.md').includes(`| \`${name}\` `))).toEqual([])
})

test.each(settingList)(
  '%s: the default is one that its schema takes, and the description is a sentence',
  (_, setting) => {
    if (setting.default !== undefined) expect(setting.schema.safeParse(setting.default).success).toBe(true)
    expect(setting.default === undefined).toBe(setting.otherwise !== undefined)
    expect(setting.description).toMatch(/^[A-Z].*\.$/)
  }
)
