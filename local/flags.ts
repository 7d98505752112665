// The flags of `npm run demo` and `npm run local`: `--help` prints what there is, and so does a mistake.

/** @param read throws what is wrong. Ends the process where there is nothing to go on with. */
export function flagsOf<T>(usage: string, read: () => T): T {
  if (process.argv.includes('--help')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return read()
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(2)
  }
}
