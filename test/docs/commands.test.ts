// The commands that the docs print for a person with an account. They are run in their order, with programs in place of
// `aws`, `gh` and `git` that note what they were asked; that is held against AWS's own lists, and against our own files.
import { afterAll, describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { parse } from 'yaml'
import { ours, pages, read, root } from '../workflows/files.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const fencesOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, text = '']) => text)

/** What `npm` runs, and what test/scripts/template.test.ts runs. */
const elsewhere = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/templates.md']
const told = pages.filter((page) => fencesOf(page).length > 0 && !elsewhere.includes(page)).toSorted()

type Call = readonly [program: string, ...words: string[]]

const program = `#!/bin/sh
{ printf '%s\\037' "\${0##*/}" "$@"; printf '\\036'; } >>"$CALLS"
echo "answer"
`

interface Ran {
  readonly status: number | null
  readonly stderr: string
  readonly calls: readonly Call[]
  readonly folder: string
}

/** In a folder that holds both repositories, as docs/getting-started.md says. */
function run(script: string): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-docs-'))
  folders.push(folder)
  for (const name of ['bin', 'shop']) mkdirSync(join(folder, name))
  symlinkSync(root, join(folder, 'slipway'))
  // Where a page is read in this repository, its paths are from the root.
  symlinkSync(join(root, 'templates'), join(folder, 'templates'))
  for (const name of ['aws', 'gh', 'git']) {
    writeFileSync(join(folder, 'bin', name), program)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  const calls = join(folder, 'calls')
  writeFileSync(calls, '')
  const env = { PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter), CALLS: calls }
  const { status, stderr } = spawnSync('bash', ['--norc', '-euc', script], { cwd: folder, env, encoding: 'utf8' })
  const noted = readFileSync(calls, 'utf8').split('\x1e').slice(0, -1)
  return { status, stderr, calls: noted.map((call) => call.split('\x1f').slice(0, -1) as unknown as Call), folder }
}

/** Those that stand in a sentence are run behind the others. */
const sentences = (page: string): readonly string[] =>
  [...read(page).matchAll(/`((?:aws|gh) [a-z][^`]*)`/g)].map(([, command = '']) => command.replaceAll('\n', ' '))

const ran = new Map(told.map((page) => [page, run([...fencesOf(page), ...sentences(page)].join('\n'))] as const))
const called = (name: string): readonly (readonly string[])[] =>
  [...ran.values()].flatMap(({ calls }) => calls.filter(([program]) => program === name).map(([, ...words]) => words))

test('these pages have commands', () => {
  expect(told).toEqual(['docs/bootstrap.md', 'docs/getting-started.md', 'docs/operations.md'])
})

test.each(told)('%s: the shell takes its commands', (page) => {
  const { status, stderr } = ran.get(page) ?? {}
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

describe('aws', () => {
  const global = ['region', 'output', 'query']
  /** Commands that the AWS CLI makes of several calls, with their options. */
  const composed: Readonly<Record<string, readonly string[]>> = {
    'cloudformation deploy': ['template-file', 'stack-name', 'capabilities', 'parameter-overrides'],
    'logs tail': ['since']
  }
  const packages: Readonly<Record<string, string>> = { route53: 'route-53' }

  interface Command {
    readonly schema: readonly unknown[]
  }
  type Commands = Readonly<Record<string, new (input: object) => Command>>
  const plain = (word: string): string => word.replaceAll('-', '').toLowerCase()

  /** As AWS's own description of the call has them. */
  async function optionsOf(service: string, operation: string): Promise<readonly string[]> {
    const client = (await import(`@aws-sdk/client-${packages[service] ?? service}`)) as Commands
    const Found = Object.entries(client).find(([name]) => name.toLowerCase() === `${plain(operation)}command`)?.[1]
    if (!Found) throw new Error(`aws ${service} has no ${operation}`)
    const input = new Found({}).schema[4] as () => readonly [number, string, string, unknown, readonly string[]]
    return (typeof input === 'function' ? input() : input)[4]
  }

  const commands = called('aws').map(([service = '', operation = '', ...words]) => ({ service, operation, words }))

  test.each(commands)('$service $operation has these options', async ({ service, operation, words }) => {
    const options = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2))
    const known = composed[`${service} ${operation}`] ?? (await optionsOf(service, operation))
    const names = [...global, ...known, ...known.map((name) => `no-${name}`)].map(plain)
    expect(options.filter((option) => !names.includes(plain(option)))).toEqual([])
  })
})

describe('bootstrap', () => {
  const { Parameters, Outputs } = parse(read('templates/bootstrap.yml')) as Readonly<
    Record<'Parameters' | 'Outputs', object>
  >
  const deployed = called('aws').filter(([, operation]) => operation === 'deploy')

  test('is deployed with parameters and from a file that are there', () => {
    expect(deployed.length).toBeGreaterThan(1)
    for (const words of deployed) {
      const given = words.slice(words.indexOf('--parameter-overrides') + 1).map((word) => word.split('=')[0])
      expect(given.filter((name) => !Object.hasOwn(Parameters, name ?? ''))).toEqual([])
      expect(given).toEqual(expect.arrayContaining(['Repository', 'Name', 'HostedZoneId', 'Domain']))
      const { folder = '' } = ran.get('docs/getting-started.md') ?? {}
      expect(existsSync(join(folder, words[words.indexOf('--template-file') + 1] ?? ''))).toBe(true)
    }
  })

  test('gives each variable that a workflow of ours reads', () => {
    const set = new Map(
      [...read('docs/getting-started.md').matchAll(/gh variable set (\w+) .*\$\(output (\w+)\)/g)].map(
        ([, variable = '', output = '']) => [variable, output] as const
      )
    )
    const wanted = ours.flatMap((path) => [...read(path).matchAll(/vars\.(\w+)/g)].map(([, name = '']) => name))
    expect([...set.keys()].toSorted()).toEqual([...new Set(wanted)].toSorted())
    expect([...set.values()].filter((output) => !Object.hasOwn(Outputs, output))).toEqual([])
    const run = called('gh').filter(([first]) => first === 'variable')
    expect(run.map(([, , name]) => name).slice(0, set.size)).toEqual([...set.keys()])
  })
})

test('the workflow that is started by hand is one that was copied, with the inputs that it has', () => {
  const { folder = '' } = ran.get('docs/getting-started.md') ?? {}
  const started = called('gh').filter(([first, second]) => first === 'workflow' && second === 'run')
  expect(started.length).toBeGreaterThan(2)
  for (const [, , name = '', ...words] of started) {
    const { on } = parse(readFileSync(join(folder, 'shop/.github/workflows', name), 'utf8')) as {
      readonly on: { readonly workflow_dispatch: { readonly inputs: Readonly<Record<string, { options?: string[] }>> } }
    }
    const { inputs } = on.workflow_dispatch
    const given = words.filter((_, index) => words[index - 1] === '-f').map((word) => word.split('='))
    for (const [input = '', value = ''] of given) {
      expect(Object.keys(inputs)).toContain(input)
      if (inputs[input]?.options) expect(inputs[input].options).toContain(value)
    }
  }
})
