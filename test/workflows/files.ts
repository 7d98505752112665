// The workflows there are: ours, the examples, and the pieces of YAML that the docs print.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Paths from the root, of what is committed or could be. */
const files = (...patterns: readonly string[]): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns], {
    cwd: root,
    encoding: 'utf8'
  })
    .split('\n')
    .filter((path) => path !== '')

export const ours = files('.github/workflows/*.yml')
export const examples = files('examples/*.yml').filter((path) => /^jobs:/m.test(read(path)))

export interface Fence {
  /** `docs/plan.md:12`. */
  readonly at: string
  readonly text: string
}

export const pages = files('*.md').filter((path) => !path.startsWith('docs/aws-facts'))

export const fences: readonly Fence[] = pages.flatMap((path) => {
  const page = read(path)
  return [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(({ index, 1: text = '' }) => ({
    at: `${path}:${page.slice(0, index).split('\n').length}`,
    text
  }))
})

/** What a release of this repository is called by others, as it is called within it. */
export const toSelf = (text: string): string =>
  text
    .replaceAll(/OWNER\/REPO\/(\.github\/workflows\/[\w-]+\.yml)@v1/g, '$$/$1')
    .replaceAll('OWNER/REPO@v1', '$/.github/actions/slipway')
