// The folder that keeps what was downloaded or made once, so that a second start is quick.
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const here = dirname(fileURLToPath(import.meta.url))
export const cache = join(here, '.cache')

/**
 * The cached folder or file of this name, made when it is missing. It is made beside its place and moved there in one
 * step: whoever is interrupted leaves nothing half done, and of two that make it at once the first one wins.
 */
export async function once(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(cache, name)
  if (existsSync(path)) return path
  const draft = `${path}.${process.pid}`
  await mkdir(dirname(path), { recursive: true })
  await rm(draft, { recursive: true, force: true })
  try {
    await make(draft)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(path)) throw error
  }
  return path
}
