// Tags of a revision: which commit it is and which run made it.
import type { Config } from '../model/config.ts'

export interface Origin {
  readonly commit?: string
  readonly run?: string
  readonly actor?: string
}

export const revisionTags = (config: Config, { commit, run, actor }: Origin): Readonly<Record<string, string>> => ({
  ...config.tags,
  'slipway:name': config.name,
  ...(commit !== undefined && { 'slipway:commit': tagValue(commit) }),
  ...(run !== undefined && { 'slipway:run': tagValue(run) }),
  ...(actor !== undefined && { 'slipway:actor': tagValue(actor) })
})

/** A text in AWS's alphabet for tags: `dependabot[bot]` is refused as it is. */
export const tagValue = (text: string): string =>
  text
    .replaceAll(/[^\p{L}\p{N}\p{Z}_.:/=+\-@]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 256)
