import { describe, expect, test } from '@jest/globals'
import type { Aws } from '../../../src/aws/connect.ts'
import type { Docker } from '../../../src/docker/docker.ts'
import { Failure } from '../../../src/model/failure.ts'
import type { ImagePlan } from '../../../src/model/plan.ts'
import { bringImage, copyImage } from '../../../src/run/image/image.ts'
import type { World } from '../../../src/run/world.ts'
import { outputs, plain } from '../../template/example.ts'
import { collect, digestOf, fakeRegion, linesOf, pushed, type Region } from '../fake/region.ts'

const build: ImagePlan = { do: 'build', tag: '1', platform: 'linux/amd64' }
const coming = (stop = new AbortController().signal) => ({ stop, isSettled: () => false })
const bring = (region: Region, plan: ImagePlan, over: Partial<World> = {}, stop?: AbortSignal) =>
  collect(bringImage(plan, plain, { ...region.world, ...over }, coming(stop), () => undefined))

function ready(): Region {
  const region = fakeRegion()
  region.stacks.put('shop-platform', 'CREATE_COMPLETE')
  return region
}

describe('the image', () => {
  test.each(['build', 'push', 'copy'] as const)('is let be when the run is cancelled: %s', async (what) => {
    const region = ready()
    const { signal } = new AbortController()
    const given: AbortSignal[] = []
    const ended = (request: { readonly cancelled: AbortSignal }): never => {
      given.push(request.cancelled)
      throw new Failure({ code: 'CANCELLED', sentence: 'No more.', remedy: 'Run it again.' })
    }
    const world = { ...region.world, cancelled: signal, docker: { ...region.world.docker, [what]: ended } }
    const place = { config: plain, world }
    const step =
      what === 'copy'
        ? copyImage({ from: place, to: place, image: pushed('1'), tag: '1' }, coming(signal))
        : bringImage(build, plain, world, coming(signal), () => undefined)
    await expect(collect<unknown>(step)).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(given).toEqual([signal])
  })

  test('is built, pushed and confirmed', async () => {
    const region = ready()
    const { result, progress } = await bring(region, build)
    expect(result).toEqual(pushed('1'))
    expect(linesOf(progress)).toEqual([
      'step 1',
      'built sha256:built',
      `pushing ${outputs.RepositoryUri ?? ''}:1`,
      'layer 1',
      `pushed ${digestOf('1').slice(0, 19)}`
    ])
    expect(progress).toContainEqual({ at: 'secret', stage: 'image', value: 'secret' })
  })

  test('of this machine is checked and pushed', async () => {
    const region = ready()
    const { docker } = region.world
    const checked: unknown[] = []
    const checkPlatform: Docker['checkPlatform'] = (...what) => {
      checked.push(what)
      return Promise.resolve()
    }
    const plan: ImagePlan = { do: 'push', tag: '1', local: 'shop:local', platform: 'linux/arm64' }
    const { result } = await bring(region, plan, { docker: { ...docker, checkPlatform } })
    expect(result).toEqual(pushed('1'))
    expect(checked).toEqual([['shop:local', 'linux/arm64']])
    expect(region.writes).toEqual(['docker push 1'])
  })

  test.each(['nothing', 'use'] as const)('that is there is taken: %s', async (what) => {
    const region = ready()
    const { result } = await bring(region, { do: what, tag: '1', image: pushed('1') })
    expect(result).toEqual(pushed('1'))
    expect(region.writes).toEqual([])
  })

  test('waits for its repository', async () => {
    const region = fakeRegion()
    region.time.after(30, () => void region.stacks.put('shop-platform', 'CREATE_IN_PROGRESS'))
    const { result, progress } = await bring(region, build)
    expect(result).toEqual(pushed('1'))
    expect(progress).toContainEqual({ at: 'waiting', stage: 'image', text: 'the repository shop is being made' })
  })

  test('does not wait for a repository that will not come', async () => {
    const stop = new AbortController()
    const region = fakeRegion()
    region.time.after(30, () => {
      stop.abort(new Error('no platform'))
    })
    await expect(bring(region, build, {}, stop.signal)).rejects.toThrow('no platform')
  })

  test('that another run pushed meanwhile is used', async () => {
    const region = ready()
    region.tags.set('1', 'theirs')
    // eslint-disable-next-line require-yield -- it has nothing to say
    async function* push() {
      await Promise.resolve()
      return { at: 'taken' } as const
    }
    const { progress } = await bring(region, build, { docker: { ...region.world.docker, push } })
    expect(linesOf(progress).at(-1)).toBe('another run has pushed 1 meanwhile; its image is used')
  })

  test('that is copied and not there says so', async () => {
    const region = ready()
    // eslint-disable-next-line require-yield -- it has nothing to say
    async function* copy() {
      await Promise.resolve()
      return { tag: 'set' } as const
    }
    const { aws, docker } = region.world
    const repository = { ...aws.repository, imageByDigest: () => Promise.resolve(undefined) }
    const to = { config: plain, world: { ...region.world, docker: { ...docker, copy }, aws: { ...aws, repository } } }
    const from = { ...to, config: { ...plain, region: 'us-east-1' } }
    const step = copyImage({ from, to, image: pushed('1'), tag: '1' }, coming())
    await expect(collect(step)).rejects.toMatchObject({
      code: 'PUSH_FAILED',
      sentence:
        'The image sha256:000000000000 was copied from us-east-1, and the repository shop in eu-west-1 does not have it.'
    })
  })

  test.each([
    ['another one', () => Promise.resolve(pushed('9'))],
    ['nothing', () => Promise.resolve(undefined)]
  ] as const)('is not what the registry has: %s', async (_, imageByTag: Aws['repository']['imageByTag']) => {
    const region = ready()
    const { aws } = region.world
    const over = { aws: { ...aws, repository: { ...aws.repository, imageByTag } } }
    await expect(bring(region, build, over)).rejects.toMatchObject({ code: 'PUSH_FAILED' })
  })

  test('is pushed again after a pause that grows', async () => {
    const region = ready()
    const { docker } = region.world
    const push: Docker['push'] = async function* (request) {
      await request.pause(1)
      await request.pause(2)
      return yield* docker.push(request)
    }
    await bring(region, build, { docker: { ...docker, push } })
    expect(region.time.sleeps).toEqual(expect.arrayContaining([2000, 4000]))
  })
})
