// How soon the root cause of a stack's failure is said, while CloudFormation still undoes what it did: on stacks of the
// simulated region of which one resource fails, in virtual time.
import { parseArgs } from 'node:util'
import { tellRootCause, type Failing, type Told } from '../test/simulation/rootcause.ts'
import { spread } from './figures.ts'

const failing: readonly Omit<Failing, 'seed'>[] = [
  ...['Vpc', 'SubnetA', 'TaskSecurityGroup', 'LoadBalancer', 'HttpListener', 'Cluster', 'TaskRole'].map(
    (logicalId) => ({ stack: 'shop-platform', change: 'CREATE', logicalId }) as const
  ),
  ...['TargetGroup', 'ListenerRule', 'ScalableTarget'].map(
    (logicalId) => ({ stack: 'shop-service', change: 'CREATE', logicalId }) as const
  ),
  { stack: 'shop-platform', change: 'UPDATE', logicalId: 'LogGroup' },
  { stack: 'shop-service', change: 'UPDATE', logicalId: 'TargetGroup' }
]

/** @param args `--seed N` draws other durations, `--times N` more or fewer of each failure. */
export async function stacks(args: readonly string[]) {
  const options = { seed: { type: 'string', default: '1' }, times: { type: 'string', default: '10' } } as const
  const { seed, times } = parseArgs({ args: [...args], options }).values
  const all: Told[] = []
  console.log("seconds from a resource's failure to the line that says why, and from there to the end of the rollback")
  for (const each of failing) {
    const seen: Told[] = []
    for (let n = 0; n < Number(times); n++) seen.push(await tellRootCause({ ...each, seed: Number(seed) + n }))
    const [after, before] = [spread(seen.map((told) => told.after)), spread(seen.map((told) => told.before))]
    console.log(`${each.logicalId} ${each.change}`.padEnd(28), `${after.mean} (max ${after.max}), ${before.mean}`)
    all.push(...seen)
  }
  const isLate = ({ line, after }: Told): boolean => line === undefined || after > 5
  if (all.some(isLate)) process.exitCode = 1
  return {
    failures: all.length,
    rootCause: spread(all.map(({ after }) => after)),
    late: all.filter(isLate).length,
    /** Said while the rollback was still running. */
    early: all.filter(({ before }) => before > 0).length
  }
}
