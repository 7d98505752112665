// `npm run bench -- NAME [options]`: one benchmark; a readable table, then one line of JSON with the figures.
import { startup } from './startup.ts'
import { verdicts } from './verdicts.ts'

const benchmarks: Readonly<Record<string, (args: readonly string[]) => unknown>> = { startup, verdicts }

const [name = '', ...args] = process.argv.slice(2)
const benchmark = benchmarks[name]
if (!benchmark) {
  console.error(`Name one of: ${Object.keys(benchmarks).join(', ')}`)
  process.exit(2)
}
console.log(JSON.stringify(await Promise.resolve(benchmark(args))))
