// Where in the repository a failure has its cause: the line that GitHub shows its annotation at. Pure.
import { isMap, isScalar, visit } from 'yaml'
import type { Failure } from '../../model/failure.ts'
import { readYaml } from '../parse/yaml.ts'

export interface SourceLine {
  readonly file: string
  readonly startLine?: number
}

export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** What a line may be in; a file is absent when there is none or it is not checked out. */
export interface Sources {
  readonly config?: SourceFile
  readonly workflow?: SourceFile
  /** The path of the Dockerfile. */
  readonly dockerfile?: string
}

/** Undefined: nothing that is checked out has caused it, or it is not known what. */
export function sourceLineOf(failure: Pick<Failure, 'code' | 'sentence' | 'remedy' | 'evidence'>, sources: Sources) {
  if (failure.code !== 'BUILD_FAILED') return sourceLineIn(`${failure.sentence}\n${failure.remedy}`, sources)
  // BuildKit says `Dockerfile:5` first, and then that line with a mark; other lines of a build may end so too.
  const [first = '', marked = ''] = failure.evidence
  const line = marked.includes('>>>') ? /^\S.*:(\d+)$/.exec(first)?.[1] : undefined
  return sources.dockerfile === undefined || line === undefined
    ? undefined
    : { file: sources.dockerfile, startLine: Number(line) }
}

/** The line that a text names, or else the one where the first setting that it names is given. */
export function sourceLineIn(text: string, { config, workflow }: Sources): SourceLine | undefined {
  const named = config && new RegExp(`${escaped(config.path)}, line (\\d+)`).exec(text)?.[1]
  if (config && named !== undefined) return { file: config.path, startLine: Number(named) }
  for (const [, setting = ''] of text.matchAll(/`([a-z][a-z-]+)(?::[^`]*)?`/g)) {
    // An input wins over the config file.
    const inWorkflow = workflow && keyLine(workflow.text, setting, 'with')
    if (workflow && inWorkflow !== undefined) return { file: workflow.path, startLine: inWorkflow }
    const inConfig = config && keyLine(config.text, setting)
    if (config && inConfig !== undefined) return { file: config.path, startLine: inConfig }
  }
  return undefined
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** @param within the key whose map it has to be in; absent: the outermost map. Undefined also where it is given twice. */
function keyLine(text: string, key: string, within?: string): number | undefined {
  const { document, lineOf } = readYaml('', text)
  const found: number[] = []
  visit(document, {
    Pair(_, pair, ancestors) {
      if (!isScalar(pair.key) || pair.key.value !== key) return
      const holder = ancestors.at(-2)
      const isThere =
        within === undefined
          ? ancestors.length === 2 && isMap(ancestors[1])
          : holder !== undefined && 'key' in holder && isScalar(holder.key) && holder.key.value === within
      if (isThere) found.push(lineOf(pair.key))
    }
  })
  return found.length === 1 ? found[0] : undefined
}
