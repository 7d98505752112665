// Tags of a revision: which commit it is and which run made it.
import type { Config } from '../model/config.ts'
import { originTags, type Origin } from '../model/release-record.ts'

export const revisionTags = (config: Config, origin: Origin): Readonly<Record<string, string>> => ({
  ...config.tags,
  'slipway:name': config.name,
  ...originTags(origin)
})
