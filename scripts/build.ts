// Makes dist/: src to JavaScript by tsc, then one file with everything in it by ncc. The same sources give the same bytes.
// `node scripts/build.ts FOLDER` makes it in another folder.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { licenses } from './licenses.ts'

interface Bundle {
  readonly code: string
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>
}
type Ncc = (entry: string, options: Readonly<Record<string, unknown>>) => Promise<Bundle>

const target = process.argv[2] ?? 'dist'
for (const folder of ['build', target]) rmSync(folder, { recursive: true, force: true })
// Types are checked by `npm run typecheck`.
const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck']
execFileSync(process.execPath, tsc, { stdio: ['ignore', 'ignore', 'inherit'] })

const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc
const { code, assets } = await ncc(resolve('build/index.js'), {
  cache: false,
  quiet: true,
  esm: true,
  // The packages' ES modules first: what is not used of them is left out, and the bundle starts sooner.
  mainFields: ['module', 'main']
})
write('index.js', code)
write('package.json', '{"type":"module"}\n')
write('licenses.txt', licenses())
for (const [name, { source }] of Object.entries(assets)) write(name, source)

function write(name: string, content: string | Buffer): void {
  const path = join(target, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
