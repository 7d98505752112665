// How much longer many regions take than one: simulated ones with AWS's usual durations and 50 ms a call, all at once.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { plain } from '../test/template/example.ts'
import { regionsOf } from '../test/simulation/regions.ts'
import type { Several } from '../src/model/several.ts'
import { hundredths, round, row } from './figures.ts'

const names = [
  'eu-west-1',
  'us-east-1',
  'ap-southeast-2',
  'eu-central-1',
  'us-west-2',
  'sa-east-1',
  'eu-north-1',
  'ap-south-1'
] as const
const latency = 50
const change = { rollout: { ...plain.rollout, waves: 'parallel' } } as const

interface Measured {
  /** Seconds. */
  readonly first: number
  readonly release: number
  readonly calls: number
  /** Megabytes in use at the end, the simulated regions included. */
  readonly heap: number
}

/** A first deploy, and a new version on it. */
async function measure(regions: Several<string>): Promise<Measured> {
  // AWS takes its time in each region by itself.
  const seedOf = (region: string): number => 10 * (1 + names.findIndex((name) => name === region))
  const all = regionsOf(regions, (region) => ({ faults: { latency }, seed: seedOf(region) }))
  const first = await all.deploy({ tag: 'one', change })
  const release = await all.deploy({ tag: 'two', change })
  for (const { verdict } of [...first.verdicts, ...release.verdicts])
    if (verdict !== 'deployed') throw new Error(`A deployment ended ${verdict}`)
  const calls = first.calls.length + release.calls.length
  return { first: first.took, release: release.took, calls, heap: heapInUse() }
}

/** Without what nobody refers to any more. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return round(process.memoryUsage().heapUsed / 1e6)
}

export async function regions() {
  const [first, ...others] = names
  // The most regions first: what comes later would find the memory of what came before.
  const together = new Map<number, Measured>()
  for (const count of [8, 4, 2, 1]) together.set(count, await measure([first, ...others.slice(0, count - 1)]))
  const alone: Measured[] = []
  for (const name of names) alone.push(await measure([name]))

  console.log('Simulated regions with `waves: parallel`, 50 ms a call; seconds, beside the slowest of them alone')
  console.log(row('regions', 'first', 'alone', 'release', 'alone', 'ratio', 'calls each', 'heap (MB)'))
  const ratio: Record<string, number> = {}
  const callsPerRegion: Record<string, number> = {}
  for (const [count, found] of [...together].toReversed()) {
    const slowest = (of: (measured: Measured) => number): number => Math.max(...alone.slice(0, count).map(of))
    const [making, release] = [slowest((one) => one.first), slowest((one) => one.release)]
    ratio[count] = hundredths((found.first + found.release) / (making + release))
    callsPerRegion[count] = round(found.calls / count)
    const seconds = [found.first, making, found.release, release].map(round)
    console.log(row(count, ...seconds, ratio[count], callsPerRegion[count], found.heap))
  }
  return { ratio, callsPerRegion, megabytes: together.get(8)?.heap }
}
