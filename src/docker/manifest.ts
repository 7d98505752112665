// What an image's manifest, or an index of several, is made of (F4). Pure.
import { manifestTypes } from '../model/image.ts'
import { isObject, mapsIn, type Json, type JsonObject } from '../model/json.ts'

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
  const read = readObject(manifest)
  const [mediaType = ''] = [read?.mediaType, contentType.split(';')[0]?.trim()].filter(
    (type) => typeof type === 'string'
  )
  if (!read || !manifestTypes.includes(mediaType)) return undefined
  const blobs = [...mapsIn([read.config ?? null]), ...mapsIn(read.layers)]
  return {
    mediaType,
    manifests: mapsIn(read.manifests).flatMap(({ digest }) => (typeof digest === 'string' ? [digest] : [])),
    blobs: blobs.flatMap(({ digest, size, urls }) =>
      typeof digest === 'string' && typeof size === 'number' && urls === undefined ? [{ digest, size }] : []
    )
  }
}

function readObject(text: string): JsonObject | undefined {
  try {
    const read = JSON.parse(text) as Json
    return isObject(read) ? read : undefined
  } catch {
    return undefined
  }
}
