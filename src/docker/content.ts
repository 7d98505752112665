// The content of files as hashes: path, mode and bytes, whatever the file system or the day.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Ignored } from './ignored.ts'

/** A file, by the name that it has in the hash and the place where it is. */
export interface NamedFile {
  readonly name: string
  readonly path: string
}

/** Open files at a time. */
const atOnce = 16

/** One hash for all of them; one that is not there counts as deleted. */
export async function hashOf(files: readonly NamedFile[]): Promise<string> {
  const sorted = [...new Map(files.map((file) => [file.name, file])).values()].toSorted((a, b) =>
    a.name < b.name ? -1 : 1
  )
  const lines = new Array<string>(sorted.length)
  const entries = sorted.entries()
  // All workers take from one iterator, so that each file is read once.
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, { name, path }] of entries) lines[index] = `${JSON.stringify(name)} ${await entryOf(path)}`
    })
  )
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

/** Git's modes: executable or not; the rest of a mode depends on the machine. */
async function entryOf(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined)
  if (!found) return 'deleted'
  if (found.isSymbolicLink()) return `120000 ${textHash(await readlink(path))}`
  // A socket or a device is not sent to docker.
  if (!found.isFile()) return 'special'
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return `${(found.mode & 0o111) === 0 ? '100644' : '100755'} ${hash.digest('hex')}`
}

const textHash = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Every file of the context, or of one folder in it, that docker would be sent. Not git's own: they differ between two
 * checkouts of the same commit.
 */
export async function filesIn(context: string, ignored: Ignored, folder = ''): Promise<readonly NamedFile[]> {
  if (folder !== '' && ignored.hasAll(folder)) return []
  const entries = await readdir(join(context, folder), { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly NamedFile[]> => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.name === '.git') return []
      if (entry.isDirectory()) return filesIn(context, ignored, name)
      return ignored.has(name) ? [] : [{ name, path: join(context, name) }]
    })
  )
  return found.flat()
}
