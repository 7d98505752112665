// Packages of Debian and Ubuntu, used without installing them: downloaded with apt and unpacked into a folder of ours.
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { command } from './command.ts'

export const isDebian = existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg')
export const isRoot = process.getuid?.() === 0
const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' } }

/** Unpacks the packages into the folder, `usr/bin` and all. A name with `?` may be missing in this release. */
export async function unpack(names: readonly string[], folder: string): Promise<void> {
  const downloads = join(folder, 'downloads')
  await mkdir(downloads, { recursive: true })
  for (const name of await available(names)) await download(name, downloads)
  for (const file of await readdir(downloads)) await command('dpkg', ['-x', join(downloads, file), folder])
  await rm(downloads, { recursive: true })
}

/** Installs packages into the machine itself: only for what cannot be used from a folder. */
export async function install(names: readonly string[]): Promise<void> {
  const args = ['-qq', '-y', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends', 'install', ...names]
  await refreshing(() => command('apt-get', args, quiet))
}

async function available(names: readonly string[]): Promise<string[]> {
  const known = await Promise.all(
    names.map(async (name) => {
      if (!name.endsWith('?')) return name
      const plain = name.slice(0, -1)
      const policy = await command('apt-cache', ['policy', plain], quiet)
      return /Candidate: [^(\s]/.test(policy) ? plain : undefined
    })
  )
  return known.filter((name) => name !== undefined)
}

async function download(name: string, folder: string): Promise<void> {
  await refreshing(() => command('apt-get', ['-qq', 'download', name], { ...quiet, cwd: folder }))
}

/** A bare machine has no package lists yet, and old lists name files that are gone: then fetch the lists, try again. */
async function refreshing(action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (!isRoot) throw error
    await command('apt-get', ['-qq', 'update'], quiet)
    await action()
  }
}
