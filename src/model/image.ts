// Names of images, read: whose registry they are in, and by what they are told apart there; and what a manifest is called.

export interface ImageName {
  /** It says exactly which one. */
  readonly digest?: string
  readonly ecr?: EcrName
  /** A registry is named, other than ECR. */
  readonly isRemote: boolean
}

export interface EcrName {
  readonly account: string
  readonly region: string
  readonly repository: string
  readonly tag: string
}

export function readImage(image: string): ImageName {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1]
  const [, account, region, repository, tag = 'latest'] =
    /^(\d{12})\.dkr\.ecr[^./]*\.([^./]+)[^/]*\/([^:@]+)(?::([^@]+))?(?:@.*)?$/.exec(image) ?? []
  return {
    ...(digest !== undefined && { digest }),
    ...(account !== undefined &&
      region !== undefined &&
      repository !== undefined && { ecr: { account, region, repository, tag } }),
    isRemote: repository === undefined && namesRegistry(image)
  }
}

/** Docker's own rule: what stands before the first slash is a registry when it has a dot or a port, or is localhost. */
const namesRegistry = (image: string): boolean => /^([^/]*[.:][^/]*|localhost)\//.test(image)

/** As an image is pushed, an index of several included: a converted manifest would have another digest. */
export const manifestTypes: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json'
]

export const withoutTag = (image: string): string => image.replace(/(?<=\/[^/]*):[^/:]+$/, '')

/** `shop@sha256:0123456789ab`: enough to tell images apart. */
export const shortly = (reference: string): string =>
  reference.replace(/^.*\//, '').replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')
