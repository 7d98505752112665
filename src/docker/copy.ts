// Copies an image from one registry to another, byte by byte: nothing is built or pulled, so the digest stays the same.
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { asFailure, Failure, whoMayAll } from '../model/failure.ts'
import { manifestTypes, partsOf, type Blob, type ManifestParts } from '../model/manifest.ts'
import type { ProxyEnvironment } from '../model/proxy.ts'
import { accept, endpointOf, exchanger, registryRefusal, type Side } from './distribution.ts'
import { mostTries, readPushError } from './answer.ts'

export interface CopyRequest {
  readonly from: Side
  readonly to: Side
  /** `sha256:...`. */
  readonly digest: string
  readonly tag: string
  /** Waits before the next try; 1 for the second try. */
  readonly pause: (attempt: number) => Promise<void>
  /** Ends it at once. */
  readonly cancelled: AbortSignal
}

/** `taken`: the tag names another image there, and cannot move; the image is there by its digest. */
export interface Copied {
  readonly tag: 'set' | 'taken'
}

/** Yields what is copied. */
export type Copy = (request: CopyRequest) => AsyncGenerator<string, Copied, void>

/** Storage may send us on once or twice. */
const mostRedirects = 3

export const copying = (proxyEnvironment: ProxyEnvironment): Copy =>
  async function* copy({ from, to, digest, tag, pause, cancelled }) {
    const exchange = exchanger(proxyEnvironment, cancelled)
    try {
      return yield* manifest(digest, tag)
    } catch (error) {
      throw cancelled.aborted ? asFailure(cancelled.reason) : copyFailed(error, digest, from, to)
    }

    /** What it names comes first: a registry takes no manifest whose parts it has not. */
    async function* manifest(wanted: string, name: string): AsyncGenerator<string, Copied, void> {
      const { body, parts } = await retried(() => read(wanted))
      for (const child of parts.manifests) yield* manifest(child, child)
      for (const blob of parts.blobs) {
        if (await retried(() => hasBlob(blob))) continue
        yield `${blob.digest.slice(0, 19)}: ${megabytes(blob)}`
        await retried(() => transfer(blob))
      }
      return { tag: await retried(() => put(body, parts, name, wanted)) }
    }

    async function read(wanted: string): Promise<{ readonly body: string; readonly parts: ManifestParts }> {
      const answer = await get(`manifests/${wanted}`, { accept: manifestTypes.join(', ') })
      const body = await text(answer)
      if (`sha256:${createHash('sha256').update(body).digest('hex')}` !== wanted)
        throw new Error(`the manifest that the registry gives for ${wanted} is another one`)
      const parts = partsOf(body, answer.headers['content-type'])
      if (!parts) throw new Error(`${wanted} is no image that can be copied`)
      return { body, parts }
    }

    /** The login stays with its registry: storage has an address that is its own permission. */
    async function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
      let url = endpointOf(from, path)
      const { origin } = url
      for (let redirects = 0; ; redirects++) {
        const answer = await exchange(url, { method: 'GET', headers }, url.origin === origin ? from : undefined)
        const { location } = answer.headers
        const isSentOn = (answer.statusCode ?? 0) >= 300 && location !== undefined && redirects < mostRedirects
        if (!isSentOn) return accept(answer, 200)
        answer.resume()
        url = new URL(location, url)
      }
    }

    async function hasBlob({ digest: wanted }: Blob): Promise<boolean> {
      const answer = await exchange(endpointOf(to, `blobs/${wanted}`), { method: 'HEAD' }, to)
      answer.resume()
      return (await accept(answer, 200, 307, 404)).statusCode !== 404
    }

    async function transfer({ digest: wanted, size }: Blob): Promise<void> {
      const begun = await done(exchange(endpointOf(to, 'blobs/uploads/'), { method: 'POST', body: '' }, to), 202)
      const source = await get(`blobs/${wanted}`)
      const headers = { 'content-type': 'application/octet-stream', 'content-length': size }
      const sent = await done(exchange(locationOf(begun), { method: 'PATCH', headers, body: source }, to), 202, 204)
      const end = locationOf(sent)
      end.searchParams.set('digest', wanted)
      await done(exchange(end, { method: 'PUT', headers: { 'content-length': 0 } }, to), 201, 204)
    }

    /** A tag that names another image and may not move is let be: deployments go by digest. */
    async function put(body: string, { mediaType }: ManifestParts, name: string, own: string): Promise<Copied['tag']> {
      const headers = { 'content-type': mediaType, 'content-length': Buffer.byteLength(body) }
      const send = (reference: string) =>
        done(exchange(endpointOf(to, `manifests/${reference}`), { method: 'PUT', headers, body }, to), 201)
      try {
        await send(name)
        return 'set'
      } catch (error) {
        if (!(error instanceof Error) || readPushError([error.message]) !== 'tag-taken') throw error
        await send(own)
        return 'taken'
      }
    }

    async function done(asked: Promise<IncomingMessage>, ...statuses: readonly number[]): Promise<IncomingMessage> {
      const answer = await accept(await asked, ...statuses)
      answer.resume()
      return answer
    }

    /** Never of another host, nor over plain HTTP: the login goes along. */
    function locationOf({ headers: { location } }: IncomingMessage): URL {
      const base = endpointOf(to, '')
      const url = location === undefined ? undefined : new URL(location, base)
      if (url?.origin !== base.origin)
        throw new Error(`the registry sends the upload on to ${url?.origin ?? 'nowhere'}`)
      return url
    }

    /** Tries again what may pass. */
    async function retried<T>(act: () => Promise<T>): Promise<T> {
      for (let attempt = 1; ; attempt++) {
        try {
          return await act()
        } catch (error) {
          if (cancelled.aborted || attempt === mostTries || !mayPass(error)) throw error
          await pause(attempt)
        }
      }
    }
  }

/** What broke off, and what the registry has too much of. */
function mayPass(error: unknown): boolean {
  const { status } = registryRefusal(error) ?? {}
  return status === undefined ? error instanceof Error && 'code' in error : status === 429 || status >= 500
}

const megabytes = ({ size }: Blob): string => `${(size / 1e6).toFixed(1)} MB`

function copyFailed(error: unknown, digest: string, from: Side, to: Side): Failure {
  const { status } = registryRefusal(error) ?? {}
  const isRefused = status === 401 || status === 403
  return new Failure({
    code: 'PUSH_FAILED',
    sentence:
      `The image ${digest.slice(0, 19)} could not be copied from ${from.repositoryUri} to ${to.repositoryUri}: ` +
      (error instanceof Error ? error.message : String(error)),
    remedy: isRefused
      ? `Allow the role ecr:GetAuthorizationToken, to read from ${from.repositoryUri} and to push to ${to.repositoryUri}; ${whoMayAll}`
      : 'Run it again; what was copied already is not copied again.',
    cause: error
  })
}
