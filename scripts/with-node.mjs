// Runs a script of this project under the Node that it is written for, whatever Node started it (20 or newer), and
// installs the packages of the lock file first when they are missing or old. Plain JavaScript, because Node 20 reads it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const wanted = Number(readFileSync(join(root, '.node-version'), 'utf8'))

function install() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const mark = join(root, 'node_modules', '.slipway-installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return
  process.stderr.write('Installing the packages of package-lock.json, which takes a minute (once) ...\n')
  const npm = ['ci', '--ignore-scripts', '--no-progress', '--loglevel=error', '--prefix', root]
  // What a script prints may be read by another program: npm's own words go to stderr.
  const { status } = spawnSync('npm', npm, { stdio: ['ignore', 2, 'inherit'], env: outward() })
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(mark, lock)
}

/** This Node when it is new enough, else the one that npm has as an ordinary package. */
function node() {
  if (Number(process.versions.node.split('.')[0]) >= wanted) return process.execPath
  const npx = ['-y', '-p', `node@${wanted}`, '--', 'node', '-p', 'process.execPath']
  const { status, stdout } = spawnSync('npx', npx, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: outward()
  })
  if (status !== 0) process.exit(status ?? 1)
  return stdout.trim()
}

/** The local AWS's proxy leads to the site alone; in a shell that has exported it, npm must go its own way. */
function outward() {
  const isLocal = ([name, value]) => /^https?_proxy$/i.test(name) && value.includes('127.0.0.1')
  return Object.fromEntries(Object.entries(process.env).filter((entry) => !isLocal(entry)))
}

install()
const path = node()
// Tests start hundreds of processes: what the first has compiled, the others need not.
const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node') }
const child = spawn(path, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...compiled, ...process.env, PATH: dirname(path) + delimiter + process.env.PATH }
})
// Ctrl-C reaches the child by itself; we stay until it has tidied up.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
