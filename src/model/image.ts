// Names of images, read: whose registry they are in, and by what they are told apart there; and how one logs in to it.
import { join } from 'node:path'
import type { ImageSource } from './config.ts'
import { present } from './present.ts'

export type BuildSource = Extract<ImageSource, { readonly from: 'build' }>

/** From the root of the workspace. */
export const dockerfileOf = ({ context, dockerfile }: BuildSource): string => dockerfile ?? join(context, 'Dockerfile')

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
    ...present({ digest }),
    ...(account !== undefined &&
      region !== undefined &&
      repository !== undefined && { ecr: { account, region, repository, tag } }),
    isRemote: repository === undefined && namesRegistry(image)
  }
}

/** Docker's own rule: what stands before the first slash is a registry when it has a dot or a port, or is localhost. */
const namesRegistry = (image: string): boolean => /^([^/]*[.:][^/]*|localhost)\//.test(image)

export interface RegistryLogin {
  /** `host[:port]`, as docker wants it. */
  readonly registry: string
  readonly username: string
  /** Secret. */
  readonly password: string
}

/** Undefined: it is named by a tag, or by nothing. */
export const digestIn = (reference: string | undefined): string | undefined => reference?.split('@')[1]

export const withoutTag = (image: string): string => image.replace(/(?<=\/[^/]*):[^/:]+$/, '')

/** `shop@sha256:0123456789ab`: enough to tell images apart. */
export const shortly = (reference: string): string =>
  reference.replace(/^.*\//, '').replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')
