// What the image is made from: the state of the working tree, or the image that was named.
import type { Config } from '../../model/config.ts'
import { Failure } from '../../model/failure.ts'
import { readImage, withoutTag, type EcrName } from '../../model/image.ts'
import type { ContextState } from '../../model/plan.ts'
import type { World } from '../world.ts'

type SourceSettings = Pick<Config, 'source' | 'repository'>

/** @throws Failure INPUT_INVALID or IMAGE_UNPULLABLE when the image that was named is nowhere. */
export async function readSource(
  { source, repository }: SourceSettings,
  { aws, docker }: World
): Promise<ContextState> {
  if (source.from === 'build') return docker.readContext(source)
  const { image } = source
  const { digest, ecr, isRemote } = readImage(image)
  if (digest !== undefined) {
    // Of other repositories our role may not be shown anything.
    const isHere = ecr?.repository === repository && (await isOurRegistry(ecr, aws))
    if (isHere && !(await aws.repository.imageByDigest(repository, digest))) throw missing(digest, repository)
    return { at: 'registry', image: { digest, reference: image } }
  }
  if (ecr) {
    // An address says whose it is and where, and what is asked by its name alone is ours and here.
    if (!(await isOurRegistry(ecr, aws)))
      throw absent(image, 'That is no repository of this account in this region, where alone a tag can be looked up.')
    const found = await aws.repository.imageByTag(ecr.repository, ecr.tag)
    if (found) return { at: 'registry', image: found }
    throw absent(image, `The repository ${ecr.repository} in this region has no image with the tag ${ecr.tag}.`)
  }
  const remote = isRemote ? await docker.resolveRemote(image) : undefined
  if (remote !== undefined)
    return { at: 'registry', image: { digest: remote, reference: `${withoutTag(image)}@${remote}` } }
  const local = await docker.resolveLocal(image)
  if (local) return { at: 'local', id: local.id }
  throw absent(
    image,
    isRemote
      ? 'Its registry does not show it to this machine, and docker has none of that name.'
      : `Docker has no image ${image} on this machine.`
  )
}

/** In this account and region. */
export const isOurRegistry = async ({ account, region }: EcrName, aws: World['aws']): Promise<boolean> =>
  region === aws.region && account === (await aws.identity.whoAmI()).account

const missing = (digest: string, repository: string): Failure =>
  new Failure({
    code: 'IMAGE_UNPULLABLE',
    sentence: `Input \`image\`: the image ${digest} is not in the repository ${repository}.`,
    remedy: 'Name one that is there; `image` may also name a tag, and without `image` the app is built.'
  })

const absent = (image: string, sentence: string): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `Input \`image\` is ${image}. ${sentence}`,
    remedy:
      'Build it or log in to its registry in an earlier step, name an ECR image of this region, or name any image by its digest (`name@sha256:...`).'
  })
