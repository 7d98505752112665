// A version in a few words: `shop-app:7, shop@sha256:0123456789ab` is enough to tell versions apart.
import type { Version } from '../model/verdict.ts'

/** @returns undefined when nothing of it is known. */
export function versionText({ taskDefinitionArn, image }: Version = {}): string | undefined {
  const revision = taskDefinitionArn?.split('/').at(-1)
  const short = image
    ?.split('/')
    .at(-1)
    ?.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')
  const known = [revision, short].filter((part) => part !== undefined)
  return known.length === 0 ? undefined : known.join(', ')
}
