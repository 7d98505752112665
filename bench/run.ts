// `npm run bench -- NAME`: one benchmark; a readable table, then one line of JSON with the figures.
import { startup } from './startup.ts'

const benchmarks: Readonly<Record<string, () => unknown>> = { startup }

const [name = ''] = process.argv.slice(2)
const benchmark = benchmarks[name]
if (!benchmark) {
  console.error(`Name one of: ${Object.keys(benchmarks).join(', ')}`)
  process.exit(2)
}
console.log(JSON.stringify(await Promise.resolve(benchmark())))
