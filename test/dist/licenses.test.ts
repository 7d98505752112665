// Whatever is in the bundle has its licence beside it, and it is one that lets us pass it on.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const dist = new URL('../../dist/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, dist), 'utf8')
const parts = read('licenses.txt')
  .split(/^-{80}$/m)
  .map((part) => /^\n*((?:\S+ \d\S+\n)+)\n(.+)/.exec(part))
const entries = parts.flatMap((part) =>
  (part?.[1] ?? '').trim().split('\n').map((line) => ({ name: line.split(' ')[0] ?? '', license: part?.[2] ?? '' }))
)

test('each package that the bundle names is in it', () => {
  const code = readdirSync(dist)
    .filter((file) => file.endsWith('.js'))
    .map(read)
    .join('\n')
  const named = new Set([...code.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//g)].map(([, name = '']) => name))
  assert.ok(named.has('zod') && named.size > 20)
  assert.deepEqual(
    [...named].filter((name) => !entries.some((entry) => entry.name === name)),
    []
  )
})

test('each may be passed on', () => {
  const free = ['MIT', 'Apache-2.0', 'ISC', 'BSD-3-Clause', '0BSD']
  assert.deepEqual(
    entries.filter(({ license }) => !free.includes(license)),
    []
  )
})
