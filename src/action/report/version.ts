// A version in a few words: `shop-app:7, shop@sha256:0123456789ab` is enough to tell versions apart.
import { shortly } from '../../model/image.ts'
import { arnName } from '../../model/names.ts'
import type { Version } from '../../model/verdict.ts'

/** @returns undefined when nothing of it is known. */
export function versionText({ taskDefinitionArn, image }: Version = {}): string | undefined {
  const revision = taskDefinitionArn && arnName(taskDefinitionArn)
  const known = [revision, image === undefined ? undefined : shortly(image)].filter((part) => part !== undefined)
  return known.length === 0 ? undefined : known.join(', ')
}
