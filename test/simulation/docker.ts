// Docker on the runner: it builds and pushes in the region's time, and dies with its run.
import type { Docker } from '../../src/docker/docker.ts'
import { asFailure } from '../../src/model/failure.ts'
import type { Time } from './clock.ts'
import type { Registry } from './registry.ts'
import { silence, type Life } from './sdk.ts'

const buildMs = 20_000
const pushMs = 10_000
const copyMs = 10_000

/** @param find the registry of a repository's address. @param commit of the working tree. */
export function dockerOf(time: Time, find: (uri: string) => Registry, life: Life, commit: string): Docker {
  const work = async (ms: number, cancelled: AbortSignal): Promise<void> => {
    await time.clock.sleep(ms, cancelled)
    if (life.over) await silence
    if (cancelled.aborted) throw asFailure(cancelled.reason)
  }
  const unused = (): never => {
    throw new Error('A run does not ask for this')
  }
  return {
    resolveLocal: unused,
    resolveRemote: unused,
    platformsOf: unused,
    readBase: unused,
    readContext: () => Promise.resolve({ at: 'commit', commit }),
    checkPlatform: () => Promise.resolve(),
    async *build({ cancelled }) {
      await work(buildMs, cancelled)
      yield 'step 1'
      return { imageId: 'sha256:built' }
    },
    async *push({ tag, repositoryUri, cancelled }) {
      await work(pushMs, cancelled)
      yield 'layer 1'
      const digest = digestOf(tag)
      return find(repositoryUri).push(tag, digest) === 'taken' ? { at: 'taken' } : { at: 'pushed', digest }
    },
    async *copy({ from, to, digest, tag, cancelled }) {
      await work(copyMs, cancelled)
      yield 'layer 1'
      if (![...find(from.repositoryUri).tags.values()].includes(digest)) throw new Error(`${digest} is not there`)
      const there = find(to.repositoryUri)
      if (there.push(tag, digest) === 'pushed') return { tag: 'set' }
      there.keep(digest)
      return { tag: 'taken' }
    }
  }
}

export const digestOf = (tag: string): string =>
  `sha256:${Buffer.from(tag).toString('hex').padStart(64, '0').slice(-64)}`
