// Text of others on its way to the log: it must not act as a command of the runner.

// eslint-disable-next-line no-control-regex
const ansi = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g

export const withoutAnsi = (text: string): string => text.replace(ansi, '')

/** The runner ends a line also at a lone carriage return. */
export const linesOf = (text: string): readonly string[] => text.split(/\r\n|\r|\n/)

/**
 * A line that begins with `::` or has `##[` in it would be obeyed: a Dockerfile or an app could switch masking off,
 * or forge annotations and outputs. A bar before it makes it text.
 */
export const inert = (line: string): string =>
  (/^\s*::/.test(withoutAnsi(line)) ? `| ${line}` : line).replaceAll('##[', '# #[')
