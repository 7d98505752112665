// The directions of docs/architecture.md, as imports.json has them, held against the import lines of src.
import { expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const source = new URL('../src/', import.meta.url).pathname
/** Folder -> what its files may import beside node: and their own folder; eslint.config.js makes its rules of the same. */
const allowed = JSON.parse(readFileSync('imports.json', 'utf8')) as Readonly<Record<string, readonly string[]>>

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const folderOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '.')

test.each(files)('src/%s imports what it may', (file) => {
  const text = readFileSync(join(source, file), 'utf8')
  const folder = folderOf(file)
  const imports = text.matchAll(/^(?:import|export) (type )?(?:[^'"]*? from )?'([^']+)'|import\('([^']+)'\)/gm)
  for (const [line, isType, statically, lazily] of imports) {
    const from = statically ?? lazily ?? ''
    const to = from.startsWith('.') ? folderOf(join(dirname(file), from)) : from
    const may = [folder, 'node:', ...(allowed[folder] ?? [])]
    const words = isType ? [to, `type ${to}`] : [to]
    const fits = may.some((each) =>
      words.some((word) => word === each || (/[:*]$/.test(each) && word.startsWith(each.replace('*', ''))))
    )
    expect({ line, fits }).toEqual({ line, fits: true })
  }
  const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
  if (!['action/inputs.ts', 'action/runner.ts'].includes(file)) expect(code).not.toMatch(/process\.env\b/)
  if (file !== 'run/poll.ts') expect(code).not.toMatch(/\bset(Timeout|Interval)\(/)
})

test('two files export one name only when both are called by it', () => {
  const exported = files.flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8')
    const names = text.matchAll(/^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm)
    return [...new Set([...names].map(([, name = '']) => name))].map((name) => ({ name, file }))
  })
  const isOther = ({ name, file }: (typeof exported)[number]): boolean => basename(file) !== `${name}.ts`
  const byName = [...Map.groupBy(exported, ({ name }) => name).values()]
  expect(byName.length).toBeGreaterThan(500)
  expect(byName.filter((all) => all.length > 1 && all.some(isOther)).flat()).toEqual([])
})

test('docs/architecture.md says the same of each folder', () => {
  const page = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8')
  const told = (folder: string): readonly string[] => {
    const [cells = ''] = new RegExp(`^\\| \`src/${folder}\` .*$`, 'm').exec(page) ?? []
    return [...(cells.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
  }
  const folders = Object.keys(allowed).filter((folder) => folder !== '.')
  const said = Object.fromEntries(folders.map((folder) => [folder, told(folder).toSorted()]))
  const bare = (names: readonly string[]) => names.map((name) => name.replace(/^type /, '')).toSorted()
  expect(said).toEqual(Object.fromEntries(folders.map((folder) => [folder, bare(allowed[folder] ?? [])])))
})

test('each file of end-to-end tests has accounts of its own', () => {
  const folder = new URL('e2e/', import.meta.url).pathname
  const accounts = readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => [...new Set(readFileSync(join(folder, file), 'utf8').match(/(?<=')\d{12}(?=')/g))])
  expect(accounts.filter((account, index) => accounts.indexOf(account) !== index)).toEqual([])
})
