// `npm test`: everything. Lanes side by side, as the end-to-end tests and those of the local AWS wait more than they
// reckon; each part's output is printed whole when the part ends, then how long it took. The last line is `N passed, N failed`. `npm test -- e2e` runs one part alone.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocal, type Local } from '../local/local.ts'
import { ensureBase } from '../local/base.ts'
import { ensurePython } from '../local/python.ts'
import { printed } from '../scripts/printed.ts'

interface Result {
  readonly passed: number
  readonly failed: number
  /** For want of a tool on this machine: said, because what is not tested is not known. */
  readonly skipped: number
  readonly seconds: number
}

type Name = 'check' | 'templates' | 'workflows' | 'local' | 'e2e' | 'realism'
const jest = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
const names: readonly Name[] = ['check', 'templates', 'workflows', 'local', 'e2e', 'realism']

const asked = process.argv.slice(2)
const unknown = asked.filter((word) => !names.some((name) => name === word))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are ${names.join(', ')}.`)
  process.exit(2)
}
const isWanted = (name: Name): boolean => asked.length === 0 || asked.includes(name)
const results = new Map<Name, Result>()
await Promise.all([ofCode(), ofTexts(), withCloud().catch(withoutLocal)])
console.log()
for (const [name, { passed, failed, skipped, seconds }] of results) {
  const left = skipped === 0 ? '' : `, ${skipped} SKIPPED`
  console.log(`${name.padEnd(9)} ${seconds.toFixed(0).padStart(4)} s  ${passed} passed, ${failed} failed${left}`)
}
const sum = (key: 'passed' | 'failed'): number =>
  [...results.values()].reduce((total, result) => total + result[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
if (sum('failed') > 0) process.exitCode = 1

async function ofCode(): Promise<void> {
  if (isWanted('check')) await run('check', process.execPath, ['scripts/check.ts'])
}

/** At once, as the local AWS is still starting: after `check`, which takes the longest, all would wait for them. */
async function ofTexts(): Promise<void> {
  if (isWanted('templates')) await run('templates', process.execPath, nodeTest('test/templates'))
  if (isWanted('workflows')) await run('workflows', process.execPath, nodeTest('test/workflows'))
}

/** One local AWS for both; each file of tests has an account of its own in it, so two files run side by side. */
async function withCloud(): Promise<void> {
  if (!isWanted('e2e') && !isWanted('realism')) return ofLocal()
  const folder = mkdtempSync(join(tmpdir(), 'slipway-decisions-'))
  const decisions = join(folder, 'decisions.jsonl')
  // Rights are enforced for all but the accounts' own keys, and what was decided is written down (policy.test.ts).
  const settings = { AUTH: 'true', SLIPWAY_DECISIONS: decisions }
  const local = await startLocal({ log: console.log, settings })
  try {
    await ensureBase(local, console.log)
    await Promise.all([endToEnd(local, decisions), ofRules(local).then(ofLocal)])
  } finally {
    await local.stop()
    rmSync(folder, { recursive: true })
  }
}

/** The local AWS did not start, or not stop: what wanted it is told as failed, and the rest goes on. */
function withoutLocal(error: unknown): void {
  console.error(error)
  for (const name of ['e2e', 'realism', 'local'] as const) {
    if (isWanted(name) && !results.has(name)) results.set(name, { passed: 0, failed: 1, skipped: 0, seconds: 0 })
  }
  process.exitCode = 1
}

async function endToEnd(local: Local, decisions: string): Promise<void> {
  if (!isWanted('e2e')) return
  await run('e2e', process.execPath, ['--test-concurrency=2', ...nodeTest('test/e2e')], {
    SLIPWAY_LOCAL: JSON.stringify(local.env),
    SLIPWAY_OIDC: JSON.stringify(local.oidc),
    SLIPWAY_DECISIONS: decisions
  })
}

/** The rules that local/ministack adds, against MiniStacks of their own with and without them. */
async function ofRules(local: Local): Promise<void> {
  if (!isWanted('realism')) return
  const pytest = ['-m', 'pytest', 'local/ministack/tests', '-q', '-p', 'no:cacheprovider']
  await run('realism', await ensurePython(), pytest, { DOCKER_HOST: local.dockerHost })
}

async function ofLocal(): Promise<void> {
  if (isWanted('local')) await run('local', process.execPath, [...jest, '--config', 'test/local/jest.config.ts'])
}

function nodeTest(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.test.ts'))
  return ['--test', '--test-reporter=spec', ...files.map((file) => `${folder}/${file}`)]
}

async function run(name: Name, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const { status, output, seconds } = await printed(program, args, env)
  console.log(`\n===== ${name} =====\n${output}`)
  const { passed, failed, skipped } = count(output)
  // A part that broke without a failed test is a failure all the same, and so is one that tested nothing.
  const broken = failed === 0 && (status !== 0 || passed === 0)
  results.set(name, { passed, failed: broken ? 1 : failed, skipped, seconds })
}

/** What jest, node's test runner and pytest say at their end. */
function count(text: string): Omit<Result, 'seconds'> {
  const all = (pattern: RegExp): readonly number[] => [...text.matchAll(pattern)].map(([, number]) => Number(number))
  const added = (pattern: RegExp): number => all(pattern).reduce((total, number) => total + number, 0)
  // pytest's own sum stands at the end.
  const last = (pattern: RegExp): number => all(pattern).at(-1) ?? 0
  return {
    passed: added(/^Tests:.* (\d+) passed/gm) + added(/^ℹ pass (\d+)/gm) + last(/^(?:.* )?(\d+) passed.* in [\d.]+/gm),
    failed: added(/^Tests: +(\d+) failed/gm) + added(/^ℹ fail (\d+)/gm) + last(/^(?:.* )?(\d+) failed.* in [\d.]+/gm),
    skipped:
      added(/^Tests:.* (\d+) skipped/gm) + added(/^ℹ skipped (\d+)/gm) + last(/^(?:.* )?(\d+) skipped.* in [\d.]+/gm)
  }
}
