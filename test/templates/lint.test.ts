// cfn-lint over every template: what is made of each configuration, the parts that it is made of, and the bootstrap.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import { ensureLinter } from '../../local/python.ts'
import { configurations, requestsOf } from '../template/configurations.ts'

interface Ignored {
  readonly rule: string
  /** Of the file's path from the root, or of `<configuration>/platform.json`. */
  readonly file: RegExp
  readonly why: string
}

/** All that is ignored. */
const ignored: readonly Ignored[] = [
  {
    rule: 'E1020',
    file: /^templates\/(platform|service)\//,
    why: 'A parameter of a part may stand for a whole map; it is filled in before CloudFormation sees it.'
  },
  {
    rule: 'W3005',
    file: /^(?!templates\/).*\/service\.json$/,
    why: 'With two groups the service refers to the rule that it is said to wait for; with one it does not.'
  }
]

interface Finding {
  readonly Filename: string
  readonly Message: string
  readonly Rule: { readonly Id: string }
  readonly Location: { readonly Start: { readonly LineNumber: number } }
}

const folder = mkdtempSync(join(tmpdir(), 'slipway-templates-'))
after(() => {
  rmSync(folder, { recursive: true })
})

/** Path -> what the file is called in this test. */
const files = new Map([...made(), ...written()])
// One process for all of them: it takes longer to start than to read a template.
const findings = lint(await ensureLinter(console.log))

for (const [path, name] of files) {
  test(name, () => {
    const here = findings.filter(({ Filename }) => Filename === path)
    const told = here
      .filter((finding) => ignoredBy(finding, name).length === 0)
      .map(({ Rule, Location, Message }) => `${Rule.Id} in line ${Location.Start.LineNumber}: ${Message}`)
    assert.deepEqual(told, [])
  })
}

test('nothing is ignored that is not there', () => {
  const used = findings.flatMap((finding) => ignoredBy(finding, files.get(finding.Filename) ?? ''))
  assert.deepEqual(
    ignored.filter((one) => !used.includes(one)),
    []
  )
})

function ignoredBy({ Rule }: Finding, name: string): readonly Ignored[] {
  return ignored.filter(({ rule, file }) => rule === Rule.Id && file.test(name))
}

/** A template that several configurations share is read once. */
function made(): readonly (readonly [string, string])[] {
  const bodies = new Map<string, string>()
  for (const [name, configuration] of Object.entries(configurations)) {
    const { platform, service } = requestsOf(configuration)
    for (const [kind, { body }] of Object.entries({ platform, service })) {
      if (!bodies.has(body)) bodies.set(body, `${name}/${kind}.json`)
    }
  }
  return [...bodies].map(([body, name]) => {
    const path = join(folder, name.replace('/', '-'))
    writeFileSync(path, JSON.stringify(JSON.parse(body), undefined, 2))
    return [path, name]
  })
}

function written(): readonly (readonly [string, string])[] {
  const root = new URL('../../', import.meta.url).pathname
  const templates = join(root, 'templates')
  return readdirSync(templates, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yml'))
    .map((file) => [join(templates, file), relative(root, join(templates, file))])
}

/** Its exit code is a sum of bits for what it found, so what it says counts alone. */
function lint(python: string): readonly Finding[] {
  const args = [
    '-c',
    'from cfnlint.runner import main; main()',
    '--format',
    'json',
    '--regions',
    'eu-west-1',
    '--',
    ...files.keys()
  ]
  const { stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  assert.equal(stderr, '')
  return JSON.parse(stdout) as readonly Finding[]
}
