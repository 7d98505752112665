// Builds and pushes the image, or takes the one that is there; ends with a digest that the registry has confirmed.
import type { Config } from '../../model/config.ts'
import { Failure } from '../../model/failure.ts'
import { shortly } from '../../model/image.ts'
import type { ImagePlan, PushedImage } from '../../model/plan.ts'
import type { Step } from '../../model/progress.ts'
import { pause, poll } from '../poll.ts'
import type { Place, World } from '../world.ts'

/** A repository that the platform stack may still be making. */
export interface Coming {
  /** Ends the wait for it. */
  readonly stop: AbortSignal
  /** Nothing makes it any more: it is there, or it does not come. */
  readonly isSettled: () => boolean
}

type Pushing = Extract<ImagePlan, { readonly do: 'build' | 'push' }>

/** @param built told what is left to do once docker has made it. */
export async function* bringImage(
  plan: ImagePlan,
  config: Config,
  world: World,
  coming: Coming,
  built: (left: ImagePlan) => void
): Step<PushedImage> {
  switch (plan.do) {
    case 'nothing':
    case 'use':
      yield { at: 'started', stage: 'image', title: 'Image' }
      yield { at: 'finished', stage: 'image', text: `${shortly(plan.image.reference)} is already there` }
      return plan.image
    case 'build': {
      yield { at: 'started', stage: 'image', title: `Build the image for ${plan.platform}` }
      // One that is gone is told before minutes of a build.
      if (coming.isSettled()) yield* awaitRepository(config.repository, world, coming)
      const local = yield* build(config, plan.platform, world)
      built({ ...plan, do: 'push', local })
      return yield* push(local, plan)
    }
    case 'push':
      yield { at: 'started', stage: 'image', title: `Push the local image ${plan.local}` }
      return yield* push(plan.local, plan)
    case 'copy':
      throw new Error('It is copied from where it is')
  }

  async function* push(image: string, { tag, platform }: Pushing): Step<PushedImage> {
    await world.docker.checkPlatform(image, platform)
    const uri = yield* awaitRepository(config.repository, world, coming)
    const login = await world.aws.repository.login()
    yield { at: 'secret', stage: 'image', value: login.password }
    const pushing = world.docker.push({
      image,
      repositoryUri: uri,
      tag,
      login,
      pause: (attempt) => backOff(attempt, world),
      cancelled: world.cancelled
    })
    yield { at: 'changed', stage: 'image', text: `pushing ${uri}:${tag}` }
    const pushed = yield* relay(pushing)
    const found = await world.aws.repository.imageByTag(config.repository, tag)
    if (!found || (pushed.at === 'pushed' && pushed.digest !== found.digest)) throw lost(config.repository, tag, found)
    const text =
      pushed.at === 'taken'
        ? `another run has pushed ${tag} meanwhile; its image is used`
        : `pushed ${shortly(found.digest)}`
    yield { at: 'reached', stage: 'image', moment: 'pushed' }
    yield { at: 'finished', stage: 'image', text }
    return found
  }
}

/** Before a push or a copy is tried again. */
const backOff = (attempt: number, world: World): Promise<void> =>
  pause(1000 * 2 ** attempt * (0.5 + world.clock.random()), world)

export interface Copying {
  readonly from: Place
  readonly to: Place
  /** As it is there. */
  readonly image: PushedImage
  readonly tag: string
}

/** The same bytes in another region: neither built again nor pulled. */
export async function* copyImage({ from, to, image, tag }: Copying, coming: Coming): Step<PushedImage> {
  const { config, world } = to
  const { digest, reference } = image
  yield { at: 'started', stage: 'image', title: `Copy the image from ${from.config.region}` }
  const uri = yield* awaitRepository(config.repository, world, coming)
  const [reader, writer] = await Promise.all([from.world.aws.repository.login(), world.aws.repository.login()])
  for (const { password } of [reader, writer]) yield { at: 'secret', stage: 'image', value: password }
  const [there = ''] = reference.split('@')
  const copied = yield* relay(
    world.docker.copy({
      from: { repositoryUri: there, login: reader },
      to: { repositoryUri: uri, login: writer },
      digest,
      tag,
      pause: (attempt) => backOff(attempt, world),
      cancelled: world.cancelled
    })
  )
  if (copied.tag === 'taken')
    yield {
      at: 'warning',
      stage: 'image',
      text: `${uri}:${tag} is another image, which stays; ${shortly(digest)} is used`
    }
  const found = await world.aws.repository.imageByDigest(config.repository, digest)
  if (!found)
    throw new Failure({
      code: 'PUSH_FAILED',
      sentence: `The image ${shortly(digest)} was copied from ${from.config.region}, and the repository ${config.repository} in ${config.region} does not have it.`,
      remedy: 'Something removed it in that moment, such as a lifecycle policy of another kind; run this again.'
    })
  yield { at: 'finished', stage: 'image', text: `${shortly(found.reference)}, as in ${from.config.region}` }
  return found
}

async function* build({ source }: Config, platform: string, world: World): Step<string> {
  if (source.from !== 'build') throw new Error('There is nothing to build')
  const { imageId } = yield* relay(world.docker.build({ source, platform, cancelled: world.cancelled }))
  yield { at: 'changed', stage: 'image', text: `built ${shortly(imageId)}` }
  return imageId
}

async function* awaitRepository(name: string, world: World, { stop, isSettled }: Coming): Step<string> {
  const cancelled = AbortSignal.any([world.cancelled, stop])
  const look = async () => ({ isLast: isSettled(), uri: await world.aws.repository.uri(name) })
  const looks = poll(look, { ...world, cancelled })
  for (;;) {
    const { isLast, uri } = (await looks.next()).value
    if (uri !== undefined) return uri
    if (isLast) throw removed(name)
    yield { at: 'waiting', stage: 'image', text: `the repository ${name} is being made` }
  }
}

const removed = (name: string): Failure =>
  new Failure({
    code: 'PUSH_FAILED',
    sentence: `The stack of the repository ${name} is there, and the repository is not: somebody has removed it.`,
    remedy:
      `Make it again (\`aws ecr create-repository --repository-name ${name}\`), or set \`repository\` to another name; ` +
      'then run this again.'
  })

/** Lines of a program as progress; its result is passed on. */
async function* relay<T>(lines: AsyncGenerator<string, T, void>): Step<T> {
  for (;;) {
    const next = await lines.next()
    if (next.done) return next.value
    yield { at: 'output', stage: 'image', text: next.value }
  }
}

function lost(repository: string, tag: string, found: PushedImage | undefined): Failure {
  return new Failure({
    code: 'PUSH_FAILED',
    sentence: `The push of ${repository}:${tag} succeeded, but the registry has ${found?.digest ?? 'nothing'} there.`,
    remedy: 'Another run may have pushed the same tag; run this again.'
  })
}
