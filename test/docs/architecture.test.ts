// What docs/architecture.md says by hand and the code can confirm; its drawings of imports and resources are generated.
import { expect, test } from '@jest/globals'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { stages } from '../../src/model/progress.ts'

const page = readFileSync('docs/architecture.md', 'utf8')
const sectionOf = (title: string): string => page.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? ''

test('the drawing of a run has each stage, and no other', () => {
  const [, drawing = ''] = /```mermaid\n(flowchart LR[\s\S]*?)```/.exec(sectionOf('One direction')) ?? []
  const drawn = drawing.split('\n').slice(1).join(' ').match(/\w+/g)
  expect([...new Set(drawn)].toSorted()).toEqual(stages.toSorted())
})

test('each package is told with what it is for, and no other', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Packages
  const told = [...sectionOf('Packages').matchAll(/`([@\w][\w./*-]+)`/g)].map(([, name = '']) => name)
  const isTold = (name: string): boolean => told.some((each) => each === name || isOneOf(name, each))
  const all = Object.keys({ ...dependencies, ...devDependencies })
  expect(all.filter((name) => !isTold(name))).toEqual([])
  expect(told.filter((each) => !all.some((name) => name === each || isOneOf(name, each)))).toEqual([])
})

interface Packages {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const isOneOf = (name: string, family: string): boolean => family.endsWith('*') && name.startsWith(family.slice(0, -1))

test('each file that is named is there', () => {
  const files = new Set(globSync('src/**/*.ts').map((path) => basename(path)))
  const told = [...page.matchAll(/`(?:src\/)?(?:[\w-]+\/)*([\w-]+\.ts)`/g)].map(([, name = '']) => name)
  expect(told.length).toBeGreaterThan(60)
  expect(told.filter((name) => !files.has(name) && !['architecture.test.ts'].includes(name))).toEqual([])
})

test.each(['run', 'template', 'action'])('each file of src/%s is told, or the folder that it is in', (folder) => {
  const section = folder === 'run' ? 'A run, file by file' : 'From a setting to a property'
  const told = (name: string): boolean => sectionOf(section).includes(`\`${name}\``)
  const files = globSync('**/*.ts', { cwd: `src/${folder}` })
  const untold = files.filter((path) => !told(basename(path)) && !told(`${dirname(path)}/`))
  expect(untold).toEqual([])
})

test('the glossary stays short', () => {
  const rows = sectionOf('Words').match(/^\| (?!Word|-)/gm) ?? []
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.length).toBeLessThanOrEqual(30)
})
