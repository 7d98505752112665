// The file that `overrides` names, read in its place.
import { present } from '../../model/present.ts'
import { nestedOf } from './nested.ts'
import type { AskedValue } from '../settings/setting.ts'
import { absentFile, readWorkspaceFile } from './workspace-file.ts'
import { readYaml } from './yaml.ts'

export interface OverridesFile {
  /** Absent: nothing is asked for. */
  readonly asked?: AskedValue
  readonly mistakes: readonly string[]
}

/**
 * What stands inline stays as it is.
 * @param workspace absent: there is none to read files of.
 */
export function readOverridesFile(workspace: string | undefined, asked: AskedValue | undefined): OverridesFile {
  if (workspace === undefined || typeof asked?.raw !== 'string') return { ...present({ asked }), mistakes: [] }
  const path = asked.raw.trim()
  const { where } = asked
  if (path.includes('\n'))
    return {
      mistakes: [`${where} is a map, and the path of a YAML file is wanted here; maps stand in the config file`]
    }
  const found = readWorkspaceFile(workspace, path)
  switch (found.at) {
    case 'there':
      return parseOverrides(path, found.text, where)
    case 'absent':
      return { mistakes: [`${where} names ${path}, ${absentFile}`] }
    case 'refused':
      return { mistakes: [`${where} names ${path}, ${found.problem}`] }
  }
}

function parseOverrides(path: string, text: string, where: string): OverridesFile {
  const { document, mistakes, lineOf } = readYaml(path, text)
  if (mistakes.length > 0) return { mistakes }
  if (document.contents === null) return { mistakes: [] }
  const nested = nestedOf(document.contents, document)
  if (nested.at === 'problems')
    return {
      mistakes: nested.problems.map(({ problem, node }) => `${path}, line ${lineOf(node)}, ${problem}`)
    }
  const { value } = nested
  if (value === null) return { mistakes: [] }
  if (typeof value !== 'object' || Array.isArray(value))
    return { mistakes: [`${path}, line 1: a map with \`platform\`, \`service\` and \`taskDefinition\` is wanted`] }
  return { asked: { raw: value as AskedValue['raw'], where: `${where} (${path})` }, mistakes: [] }
}
