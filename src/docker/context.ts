// What the working tree at the build context is (docs/decisions/0007): a commit and what differs from it, or its content.
import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import type { ContextState } from '../model/plan.ts'
import { filesIn, hashOf, type NamedFile } from './content.ts'
import { differing, findCheckout, submodules, type Checkout, type GitOptions } from './git.ts'
import { readIgnored, type Ignored } from './ignored.ts'

export interface ContextOptions {
  /** Relative to the workspace. */
  readonly dockerfile: string
  /** The environment that git runs in. */
  readonly environment: Readonly<Record<string, string>>
}

/** What is not there is no mistake here: the build says so, in words of its own. */
export async function readContext(
  context: string,
  { dockerfile, environment }: ContextOptions
): Promise<Exclude<ContextState, { readonly at: 'local' }>> {
  if (!existsSync(context)) return { at: 'no-git', hash: await shortHash([], 40) }
  const folder = await realpath(context)
  const ignored = await readIgnored(folder, dockerfile)
  const recipe = await recipeOf(folder, dockerfile, ignored)
  const options = { folder, environment }
  const checkout = await findCheckout(options)
  const files = checkout && (await differences(options, { checkout, ignored, recipe }))
  // What git does not tell is no sign that nothing differs: an image of other files would have the commit's name.
  if (!files) return { at: 'no-git', hash: await shortHash([...(await filesIn(folder, ignored)), ...recipe], 40) }
  return {
    at: 'commit',
    commit: checkout.commit,
    ...(files.length > 0 && { difference: await shortHash(files, 16) })
  }
}

const shortHash = async (files: readonly NamedFile[], length: number): Promise<string> =>
  (await hashOf(files)).slice(0, length)

/** Dockerfile and ignore file decide what is built, wherever they are and whether they are in the context or not. */
async function recipeOf(folder: string, dockerfile: string, { file }: Ignored): Promise<readonly NamedFile[]> {
  const paths = [dockerfile, ...(file === undefined ? [] : [file])].filter((path) => existsSync(path))
  const real = await Promise.all(paths.map((path) => realpath(path)))
  return real.map((path) => {
    const name = relative(folder, path).split(sep).join('/')
    return { name: name.startsWith('../') ? `../${basename(path)}` : name, path }
  })
}

interface Tree {
  readonly checkout: Checkout
  readonly ignored: Ignored
  readonly recipe: readonly NamedFile[]
}

/** Files that docker would be sent, or that say what is built, and that are not as in the commit. Undefined: git does not tell. */
async function differences(
  options: GitOptions,
  { checkout, ignored, recipe }: Tree
): Promise<readonly NamedFile[] | undefined> {
  const { root, prefix } = checkout
  const isInside = ({ path }: NamedFile) => path.startsWith(root + sep)
  const pathspecs = ['.', ...recipe.filter(isInside).map(({ path }) => path)]
  const [changed, modules] = await Promise.all([differing(options, pathspecs), submodules(options)])
  if (!changed || !modules) return undefined
  const paths = [...new Set([...changed, ...modules])]
  const found = await Promise.all(
    paths.map(async (path): Promise<readonly NamedFile[]> => {
      const isFolder = path.endsWith('/')
      const inRoot = join(root, path)
      const known = recipe.filter((file) => (isFolder ? file.path.startsWith(inRoot) : file.path === inRoot))
      // Git tells a folder that it does not look into, and not the context that lies below it.
      if (isFolder && prefix.startsWith(path)) return [...known, ...(await filesIn(options.folder, ignored))]
      if (!path.startsWith(prefix)) return known
      const name = path.slice(prefix.length)
      if (isFolder) return [...known, ...(await filesIn(options.folder, ignored, name.slice(0, -1)))]
      return known.length > 0 || ignored.has(name) ? known : [{ name, path: inRoot }]
    })
  )
  return [...found.flat(), ...recipe.filter((file) => !isInside(file))]
}
