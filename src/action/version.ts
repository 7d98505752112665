// A version in a few words: `shop-app:7, shop@sha256:0123456789ab` is enough to tell versions apart.
import type { Version } from '../model/verdict.ts'

/** Enough of an image's reference to tell it apart. */
export const shortImage = (reference: string): string =>
  reference.replace(/^.*\//, '').replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')

/** @returns undefined when nothing of it is known. */
export function versionText({ taskDefinitionArn, image }: Version = {}): string | undefined {
  const revision = taskDefinitionArn?.split('/').at(-1)
  const known = [revision, image === undefined ? undefined : shortImage(image)].filter((part) => part !== undefined)
  return known.length === 0 ? undefined : known.join(', ')
}
