// A run as a page of docs/logs: what its log shows, and its summary.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ended } from './runner.ts'

/** A line of the log as the runner's page shows it; its commands are not shown. */
export function shownAs(line: string): readonly string[] {
  if (line.startsWith('::add-mask::') || line === '::endgroup::') return []
  const text = line
    .replace(/^::group::/, '▸ ')
    .replace(/^::(\w+) title=([^,:]*)[^:]*::/, '$1: $2: ')
    .replace(/^::(error|warning)::/, '$1: ')
  return text.replaceAll('%0A', '\n').replaceAll('%25', '%').split('\n')
}

export function writeLog(folder: string, title: string, { log, summary, exitCode }: Ended): void {
  const lines = log.split('\n').flatMap(shownAs)
  const fence = '`'.repeat(4)
  const page = [
    `<!-- Written by \`npm run demo -- --logs\`, as it was printed. -->`,
    `# ${title}`,
    `## The log (exit ${exitCode ?? 'by a signal'})`,
    [`${fence}text`, ...lines, fence].join('\n'),
    '## The summary',
    summary.replaceAll(/^(#+) /gm, '##$1 ').trim()
  ]
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.md`), `${page.join('\n\n')}\n`)
}
