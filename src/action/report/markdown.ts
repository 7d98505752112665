// Markdown that shows texts of others as they are: nothing in them is markup, HTML or the end of a cell.
import { linesOf, withoutAnsi } from '../log/line.ts'

/** The longest run of backticks within, and one more, holds any text. */
const fenceFor = (text: string, least: number): string =>
  '`'.repeat(Math.max(least, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length + 1)))

/** As code within a line. */
export function code(text: string): string {
  const line = withoutAnsi(text).replace(/\s+/g, ' ').trim()
  if (line === '') return ''
  const fence = fenceFor(line, 1)
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return fence + room + line + room + fence
}

export function block(lines: readonly string[]): string {
  const text = lines.map(withoutAnsi).flatMap(linesOf).join('\n')
  const fence = fenceFor(text, 3)
  return `${fence}text\n${text}\n${fence}`
}

/** Prose of ours, in which code is marked by backticks: the rest of it is no markup. */
export const prose = (text: string): string =>
  withoutAnsi(text)
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_[\]<>&#@]/g, escaped)))
    .join('')

/** GitHub would tell whom an `@` names, also behind a backslash. */
const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '@': '&#64;' }

const escaped = (sign: string): string => entities[sign] ?? `\\${sign}`

/** A bar ends a cell even within code. */
const cell = (text: string): string => linesOf(text).join('<br>').replaceAll('|', '\\|')

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/** For readers who see no log. What is longer is a hash or the name of a resource, and stays; no hash begins in a `%3a`. */
export const withoutAccounts = (text: string): string =>
  text.replace(/(?<!%)\b[0-9a-f]{13,}\b|(?<!\d)\d{12}(?!\d)/g, (found) => (found.length === 12 ? '(account)' : found))
