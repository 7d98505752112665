// `npm run bench -- NAME [options]`: one benchmark; a readable table, then one line of JSON with the figures.

/** Loaded alone: the simulated region takes the place of AWS in every client of the process. */
const benchmarks: Readonly<Record<string, () => Promise<(args: readonly string[]) => unknown>>> = {
  detection: async () => (await import('./detection.ts')).detection,
  stacks: async () => (await import('./stacks.ts')).stacks,
  'first-run': async () => (await import('./first-run.ts')).firstRun,
  'nothing-to-do': async () => (await import('./nothing-to-do.ts')).nothingToDo,
  regions: async () => (await import('./regions.ts')).regions,
  startup: async () => (await import('./startup.ts')).startup,
  verdicts: async () => (await import('./verdicts.ts')).verdicts,
  verify: async () => (await import('./verify.ts')).verify
}

const [name = '', ...args] = process.argv.slice(2)
const load = benchmarks[name]
if (!load) {
  console.error(`Name one of: ${Object.keys(benchmarks).join(', ')}`)
  process.exit(2)
}
const benchmark = await load()
console.log(JSON.stringify(await Promise.resolve(benchmark(args))))
