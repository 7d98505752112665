// A file that a setting names: within the workspace, links followed.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'

export type WorkspaceFile =
  | { readonly at: 'there'; readonly text: string }
  | { readonly at: 'absent' }
  /** Completes "Input `x` names y, ...". */
  | { readonly at: 'refused'; readonly problem: string }

export function readWorkspaceFile(workspace: string, path: string): WorkspaceFile {
  const outside = { at: 'refused', problem: 'which is outside the workspace; keep the file in the repository' } as const
  if (isAbsolute(path) || leaves(relative(workspace, join(workspace, path)))) return outside
  const file = join(workspace, path)
  if (!existsSync(file)) return { at: 'absent' }
  if (leaves(relative(realpathSync(workspace), realpathSync(file)))) return outside
  if (!statSync(file).isFile()) return { at: 'refused', problem: 'which is no file' }
  return { at: 'there', text: readFileSync(file, 'utf8') }
}

const leaves = (path: string): boolean => /^\.\.(?:$|[/\\])/.test(path) || isAbsolute(path)

export const absentFile =
  'which is not in the workspace; correct the path, or check the repository out in a step before (actions/checkout)'
