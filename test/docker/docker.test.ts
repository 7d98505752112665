import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { connectDocker } from '../../src/docker/docker.ts'
import { Failure } from '../../src/model/failure.ts'
import { drain, fakeDocker, type Answers, type FakeDocker } from './fake-docker.ts'

const modern = { version: [{ out: '28.2.2 28.2.2' }], buildx: [{ out: 'github.com/docker/buildx v0.20.0' }] }
const old = { version: [{ out: '28.2.2 20.10.24' }], buildx: [{ exit: 1, error: "'buildx' is not a docker command" }] }
const digest = `sha256:${'d'.repeat(64)}`
const pushedLine = { out: `The push refers to repository [r/app]\nt: digest: ${digest} size: 528` }

// Put together here, so that no scanner takes it for a real one.
const [begin = '', end = ''] = ['BEGIN', 'END'].map((word) => `-----${word} PRIVATE KEY-----`)

const { signal: cancelled } = new AbortController()
const cancel = new Failure({ code: 'CANCELLED', sentence: 'Somebody cancelled.', remedy: 'Run it again.' })

/** Cancelled at the first thing that it says. */
async function untilCancelled(start: (cancelled: AbortSignal) => AsyncGenerator<string, unknown, void>): Promise<void> {
  const stop = new AbortController()
  const steps = start(stop.signal)
  while (!(await steps.next()).done) stop.abort(cancel)
}

const buildSource = (fake: FakeDocker, buildSecrets: Record<string, string> = {}) => {
  mkdirSync(join(fake.temp, 'context'))
  writeFileSync(join(fake.temp, 'context/Dockerfile'), 'FROM scratch')
  return {
    from: 'build',
    context: join(fake.temp, 'context'),
    buildArgs: { A: 'value' },
    buildSecrets,
    rebuild: false
  } as const
}

describe('build', () => {
  test('yields what docker prints and returns the id; secrets are in the environment only', async () => {
    const fake = fakeDocker({ ...modern, build: [{ out: `step one\n#1 ${digest}`, error: '#1 DONE' }] })
    const source = buildSource(fake, { token: 'hidden' })
    const { lines, end } = await drain(connectDocker(fake).build({ source, platform: 'linux/amd64', cancelled }))
    expect(end).toEqual({ imageId: 'sha256:built' })
    expect([...lines].filter((line) => line !== '').sort()).toEqual(['#1 DONE', 'step one'])
    expect(fake.calls().join('\n')).not.toMatch(/hidden|value/)
    expect(fake.saw('build-environment')).toMatch(/SLIPWAY_SECRET_0=hidden/)
    expect(fake.saw('build-environment')).toMatch(/^A=value$/m)
    expect(readdirSync(fake.temp)).toEqual(['context'])
  })

  test('that fails says why', async () => {
    const fake = fakeDocker({ ...modern, build: [{ exit: 1, error: 'ERROR: failed to solve: no' }] })
    const build = connectDocker(fake).build({ source: buildSource(fake), platform: 'linux/amd64', cancelled })
    await expect(drain(build)).rejects.toMatchObject({ code: 'BUILD_FAILED', sentence: 'The image does not build: no' })
    expect(readdirSync(fake.temp)).toEqual(['context'])
  })

  test('that prints a private key, and much after it, tells nothing of the key', async () => {
    const lines = [begin, ...Array.from({ length: 30 }, (_, index) => `MIIE${index}`), end, 'no space left']
    const fake = fakeDocker({ ...modern, build: [{ exit: 1, error: lines.join('\n') }] })
    const build = connectDocker(fake).build({ source: buildSource(fake), platform: 'linux/amd64', cancelled })
    const evidence: unknown = expect.not.arrayContaining([expect.stringMatching(/MIIE/)])
    await expect(drain(build)).rejects.toMatchObject({ evidence })
  })

  test('that is cancelled does not wait for docker, and leaves nothing behind', async () => {
    const fake = fakeDocker({ ...modern, build: [{ out: 'step one', lasts: 3 }] })
    const source = buildSource(fake)
    const build = (signal: AbortSignal) =>
      connectDocker(fake).build({ source, platform: 'linux/amd64', cancelled: signal })
    await expect(untilCancelled(build)).rejects.toBe(cancel)
    expect(readdirSync(fake.temp)).toEqual(['context'])
  })

  test('with the legacy builder has no secrets', async () => {
    const fake = fakeDocker(old)
    const docker = connectDocker(fake)
    const build = docker.build({ source: buildSource(fake, { token: 'x' }), platform: 'linux/amd64', cancelled })
    await expect(drain(build)).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      sentence: expect.stringMatching(/BuildKit/)
    })
  })

  test.each<[string, { readonly context?: string; readonly dockerfile?: string }, RegExp]>([
    ['no folder', { context: 'missing' }, /no folder missing/],
    ['no Dockerfile', { dockerfile: 'missing/D' }, /no Dockerfile at missing\/D/]
  ])('of a path that is wrong says which: %s', async (_, wrong, sentence) => {
    const fake = fakeDocker(modern)
    const source = { ...buildSource(fake), ...wrong }
    await expect(
      drain(connectDocker(fake).build({ source, platform: 'linux/amd64', cancelled }))
    ).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      sentence: expect.stringMatching(sentence),
      remedy: expect.stringMatching(/both relative to the workspace/)
    })
    expect(fake.calls()).toEqual([''])
  })

  test('of a Dockerfile that is named as seen from the context', async () => {
    const fake = fakeDocker(modern)
    const source = { ...buildSource(fake), dockerfile: 'Dockerfile' }
    await expect(
      drain(connectDocker(fake).build({ source, platform: 'linux/amd64', cancelled }))
    ).rejects.toMatchObject({
      sentence: 'There is no Dockerfile at Dockerfile.',
      remedy: `\`dockerfile\` is relative to the workspace: set it to ${join(source.context, 'Dockerfile')}.`
    })
  })
})

