// What another shell is told to export, to use the local AWS of this one.

export const exportsOf = (environment: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}`)

/** What is added to the PATH, in front of whatever the other shell has there. */
function quoted(value: string): string {
  const path = process.env.PATH ?? ''
  return path !== '' && value.endsWith(`:${path}`) ? `'${value.slice(0, -path.length - 1)}':"$PATH"` : `'${value}'`
}
