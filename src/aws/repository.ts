// The image repository (ECR, F4).
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  type ImageIdentifier,
  type Repository
} from '@aws-sdk/client-ecr'
import { Failure } from '../model/failure.ts'
import type { RegistryLogin } from '../model/image.ts'
import { manifestTypes } from '../model/manifest.ts'
import type { PushedImage } from '../model/plan.ts'
import type { Owned } from '../model/seen.ts'
import { given, required } from './answer.ts'
import { call, callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'
import { stackTag } from './clusters.ts'

const isMissing = named('ImageNotFoundException', 'RepositoryNotFoundException')

/** Of one image, or the index of several. @throws Failure IMAGE_UNPULLABLE when it is not there. */
export async function manifestOf(
  { ecr }: Pick<Clients, 'ecr'>,
  name: string,
  digest: string
): Promise<{ readonly manifest: string; readonly mediaType?: string }> {
  const action = 'ecr:BatchGetImage'
  const command = new BatchGetImageCommand({
    repositoryName: name,
    imageIds: [{ imageDigest: digest }],
    acceptedMediaTypes: [...manifestTypes]
  })
  const image = (await callUnless(action, isMissing, () => ecr().send(command)))?.images?.[0]
  if (!image) {
    throw new Failure({
      code: 'IMAGE_UNPULLABLE',
      sentence: `The image ${digest} is not in the repository ${name}.`,
      remedy: 'Run it again with `rebuild: true`; somebody or a lifecycle policy removed the image.'
    })
  }
  return {
    manifest: required(image.imageManifest, `${action} images[0].imageManifest`),
    ...given({ mediaType: image.imageManifestMediaType })
  }
}

export const repository = ({ ecr }: Clients) => {
  async function describe(name: string): Promise<Repository | undefined> {
    const action = 'ecr:DescribeRepositories'
    const command = new DescribeRepositoriesCommand({ repositoryNames: [name] })
    const answer = await callUnless(action, isMissing, () => ecr().send(command))
    return answer && required(answer.repositories?.[0], `${action} repositories[0]`)
  }

  async function uri(name: string): Promise<string | undefined> {
    const found = await describe(name)
    return found && required(found.repositoryUri, 'ecr:DescribeRepositories repositories[0].repositoryUri')
  }

  async function digestOf(name: string, image: ImageIdentifier): Promise<string | undefined> {
    const action = 'ecr:DescribeImages'
    const command = new DescribeImagesCommand({ repositoryName: name, imageIds: [image] })
    const answer = await callUnless(action, isMissing, () => ecr().send(command))
    const found = answer?.imageDetails?.[0]
    return found && required(found.imageDigest, `${action} imageDetails[].imageDigest`)
  }

  async function find(name: string, image: ImageIdentifier): Promise<PushedImage | undefined> {
    const [digest, at] = await Promise.all([digestOf(name, image), uri(name)])
    return digest === undefined || at === undefined ? undefined : { digest, reference: `${at}@${digest}` }
  }

  return {
    /** `registry/repository`; undefined: there is none. */
    uri,
    imageByTag: (name: string, tag: string) => find(name, { imageTag: tag }),
    imageByDigest: (name: string, digest: string) => find(name, { imageDigest: digest }),
    /** Who made it; undefined: there is none. */
    async owner(name: string): Promise<Owned | undefined> {
      const found = await describe(name)
      if (!found) return undefined
      const action = 'ecr:ListTagsForResource'
      const resourceArn = required(found.repositoryArn, 'ecr:DescribeRepositories repositories[0].repositoryArn')
      const command = new ListTagsForResourceCommand({ resourceArn })
      const { tags = [] } = await call(action, () => ecr().send(command))
      return given({ stack: tags.find(({ Key }) => Key === stackTag)?.Value })
    },
    /** One call, for those who know the repository's URI already. */
    digestByTag: (name: string, tag: string) => digestOf(name, { imageTag: tag }),

    async login(): Promise<RegistryLogin> {
      const action = 'ecr:GetAuthorizationToken'
      const answer = await call(action, () => ecr().send(new GetAuthorizationTokenCommand({})))
      const data = answer.authorizationData?.[0]
      const token = required(data?.authorizationToken, `${action} authorizationData[0].authorizationToken`)
      const endpoint = required(data?.proxyEndpoint, `${action} authorizationData[0].proxyEndpoint`)
      const [username, ...password] = Buffer.from(token, 'base64').toString().split(':')
      return {
        registry: endpoint.replace(/^https?:\/\//, '').replace(/\/.*$/, ''),
        username: required(username, `${action} a user`),
        password: password.join(':')
      }
    },

    /** Gives an image that is there one more name; one that it has already is fine. */
    async addTag(name: string, digest: string, tag: string): Promise<void> {
      const { manifest, mediaType } = await manifestOf({ ecr }, name, digest)
      const command = new PutImageCommand({
        repositoryName: name,
        imageManifest: manifest,
        imageTag: tag,
        ...given({ imageManifestMediaType: mediaType })
      })
      await callUnless('ecr:PutImage', named('ImageAlreadyExistsException'), () => ecr().send(command))
    },

    /** With all its images. One that is gone is fine. */
    async remove(name: string): Promise<void> {
      const command = new DeleteRepositoryCommand({ repositoryName: name, force: true })
      await callUnless('ecr:DeleteRepository', isMissing, () => ecr().send(command))
    },

    /** A tag that is gone is fine. With its last tag an image would go too: only for tags that stand beside another. */
    async removeTag(name: string, tag: string): Promise<void> {
      const command = new BatchDeleteImageCommand({ repositoryName: name, imageIds: [{ imageTag: tag }] })
      await callUnless('ecr:BatchDeleteImage', isMissing, () => ecr().send(command))
    }
  }
}