describe('an image', () => {
  test('is described, checked, or not there', async () => {
    const inspect = [{ out: 'sha256:1 linux/arm64' }]
    const docker = connectDocker(fakeDocker({ ...modern, image: inspect }))
    expect(await docker.resolveLocal('a')).toEqual({ id: 'sha256:1', platform: 'linux/arm64' })
    await expect(docker.checkPlatform('a', 'linux/arm64')).resolves.toBeUndefined()
    await expect(docker.checkPlatform('a', 'linux/amd64')).rejects.toMatchObject({ code: 'ARCHITECTURE_MISMATCH' })
  })

  test('that is not there is none, and fits no platform', async () => {
    const docker = connectDocker(fakeDocker({ ...modern, image: [{ exit: 1, error: 'Error: No such image: a' }] }))
    expect(await docker.resolveLocal('a')).toBeUndefined()
    await expect(docker.checkPlatform('a', 'linux/amd64')).rejects.toMatchObject({ code: 'BUILD_FAILED' })
  })

  test('in a registry is told by its digest', async () => {
    const digest = `sha256:${'a'.repeat(64)}`
    const found = [{ out: 'buildx 1' }, { out: `{"mediaType":"x","digest":"${digest}","size":1}` }]
    const fake = fakeDocker({ ...modern, buildx: found })
    expect(await connectDocker(fake).resolveRemote('ghcr.io/x/y:1')).toBe(digest)
    expect(fake.calls().at(-1)).toBe('buildx imagetools inspect --format {{json .Manifest}} ghcr.io/x/y:1')
    const refused = [{ out: 'buildx 1' }, { exit: 1, error: 'unauthorized' }]
    expect(
      await connectDocker(fakeDocker({ ...modern, buildx: refused })).resolveRemote('ghcr.io/x/y:1')
    ).toBeUndefined()
    expect(await connectDocker(fakeDocker({ ...modern, buildx: [{ exit: 1 }] })).resolveRemote('a')).toBeUndefined()
  })

  test('cannot be described without an engine', async () => {
    const error = 'Cannot connect to the Docker daemon'
    const docker = connectDocker(fakeDocker({ ...modern, image: [{ exit: 1, error }] }))
    await expect(docker.resolveLocal('a')).rejects.toMatchObject({ code: 'BUILD_FAILED' })
  })
})

test('a machine without docker is told so', async () => {
  const before = process.env.PATH
  process.env.PATH = '/nowhere'
  try {
    const docker = connectDocker({ environment: {}, temp: '/tmp' })
    await expect(docker.resolveLocal('shop')).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      sentence: 'There is no docker on this machine.'
    })
  } finally {
    process.env.PATH = before
  }
})

