// What the image is made from: the state of the working tree, or the image that was named.
import type { ImageSource } from '../model/config.ts'
import { Failure } from '../model/failure.ts'
import type { ContextState } from '../model/plan.ts'
import type { World } from './world.ts'

/** @throws Failure INPUT_INVALID when the image that was named is nowhere. */
export async function readSource(source: ImageSource, { aws, docker }: World): Promise<ContextState> {
  if (source.from === 'build') return docker.readContext(source)
  const { image } = source
  const { digest, ecr } = readAddress(image)
  if (digest !== undefined) return { at: 'registry', image: { digest, reference: image } }
  if (ecr) {
    const found = await aws.repository.imageByTag(ecr.repository, ecr.tag)
    if (found) return { at: 'registry', image: found }
    throw absent(image, `The repository ${ecr.repository} in this region has no image with the tag ${ecr.tag}.`)
  }
  const local = await docker.resolveLocal(image)
  if (local) return { at: 'local', id: local.id }
  throw absent(image, `Docker has no image ${image} on this machine.`)
}

interface Address {
  readonly digest?: string
  /** An ECR address by tag. */
  readonly ecr?: { readonly repository: string; readonly tag: string }
}

function readAddress(image: string): Address {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1]
  if (digest !== undefined) return { digest }
  const [, repository, tag = 'latest'] = /^\d{12}\.dkr\.ecr[^/]*\/([^:@]+)(?::(.+))?$/.exec(image) ?? []
  return repository === undefined ? {} : { ecr: { repository, tag } }
}

const absent = (image: string, sentence: string): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `Input \`image\` is ${image}. ${sentence}`,
    remedy:
      'Build or pull it in an earlier step, name an ECR image of this region, or name an image of another registry by its digest (`name@sha256:...`).'
  })
