// Which files of a context docker leaves out: .dockerignore, or the one that belongs to the Dockerfile alone.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import dockerignore from '@balena/dockerignore'

export interface Ignored {
  /** Whether the file (path in the context, `/` between its parts) is left out. */
  readonly has: (path: string) => boolean
  /** Whether nothing in the folder can be in the context. */
  readonly hasAll: (folder: string) => boolean
  /** The file that says so, when there is one. */
  readonly file?: string
}

/** @param dockerfile its path. BuildKit prefers `<Dockerfile>.dockerignore`. */
export async function readIgnored(context: string, dockerfile: string): Promise<Ignored> {
  const file = [`${dockerfile}.dockerignore`, join(context, '.dockerignore')].find((path) => existsSync(path))
  if (file === undefined) return { has: () => false, hasAll: () => false }
  const text = await readFile(file, 'utf8')
  // CommonJS that is its own `default`; the types know the latter only.
  const rules = dockerignore.default().add(text)
  const takesBack = /^\s*!/m.test(text)
  return {
    has: (path) => rules.ignores(path),
    hasAll: (folder) => !takesBack && rules.ignores(folder),
    file
  }
}
