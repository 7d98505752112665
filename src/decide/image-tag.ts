// Which tag an image gets (docs/decisions/0007): the same tag is the same bytes, so a tag that is there needs no build.
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { Config } from '../model/config.ts'
import { canonicalText, type Json } from '../model/json.ts'
import type { ContextState } from '../model/plan.ts'
import { present } from '../model/present.ts'
import type { RunNumber } from '../model/release-record.ts'

export function tagOf(config: Config, context: ContextState, run: RunNumber): string {
  const { source } = config
  // A given tag too: without it, `rebuild` would find the tag there and build nothing.
  const again = source.from === 'build' && source.rebuild ? [`r${run.id}`, run.attempt] : []
  const tag =
    source.imageTag === undefined
      ? contentTag(context, { options: optionsOf(config), folder: folderOf(config) })
      : [source.imageTag]
  return [...tag, ...again].join('-')
}

interface Recipe {
  readonly options: Json
  readonly folder: string
}

function contentTag(context: ContextState, { options, folder }: Recipe): readonly string[] {
  switch (context.at) {
    case 'commit': {
      const differs = [
        // Two folders of one commit are two images; the hash of `no-git` is of the folder's content already.
        ...(folder === '.' ? [] : [{ context: folder }]),
        ...(options === null ? [] : [options]),
        ...(context.difference === undefined ? [] : [context.difference])
      ]
      return ['git', context.commit, ...(differs.length === 0 ? [] : [shortHash(differs)])]
    }
    case 'no-git':
      return ['src', options === null ? context.hash : shortHash([context.hash, options], 40)]
    case 'registry':
      return ['used', context.image.digest.replace(/^sha256:/, '').slice(0, 40)]
    case 'local':
      return ['image', context.id.replace(/^sha256:/, '').slice(0, 40)]
  }
}

const folderOf = ({ source }: Config): string =>
  source.from === 'build' ? posix.normalize(source.context).replace(/(?<=.)\/$/, '') : '.'

/**
 * The build options when they differ from the defaults. The values of build secrets are no part of it: a secret that
 * is rotated does not change what is built.
 */
function optionsOf({ source, architecture }: Config): Json {
  if (source.from === 'image') return null
  const options = {
    ...present({ dockerfile: source.dockerfile, target: source.target }),
    ...(Object.keys(source.buildArgs).length > 0 && { buildArgs: source.buildArgs }),
    ...(architecture !== 'x86_64' && { architecture })
  }
  return Object.keys(options).length === 0 ? null : options
}

const shortHash = (value: Json, length = 8): string =>
  createHash('sha256').update(canonicalText(value)).digest('hex').slice(0, length)
