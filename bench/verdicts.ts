// How often the watcher's verdict is what really happened, how soon it comes, and what it asks of AWS: on a thousand
// rollouts of the simulated region, with three of ten calls failing. Beside it, a watcher that goes by counts.
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { watch, type Seen } from '../test/simulation/watch.ts'
import type { Story } from '../test/simulation/story.ts'
import { crashOf } from './crashes.ts'
import { watchByCount, type Counted } from './count-based.ts'
import { round, spread } from './figures.ts'
import { story } from './stories.ts'

interface Row {
  readonly number: number
  readonly story: Story
  readonly seen: Seen
  readonly isRight: boolean
  readonly counted: Counted
}

/** @param args `--seed N` draws other rollouts, `--rollouts N` fewer or more; `--failing 0`: every call is answered. */
export async function verdicts(args: readonly string[]) {
  const options = {
    seed: { type: 'string', default: '1' },
    rollouts: { type: 'string', default: '1000' },
    failing: { type: 'string', default: '0.3' }
  } as const
  const { seed, rollouts, failing } = parseArgs({ args: [...args], options }).values
  const rows: Row[] = []
  for (const [index, told] of fc.sample(story, { seed: Number(seed), numRuns: Number(rollouts) }).entries()) {
    const drawn = told.suffers({ share: Number(failing) })
    const seen = await watch(drawn)
    const isRight = seen.truth.verdicts.includes(seen.verdict)
    rows.push({ number: index + 1, story: drawn, seen, isRight, counted: await watchByCount(drawn) })
  }
  const wrong = rows.filter(({ isRight }) => !isRight)
  console.log(
    `${rows.length} rollouts with seed ${seed}; seconds from the end of the rollout to the verdict, ours and by counts`
  )
  printRow('', ['rollouts', 'mean', 'p90', 'max', 'miscounted', 'mean'])
  for (const end of new Set(rows.map(({ seen }) => seen.truth.verdicts[0]))) {
    const those = rows.filter(({ seen }) => seen.truth.verdicts[0] === end)
    const { mean, p90, max } = spread(lagsOf(those))
    const counted = spread(countedLags(those))
    printRow(end ?? '', [those.length, mean, p90, max, those.filter(isMiscounted).length, counted.mean])
  }
  for (const row of wrong.slice(0, 20)) printWrong(row)
  if (wrong.length > 0) process.exitCode = 1

  const watched = rows.reduce((sum, { seen }) => sum + seen.at, 0) / 60
  const perMinute = (of: (seen: Seen) => number): number =>
    round(rows.reduce((sum, { seen }) => sum + of(seen), 0) / watched)
  return {
    rollouts: rows.length,
    wrong: wrong.length,
    lag: spread(lagsOf(rows)),
    /** Of rollbacks that were told before ECS was done: seconds since the earlier version served alone. */
    alone: spread(rows.flatMap(({ seen }) => seen.alone ?? [])),
    callsPerMinute: perMinute(({ calls }) => calls),
    attemptsPerMinute: perMinute(({ attempts }) => attempts),
    /** Attempts that AWS's buckets would have refused (F5.4). */
    overdrawn: rows.reduce((sum, { seen }) => sum + seen.overdrawn, 0),
    /** Of crashes in rolling deployments: seconds until the reason is printed, and until the run is red. */
    crashTold: spread(rows.flatMap(({ seen }) => crashOf(seen).told ?? [])),
    crashRed: spread(rows.flatMap(({ seen }) => crashOf(seen).red ?? [])),
    countBasedWrong: rows.filter(isMiscounted).length,
    countBasedLag: spread(countedLags(rows))
  }
}

const isMiscounted = ({ counted }: Row): boolean => counted.isWrong
const lagsOf = (rows: readonly Row[]): readonly number[] =>
  rows.flatMap(({ isRight, seen }) => (isRight ? (seen.lag ?? []) : []))
/** Of those that it got right because it had waited. */
const countedLags = (rows: readonly Row[]): readonly number[] =>
  rows.flatMap(({ counted: { isWrong, lag } }) => (!isWrong && lag !== undefined && lag >= 0 ? lag : []))

function printWrong({ number, story: { settings, app, faults, happenings, seed }, seen }: Row): void {
  const { verdict, failure, truth, at } = seen
  console.log(`\nwrong: rollout ${number} is ${truth.verdicts.join(' or ')}, not ${verdict} (after ${round(at)} s)`)
  if (failure) console.log(`  ${failure.code}: ${failure.sentence}`)
  console.log(`  ${JSON.stringify({ seed, settings, app, faults, happens: happenings.map(({ after }) => after) })}`)
}

function printRow(name: string, values: readonly (string | number)[]): void {
  console.log([name.padEnd(12), ...values.map((value) => String(value).padStart(10))].join(' '))
}
