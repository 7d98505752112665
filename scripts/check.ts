// `npm run check`: everything that needs no container. Each step's time is printed; the first that fails ends it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const steps: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['typecheck', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  ['unused code and packages', ['node_modules/knip/bin/knip.js']],
  ['generated files', ['scripts/generate.ts', '--check']],
  [
    'unit tests',
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--coverage',
      ...process.argv.slice(2)
    ]
  ]
]

for (const [name, command] of steps) step(name, command)
// Beside dist/, never in it: the end-to-end tests may be running what is there.
const fresh = mkdtempSync(join(tmpdir(), 'slipway-dist-'))
step('build', ['scripts/build.ts', fresh])
const isStale = contentOf('dist') !== contentOf(fresh)
rmSync(fresh, { recursive: true })
if (isStale) {
  console.error('dist/ is not what the build makes: run `npm run build` and commit it.')
  process.exit(1)
}

step('bundle', ['--test', '--test-reporter=spec', 'test/dist/bundle.test.ts', 'test/dist/licenses.test.ts'])

function step(name: string, command: readonly string[]): void {
  const start = Date.now()
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' })
  console.log(`${status === 0 ? 'ok    ' : 'failed'} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  if (status !== 0) process.exit(1)
}

function contentOf(folder: string): string {
  const hash = createHash('sha256')
  const files = existsSync(folder) ? readdirSync(folder).toSorted() : []
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)))
  return hash.digest('hex')
}
