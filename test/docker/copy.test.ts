// Two registries on loopback that speak OCI distribution, as far as a copy asks them.
import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from '@jest/globals'
import { copying, type CopyRequest } from '../../src/docker/copy.ts'
import { Failure } from '../../src/model/failure.ts'
import { closed, listening } from '../listening.ts'

const digestOf = (bytes: Buffer | string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const layer = Buffer.alloc(3_000_000, 'layer')
const settings = Buffer.from('{"architecture":"amd64"}')
const type = 'application/vnd.oci.image.manifest.v1+json'
const manifest = JSON.stringify({
  mediaType: type,
  config: { digest: digestOf(settings), size: settings.length },
  layers: [{ digest: digestOf(layer), size: layer.length }]
})
const index = JSON.stringify({
  mediaType: 'application/vnd.oci.image.index.v1+json',
  manifests: [{ digest: digestOf(manifest) }]
})

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(closed))
})

interface Registry {
  readonly blobs: Map<string, Buffer>
  readonly manifests: Map<string, string>
  readonly requests: string[]
  readonly fails: Map<string, number>
  readonly host: string
  /** Where a layer is to be sent. */
  uploadAt: string
}

/** @param fixed tags that do not move. */
async function registry(fixed: readonly string[] = []): Promise<Registry> {
  const [blobs, manifests, fails] = [new Map<string, Buffer>(), new Map<string, string>(), new Map<string, number>()]
  const requests: string[] = []
  let upload = Buffer.alloc(0)
  const server = createServer((incoming, response) => {
    void (async () => {
      const { method = '', url = '', headers } = incoming
      const body = await buffer(incoming)
      requests.push(`${method} ${url}`)
      const say = (status: number, more: Record<string, string> = {}, text: Buffer | string = '') =>
        response.writeHead(status, more).end(text)
      const storage = /^\/storage\/(.*)/.exec(url)?.[1]
      if (storage !== undefined) return say(headers.authorization === undefined ? 200 : 400, {}, blobs.get(storage))
      if (headers.authorization !== `Basic ${Buffer.from('AWS:secret').toString('base64')}`) return say(401)
      const [, kind = '', name = ''] = /^\/v2\/team\/shop\/(blobs|manifests)\/([^?]*)/.exec(url) ?? []
      const failing = fails.get(`${method} ${kind}`) ?? 0
      if (failing > 0) {
        fails.set(`${method} ${kind}`, failing - 1)
        return say(503)
      }
      if (kind === 'manifests' && method === 'GET') {
        const found = manifests.get(name)
        return found === undefined ? say(404) : say(200, { 'content-type': type }, found)
      }
      if (kind === 'manifests') {
        if (fixed.includes(name))
          return say(
            400,
            {},
            '{"errors":[{"code":"TAG_INVALID","message":"The image tag exists and the tag is immutable"}]}'
          )
        manifests.set(name, body.toString())
        return say(201)
      }
      // Kept where no login is wanted; another host, as far as a client can tell.
      if (method === 'GET')
        return say(307, { location: `http://localhost:${host.split(':')[1] ?? ''}/storage/${name}` })
      if (method === 'HEAD') return say(blobs.has(name) ? 200 : 404)
      if (method === 'POST') return say(202, { location: made.uploadAt })
      if (method === 'PATCH') upload = body
      if (method === 'PATCH') return say(202, { location: '/v2/team/shop/blobs/uploads/1?state=y' })
      const wanted = new URL(url, 'http://x').searchParams.get('digest') ?? ''
      if (digestOf(upload) !== wanted) return say(400)
      blobs.set(wanted, upload)
      return say(201)
    })()
  })
  servers.push(server)
  const host = (await listening(server)).replace('http://', '')
  const made = { blobs, manifests, requests, fails, host, uploadAt: '/v2/team/shop/blobs/uploads/1?state=x' }
  return made
}

