// The git checkout that a folder is in: its commit, and what differs from it.
import { readProgram } from './program.ts'

export interface Checkout {
  readonly commit: string
  /** The working tree's root. */
  readonly root: string
  /** The folder inside it: '' or `a/b/`. */
  readonly prefix: string
}

export interface GitOptions {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

/** @returns undefined outside a working tree, before the first commit, or without git. */
export async function findCheckout(options: GitOptions): Promise<Checkout | undefined> {
  const output = await git(options, ['rev-parse', '--show-toplevel', '--show-prefix', 'HEAD^{commit}'])
  const [root, prefix, commit] = output?.split('\n') ?? []
  return root && prefix !== undefined && commit ? { root, prefix, commit } : undefined
}

/**
 * Paths from the root that are not as in the commit: modified, deleted, untracked, and ignored by git. One that ends in
 * `/` stands for all that is in the folder: git does not look into it. Undefined: git does not tell.
 */
export async function differing(
  options: GitOptions,
  pathspecs: readonly string[]
): Promise<readonly string[] | undefined> {
  const output = await git(options, [
    ...['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignored=matching'],
    ...['--ignore-submodules=none', '--', ...pathspecs]
  ])
  return output?.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice(3)]))
}

/** Submodules below the folder, as paths from the root ending in `/`: what is in them is in no commit of ours. Undefined: as above. */
export async function submodules(options: GitOptions): Promise<readonly string[] | undefined> {
  const output = await git(options, ['ls-files', '-z', '--stage', '--full-name'])
  return output
    ?.split('\0')
    .flatMap((entry) => (entry.startsWith('160000 ') ? [`${entry.replace(/^.*?\t/s, '')}/`] : []))
}

/** Also of a checkout that belongs to somebody else: a container's user is often not the runner's. */
async function git({ folder, environment }: GitOptions, args: readonly string[]): Promise<string | undefined> {
  const all = ['--no-optional-locks', '--literal-pathspecs', '-c', 'safe.directory=*', '-C', folder, ...args]
  try {
    const { exitCode, stdout } = await readProgram('git', all, { environment })
    return exitCode === 0 ? stdout : undefined
  } catch {
    // No git on this machine: the content alone decides.
    return undefined
  }
}
