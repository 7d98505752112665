// Text of others on its way to the log: it must not act as a command of the runner.
import { stripVTControlCharacters } from 'node:util'

export const withoutAnsi = stripVTControlCharacters

/** The runner ends a line also at a lone carriage return. */
export const linesOf = (text: string): readonly string[] => text.split(/\r\n|\r|\n/)

/**
 * A line that begins with `::` or has `##[` in it would be obeyed: a Dockerfile or an app could switch masking off,
 * or forge annotations and outputs. A bar before it makes it text.
 */
export const inert = (line: string): string =>
  (/^\s*::/.test(withoutAnsi(line)) ? `| ${line}` : line).replaceAll('##[', '# #[')