async function source(): Promise<Registry> {
  const made = await registry()
  for (const blob of [layer, settings]) made.blobs.set(digestOf(blob), blob)
  for (const each of [manifest, index]) made.manifests.set(digestOf(each), each)
  return made
}

const login = { username: 'AWS', password: 'secret' }

async function copy(from: Registry, to: Registry, over: Partial<CopyRequest> = {}) {
  const lines: string[] = []
  const pauses: number[] = []
  const steps = copying({})({
    from: { repositoryUri: `${from.host}/team/shop`, login },
    to: { repositoryUri: `${to.host}/team/shop`, login },
    digest: digestOf(index),
    tag: 'git-1',
    pause: (attempt) => Promise.resolve(void pauses.push(attempt)),
    cancelled: new AbortController().signal,
    ...over
  })
  for (;;) {
    const next = await steps.next()
    if (next.done) return { copied: next.value, lines, pauses }
    lines.push(next.value)
  }
}

test('an upload that is sent on to another host is not followed: the login would go along', async () => {
  const other = await registry()
  const to = await registry()
  to.uploadAt = `http://${other.host}/upload`
  await expect(copy(await source(), to)).rejects.toMatchObject({
    code: 'PUSH_FAILED',
    sentence: expect.stringContaining(`sends the upload on to http://${other.host}`)
  })
  expect(other.requests).toEqual([])
})

test('nor one that goes on in another way with the same host', async () => {
  const to = await registry()
  to.uploadAt = `https://${to.host}/v2/team/shop/blobs/uploads/1`
  await expect(copy(await source(), to)).rejects.toThrow(`sends the upload on to https://${to.host}`)
})

test('an index and all that it names arrives byte by byte; the login stays with its registry', async () => {
  const [from, to] = [await source(), await registry()]
  const { copied, lines } = await copy(from, to)
  expect(copied).toEqual({ tag: 'set' })
  expect(lines).toEqual([`${digestOf(settings).slice(0, 19)}: 0.0 MB`, `${digestOf(layer).slice(0, 19)}: 3.0 MB`])
  expect(to.manifests).toEqual(
    new Map([
      [digestOf(manifest), manifest],
      ['git-1', index]
    ])
  )
  expect(to.blobs.get(digestOf(layer))?.equals(layer)).toBe(true)
})

test('what is there is not copied again', async () => {
  const [from, to] = [await source(), await source()]
  expect((await copy(from, to)).lines).toEqual([])
  expect(to.requests.filter((each) => /^(POST|PATCH)/.test(each))).toEqual([])
})

test('a tag that names another image stays, and the image is there by its digest', async () => {
  const [from, to] = [await source(), await registry(['git-1'])]
  expect((await copy(from, to)).copied).toEqual({ tag: 'taken' })
  expect(to.manifests.get(digestOf(index))).toBe(index)
})

test('what may pass is tried again, with pauses', async () => {
  const [from, to] = [await source(), await registry()]
  to.fails.set('PATCH blobs', 2)
  expect((await copy(from, to)).pauses).toEqual([1, 2])
  expect(to.blobs.size).toBe(2)
})

test('a refused login is told at once, without it', async () => {
  const [from, to] = [await source(), await registry()]
  const wrong = { repositoryUri: `${to.host}/team/shop`, login: { username: 'AWS', password: 'no' } }
  const refused = copy(from, to, { to: wrong })
  await expect(refused).rejects.toMatchObject({ code: 'PUSH_FAILED' })
})

test('a manifest that is another one is not taken', async () => {
  const [from, to] = [await source(), await registry()]
  from.manifests.set(digestOf(index), manifest)
  await expect(copy(from, to)).rejects.toThrow('is another one')
  expect(to.manifests.size).toBe(0)
})

test('a run that is cancelled ends it', async () => {
  const cancel = new AbortController()
  cancel.abort(new Failure({ code: 'CANCELLED', sentence: 'No more.', remedy: 'Run it again.' }))
  await expect(copy(await source(), await registry(), { cancelled: cancel.signal })).rejects.toMatchObject({
    code: 'CANCELLED'
  })
})
