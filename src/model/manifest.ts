// What an image's manifest, or an index of several, is made of (F4).
import { isObject, mapOf, mapsIn, readJson, type Json } from './json.ts'

/** As an image is pushed, an index of several included: a converted manifest would have another digest. */
export const manifestTypes: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json'
]

export interface Blob {
  /** `sha256:...`. */
  readonly digest: string
  /** Bytes. */
  readonly size: number
}

export interface ManifestParts {
  readonly mediaType: string
  /** Digests of the manifests that an index names. */
  readonly manifests: readonly string[]
  /** Configuration and layers; not those that are kept elsewhere by licence. */
  readonly blobs: readonly Blob[]
}

/** @returns undefined when it is none of these types. */
export function partsOf(manifest: string, contentType = ''): ManifestParts | undefined {
  const read = readJson(manifest)
  if (!isObject(read)) return undefined
  const [mediaType = ''] = [read.mediaType, contentType.split(';')[0]?.trim()].filter(
    (type) => typeof type === 'string'
  )
  if (!manifestTypes.includes(mediaType)) return undefined
  const blobs = [...mapsIn([read.config ?? null]), ...mapsIn(read.layers)]
  return {
    mediaType,
    manifests: mapsIn(read.manifests).flatMap(({ digest }) => (typeof digest === 'string' ? [digest] : [])),
    blobs: blobs.flatMap(({ digest, size, urls }) =>
      typeof digest === 'string' && typeof size === 'number' && urls === undefined ? [{ digest, size }] : []
    )
  }
}

export interface Member {
  readonly digest: string
  /** `linux/amd64`. */
  readonly platform: string
}

/** The images of an index; attestations stand in one as images for nothing. Undefined: it is the manifest of one image. */
export function membersOf(manifest: string): readonly Member[] | undefined {
  const { manifests } = mapOf(readJson(manifest))
  if (!Array.isArray(manifests)) return undefined
  return mapsIn(manifests).flatMap(({ digest, platform: told }) => {
    const platform = platformIn(told)
    return typeof digest === 'string' && platform !== undefined ? [{ digest, platform }] : []
  })
}

/** As an index tells it of each image, and an image's configuration of itself. */
export function platformIn(told: Json | undefined): string | undefined {
  const { os, architecture } = mapOf(told)
  return typeof os === 'string' && typeof architecture === 'string' && os !== 'unknown'
    ? `${os}/${architecture}`
    : undefined
}
