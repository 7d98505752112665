// Images and their tags (ECR, F4): tags do not move, an image goes with its last tag.
import { awsError } from '../aws/aws.ts'
import type * as ecr from '@aws-sdk/client-ecr'
import type { Time } from './clock.ts'
import { registry } from './cloudformation/resource.ts'

export type Registry = ReturnType<typeof registryOf>

/** How images are scanned from now on. */
export interface Scanning {
  onPush: boolean
  seconds: number
  status: ecr.ScanStatus
  counts: Record<string, number>
}

/** A manifest stands for what it names. */
const manifestOf = (digest: string): string => JSON.stringify({ config: { digest } })
const digestIn = (manifest: string): string => (JSON.parse(manifest) as { config: { digest: string } }).config.digest

/** @param isThere whether a repository of that name was made. */
export function registryOf(
  isThere: (repository: string) => boolean,
  forget: (repository: string) => void,
  time: Pick<Time, 'now'>
) {
  /** Tag -> digest. */
  const tags = new Map<string, string>()
  /** Digests without a tag. */
  const untagged = new Set<string>()
  /** Digest -> when its scan was begun. */
  const scanned = new Map<string, number>()
  const scanning: Scanning = { onPush: true, seconds: 60, status: 'COMPLETE', counts: {} }

  function check(repository = ''): void {
    if (isThere(repository)) return
    const message = `The repository with name '${repository}' does not exist in the registry with id '123456789012'`
    throw awsError('RepositoryNotFoundException', message)
  }

  const digestOf = ({ imageTag, imageDigest }: ecr.ImageIdentifier): string | undefined =>
    imageTag === undefined
      ? [...tags.values(), ...untagged].find((digest) => digest === imageDigest)
      : tags.get(imageTag)

  return {
    tags,
    scanning,
    /** docker push. */
    push: (tag: string, digest: string): 'pushed' | 'taken' => {
      if (tags.has(tag) && tags.get(tag) !== digest) return 'taken'
      tags.set(tag, digest)
      if (scanning.onPush) scanned.set(digest, time.now())
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
      if (digest === undefined)
        throw awsError('ImageNotFoundException', 'The image does not exist within the repository.')
      return { imageDetails: [{ imageDigest: digest }] }
    },
    /** By force, as it is with images (F4). */
    deleteRepository: ({ repositoryName = '', force }: ecr.DeleteRepositoryCommandInput): object => {
      check(repositoryName)
      if (tags.size > 0 && force !== true) throw awsError('RepositoryNotEmptyException', 'It has images.')
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
      return {
        images: imageDigest === undefined ? [] : [{ imageId: { imageDigest }, imageManifest: manifestOf(imageDigest) }]
      }
    },
    /** F4: by the digest of a manifest that no index is. */
    describeImageScanFindings: ({
      repositoryName,
      imageId: { imageDigest = '' } = {}
    }: ecr.DescribeImageScanFindingsCommandInput): Partial<ecr.DescribeImageScanFindingsCommandOutput> => {
      check(repositoryName)
      const begun = scanned.get(imageDigest)
      if (begun === undefined) throw awsError('ScanNotFoundException', 'Image scan does not exist for the image.')
      if (time.now() < begun + scanning.seconds * 1000) return { imageScanStatus: { status: 'IN_PROGRESS' } }
      const findings = Object.keys(scanning.counts).map((severity) => ({
        name: `CVE-${severity}`,
        severity: severity as ecr.FindingSeverity,
        attributes: [
          { key: 'package_name', value: 'openssl' },
          { key: 'package_version', value: '3.0.1' }
        ]
      }))
      return {
        imageScanStatus: { status: scanning.status },
        ...(scanning.status === 'COMPLETE' && {
          imageScanFindings: { findingSeverityCounts: scanning.counts, findings }
        })
      }
    },
    startImageScan: ({
      repositoryName,
      imageId: { imageDigest = '' } = {}
    }: ecr.StartImageScanCommandInput): object => {
      check(repositoryName)
      scanned.set(imageDigest, time.now())
      return {}
    },
    putImage: ({ repositoryName, imageTag = '', imageManifest = '' }: ecr.PutImageCommandInput): object => {
      check(repositoryName)
      const digest = digestIn(imageManifest)
      const had = tags.get(imageTag)
      if (had === digest) throw awsError('ImageAlreadyExistsException', 'Image already exists.')
      if (had !== undefined) {
        const message = `The image tag '${imageTag}' already exists in the repository and cannot be overwritten because the tag is immutable.`
        throw awsError('ImageTagAlreadyExistsException', message)
      }
      tags.set(imageTag, digest)
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
