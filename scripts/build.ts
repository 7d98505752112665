// Makes dist/: src to JavaScript by tsc, then one file with everything in it by ncc. The same sources give the same bytes.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'

const run = (script: string, ...args: readonly string[]): void => {
  execFileSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
}

rmSync('build', { recursive: true, force: true })
rmSync('dist', { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
run('@vercel/ncc/dist/ncc/cli.js', 'build', 'build/index.js', '-o', 'dist', '--license', 'licenses.txt', '--no-cache')
