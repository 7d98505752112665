// How long the bundle takes to start, beside a Node that does nothing, and its size. In turns, because machines drift.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { range, type Range } from './figures.ts'

const pairs = 15

interface Figures {
  /** What every run loads, and the parts that only some runs load. */
  readonly bytes: number
  readonly gzipBytes: number
  readonly laterBytes: number
  readonly bundleMs: Range
  readonly bareNodeMs: Range
  /** Pair by pair. */
  readonly ratio: Range
}

export function startup(): Figures {
  const bundle = 'dist/index.js'
  const content = readFileSync(bundle)
  const later = readdirSync('dist').filter((file) => /^\d+\.index\.js$/.test(file))
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'))
  const times: (readonly [bundle: number, bare: number])[] = []
  for (let pair = -1; pair < pairs; pair++) {
    // A mistake in the inputs ends the run before the first call: what is left is starting and parsing.
    const one = time([bundle], { INPUT_CPU: '300', GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder }, 1)
    const other = time(['-e', '0'], {}, 0)
    if (pair >= 0) times.push([one, other])
  }
  rmSync(folder, { recursive: true })
  const figures = {
    bytes: content.length,
    gzipBytes: gzipSync(content).length,
    laterBytes: later.reduce((sum, file) => sum + readFileSync(join('dist', file)).length, 0),
    bundleMs: range(times.map(([one]) => one)),
    bareNodeMs: range(times.map(([, bare]) => bare)),
    ratio: range(times.map(([one, bare]) => one / bare))
  }
  console.log(
    `dist/index.js: ${figures.bytes} bytes, ${figures.gzipBytes} compressed; loaded when needed: ${figures.laterBytes}`
  )
  console.log(`${pairs} pairs on Node ${process.version}`)
  print('', { min: 'min', median: 'median', max: 'max' })
  print('bundle, ms', figures.bundleMs)
  print('node -e 0, ms', figures.bareNodeMs)
  print('ratio', figures.ratio)
  return figures
}

function time(args: readonly string[], environment: Readonly<Record<string, string>>, expected: number): number {
  const start = performance.now()
  const { status, stdout } = spawnSync(process.execPath, args, {
    env: { PATH: process.env.PATH, ...environment },
    encoding: 'utf8'
  })
  if (status !== expected) throw new Error(`exit ${status}, not ${expected}:\n${stdout}`)
  return performance.now() - start
}

function print(name: string, { min, median, max }: Readonly<Record<keyof Range, string | number>>): void {
  console.log([name.padEnd(14), ...[min, median, max].map((value) => String(value).padStart(9))].join(' '))
}
