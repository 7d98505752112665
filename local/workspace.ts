// A checkout to deploy from: a copy of an example in a temporary folder, with a commit per version.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Workspace {
  readonly folder: string
  readonly write: (file: string, content: string) => void
  /** Commits everything; without changes too. */
  readonly commit: (message: string) => void
  readonly remove: () => void
}

export function openWorkspace(example: string): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-workspace-'))
  cpSync(new URL(`../${example}`, import.meta.url), folder, { recursive: true })
  const git = (...args: readonly string[]): void => {
    const identity = ['-c', 'user.name=Slipway', '-c', 'user.email=slipway@localhost', '-c', 'commit.gpgsign=false']
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' })
  }
  git('init', '--initial-branch=main')
  const workspace: Workspace = {
    folder,
    write: (file, content) => {
      writeFileSync(join(folder, file), content)
    },
    commit: (message) => {
      git('add', '--all')
      git('commit', '--allow-empty', '--message', message)
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  workspace.commit('First version')
  return workspace
}