describe('push', () => {
  const login = { registry: 'r:443', username: 'AWS', password: 'hidden' }
  const pauses: number[] = []
  const pause = (attempt: number): Promise<void> => {
    pauses.push(attempt)
    return Promise.resolve()
  }
  const request = { image: 'sha256:1', repositoryUri: 'r:443/app', tag: 't', login, pause, cancelled }
  const push = (fake: FakeDocker) => {
    pauses.length = 0
    return drain(connectDocker(fake).push(request))
  }
  const fakePush = (answers: Answers): FakeDocker => fakeDocker({ ...modern, ...answers })

  test('logs in on its own, tags, pushes, and leaves nothing behind', async () => {
    const said = `1b930d010525: Preparing\n${pushedLine.out}`
    const fake = fakePush({ push: [{ out: said }], context: [{ out: 'unix:///run/user/1/docker.sock' }] })
    const { lines, end } = await push(fake)
    expect(end).toEqual({ at: 'pushed', digest })
    expect(lines.filter((line) => line !== '')).toEqual(pushedLine.out.split('\n').slice(1))
    expect(fake.calls()).toEqual([
      'context inspect --format {{.Endpoints.docker.Host}}',
      'login --username AWS --password-stdin r:443',
      'tag sha256:1 r:443/app:t',
      'push r:443/app:t'
    ])
    expect(fake.saw('stdin')).toBe('hidden')
    expect(JSON.parse(fake.saw('config'))).toEqual({ auths: { 'r:443': {} } })
    expect(fake.saw('push-environment')).toMatch(/slipway-docker-\S* unix:\/\/\/run\/user\/1\/docker\.sock\n$/)
    expect(readdirSync(fake.temp)).toEqual([])
  })

  test('keeps DOCKER_HOST when there is one', async () => {
    const fake = fakePush({ push: [pushedLine] })
    await push({ ...fake, environment: { ...fake.environment, DOCKER_HOST: 'tcp://1' } })
    expect(fake.calls()).not.toContain('context inspect --format {{.Endpoints.docker.Host}}')
    expect(fake.saw('push-environment')).toMatch(/ tcp:\/\/1\n$/)
  })

  test('tries again what may pass', async () => {
    const fake = fakePush({
      push: [{ exit: 1, error: 'unexpected EOF' }, { exit: 1, error: 'i/o timeout' }, pushedLine]
    })
    expect((await push(fake)).end).toEqual({ at: 'pushed', digest })
    expect(pauses).toEqual([1, 2])
  })

  test('that is cancelled does not wait for docker, and leaves no login behind', async () => {
    const fake = fakePush({ push: [{ out: 'layer one', lasts: 3 }] })
    const start = (signal: AbortSignal) => connectDocker(fake).push({ ...request, cancelled: signal })
    await expect(untilCancelled(start)).rejects.toBe(cancel)
    expect(readdirSync(fake.temp)).toEqual([])
  })

  test('gives up after four tries', async () => {
    const fake = fakePush({ push: [{ exit: 1, error: 'unexpected EOF' }] })
    await expect(push(fake)).rejects.toMatchObject({ code: 'PUSH_FAILED' })
    expect(pauses).toEqual([1, 2, 3])
    expect(readdirSync(fake.temp)).toEqual([])
  })

  test('says what is refused, at once', async () => {
    const fake = fakePush({
      login: [{ exit: 1, error: 'Error response from daemon: login attempt failed with status: 403 Forbidden' }]
    })
    await expect(push(fake)).rejects.toMatchObject({
      code: 'PUSH_FAILED',
      remedy: expect.stringMatching(/GetAuthorizationToken/)
    })
    expect(pauses).toEqual([])
  })

  test('takes no id of a layer for a refusal', async () => {
    const fake = fakePush({ push: [{ exit: 1, error: '403f9a1b2c3d: write: broken pipe' }] })
    await expect(push(fake)).rejects.toMatchObject({ remedy: expect.stringMatching(/Run it again/) })
  })

  test('a tag that somebody pushed meanwhile is no failure', async () => {
    const fake = fakePush({ push: [{ exit: 1, error: "tag invalid: tag 't' is immutable" }] })
    expect((await push(fake)).end).toEqual({ at: 'taken' })
  })

  test('without a digest has failed', async () => {
    await expect(push(fakePush({ push: [{ out: 'done' }] }))).rejects.toMatchObject({ code: 'PUSH_FAILED' })
  })
})
