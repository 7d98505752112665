// What one running local AWS consists of, kept on disk from the moment each part exists. Whoever finds the record of an
// instance whose process is gone can remove all that it left (remains.ts).
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cache } from './cache.ts'
import { owned } from './processes.ts'
import type { Owned } from './processes.ts'

export interface Instance {
  readonly id: string
  readonly supervisor: Owned
  /** Logs and certificates; the logs can be read after the end. */
  readonly folder: string
  /** Sockets and the engine's state: a short path, because the path of a socket may have 107 bytes. */
  readonly scratch: string
  readonly processes: readonly Owned[]
  readonly engine?: { readonly host: string; readonly bridge?: string }
  /** The label of the containers, `key=value`. */
  readonly label?: string
  /** The registry that images were named after, such as `127.0.0.1:41235`. */
  readonly registry?: string
}

const instances = join(cache, 'run')
/** Of any instance on this machine, one of another checkout as well. */
export const scratchOf = (id: string): string => join(tmpdir(), `slw-${id}`)
const record = (folder: string): string => join(folder, 'instance.json')

export function newInstance(): Instance {
  const id = randomBytes(4).toString('hex')
  const folder = join(instances, id)
  const scratch = scratchOf(id)
  mkdirSync(folder, { recursive: true })
  mkdirSync(scratch, { recursive: true, mode: 0o700 })
  return save({ id, supervisor: owned(process.pid), folder, scratch, processes: [] })
}

export function save(instance: Instance): Instance {
  // In one step: another start may be reading it.
  const draft = `${record(instance.folder)}.new`
  writeFileSync(draft, JSON.stringify(instance, undefined, 2))
  renameSync(draft, record(instance.folder))
  return instance
}

/** The instances that nobody has taken away yet, running or not. */
export function savedInstances(): Instance[] {
  return folders().flatMap((folder) => {
    try {
      return [JSON.parse(readFileSync(record(folder), 'utf8')) as Instance]
    } catch {
      return []
    }
  })
}

/** The folders of instances that ended so many hours ago. */
export function endedFolders(hours: number): string[] {
  const before = Date.now() - hours * 3_600_000
  return folders().filter((folder) => !existsSync(record(folder)) && statSync(folder).mtimeMs < before)
}

function folders(): string[] {
  try {
    return readdirSync(instances).map((name) => join(instances, name))
  } catch {
    return []
  }
}
