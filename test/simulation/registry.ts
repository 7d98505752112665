// Images and their tags (ECR, F4): tags do not move, an image goes with its last tag.
import type * as ecr from '@aws-sdk/client-ecr'
import { registry } from './cloudformation/resource.ts'
import { fault } from './faults.ts'

export type Registry = ReturnType<typeof registryOf>

/** @param isThere whether a repository of that name was made. */
export function registryOf(isThere: (repository: string) => boolean, forget: (repository: string) => void) {
  /** Tag -> digest. */
  const tags = new Map<string, string>()
  /** Digests without a tag. */
  const untagged = new Set<string>()

  function check(repository = ''): void {
    if (isThere(repository)) return
    const message = `The repository with name '${repository}' does not exist in the registry with id '123456789012'`
    throw fault('RepositoryNotFoundException', message)
  }

  const digestOf = ({ imageTag, imageDigest }: ecr.ImageIdentifier): string | undefined =>
    imageTag === undefined
      ? [...tags.values(), ...untagged].find((digest) => digest === imageDigest)
      : tags.get(imageTag)

  return {
    tags,
    /** docker push. */
    push: (tag: string, digest: string): 'pushed' | 'taken' => {
      if (tags.has(tag) && tags.get(tag) !== digest) return 'taken'
      tags.set(tag, digest)
      return 'pushed'
    },
    /** By its digest alone. */
    keep: (digest: string): void => {
      untagged.add(digest)
    },
    describeRepositories: ({
      repositoryNames: [name = ''] = []
    }: ecr.DescribeRepositoriesCommandInput): Partial<ecr.DescribeRepositoriesCommandOutput> => {
      check(name)
      return {
        repositories: [
          {
            repositoryName: name,
            repositoryUri: `${registry}/${name}`,
            repositoryArn: `arn:aws:ecr:eu-west-1:123456789012:repository/${name}`
          }
        ]
      }
    },
    describeImages: ({
      repositoryName,
      imageIds: [image = {}] = []
    }: ecr.DescribeImagesCommandInput): Partial<ecr.DescribeImagesCommandOutput> => {
      check(repositoryName)
      const digest = digestOf(image)
      if (digest === undefined) throw fault('ImageNotFoundException', 'The image does not exist within the repository.')
      return { imageDetails: [{ imageDigest: digest }] }
    },
    /** By force, as it is with images (F4). */
    deleteRepository: ({ repositoryName = '', force }: ecr.DeleteRepositoryCommandInput): object => {
      check(repositoryName)
      if (tags.size > 0 && force !== true) throw fault('RepositoryNotEmptyException', 'It has images.')
      tags.clear()
      forget(repositoryName)
      return {}
    },
    getAuthorizationToken: (): Partial<ecr.GetAuthorizationTokenCommandOutput> => {
      const authorizationToken = Buffer.from('AWS:password').toString('base64')
      return { authorizationData: [{ authorizationToken, proxyEndpoint: `https://${registry}` }] }
    },
    batchGetImage: ({
      repositoryName,
      imageIds: [image = {}] = []
    }: ecr.BatchGetImageCommandInput): Partial<ecr.BatchGetImageCommandOutput> => {
      check(repositoryName)
      const imageDigest = digestOf(image)
      return { images: imageDigest === undefined ? [] : [{ imageId: { imageDigest }, imageManifest: imageDigest }] }
    },
    putImage: ({ repositoryName, imageTag = '', imageManifest = '' }: ecr.PutImageCommandInput): object => {
      check(repositoryName)
      const had = tags.get(imageTag)
      if (had === imageManifest) throw fault('ImageAlreadyExistsException', 'Image already exists.')
      if (had !== undefined) {
        const message = `The image tag '${imageTag}' already exists in the repository and cannot be overwritten because the tag is immutable.`
        throw fault('ImageTagAlreadyExistsException', message)
      }
      tags.set(imageTag, imageManifest)
      return {}
    },
    batchDeleteImage: ({
      repositoryName,
      imageIds = []
    }: ecr.BatchDeleteImageCommandInput): Partial<ecr.BatchDeleteImageCommandOutput> => {
      check(repositoryName)
      for (const { imageTag = '' } of imageIds) tags.delete(imageTag)
      return { imageIds }
    }
  }
}
