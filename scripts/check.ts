// `npm run check`: everything that needs no container. What is read and what is run go side by side; each step's output is
// printed when it ends, with its time. A step that fails ends its side; the other one still tells what it finds.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printed } from './printed.ts'

type Step = readonly [name: string, command: readonly string[], isGood?: () => boolean]

const jest = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
const more = process.argv.slice(2)
// Beside dist/, never in it: the end-to-end tests may be running what is there.
const fresh = mkdtempSync(join(tmpdir(), 'slipway-dist-'))

const read: readonly Step[] = [
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['typecheck', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  ['unused code and packages', ['node_modules/knip/bin/knip.js']],
  ['code that only tests use', ['node_modules/knip/bin/knip.js', '--production']],
  ['generated files', ['scripts/generate.ts', '--check']],
  ['build', ['scripts/build.ts', fresh], isDistFresh],
  ['bundle', ['--test', '--test-reporter=spec', 'test/dist/bundle.test.ts', 'test/dist/licenses.test.ts']]
]

const run: readonly Step[] = [
  ['unit tests', [...jest, '/test/(?!simulation/)', '--coverage', ...more]],
  // Nothing is counted here: a module is held to its own tests, and to count makes hours of rollouts a third slower.
  ['simulations', [...jest, '/test/simulation/', ...more]]
]

const ended = await Promise.all([inOrder(read), inOrder(run)])
rmSync(fresh, { recursive: true })
process.exitCode = ended.every(Boolean) ? 0 : 1

/** @returns whether all went well. */
async function inOrder(steps: readonly Step[]): Promise<boolean> {
  for (const [name, command, isGood] of steps) {
    const { status, output, seconds } = await printed(process.execPath, command)
    const good = status === 0 && isGood?.() !== false
    process.stdout.write(`${output}${good ? 'ok    ' : 'failed'} ${name} (${seconds.toFixed(1)} s)\n`)
    if (!good) return false
  }
  return true
}

function isDistFresh(): boolean {
  if (contentOf('dist') === contentOf(fresh)) return true
  console.error('dist/ is not what the build makes: run `npm run build` and commit it.')
  return false
}

function contentOf(folder: string): string {
  const hash = createHash('sha256')
  const files = existsSync(folder) ? readdirSync(folder).toSorted() : []
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)))
  return hash.digest('hex')
}
