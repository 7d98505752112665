// A stack that fails, and how soon a run says why: seconds of virtual time from AWS's first event of it.
import { plain } from '../template/example.ts'
import { notAllowed, overQuota } from './cloudformation/text.ts'
import { whole, type Ran, type Whole } from './whole.ts'

export interface Failing {
  readonly stack: 'shop-platform' | 'shop-service'
  readonly change: 'CREATE' | 'UPDATE'
  readonly logicalId: string
  readonly seed: number
}

export interface Told {
  /** What the run said first; undefined: nothing. */
  readonly line?: string
  /** Seconds from the resource's failure to that line. */
  readonly after: number
  /** Seconds from that line until CloudFormation had undone the rest: negative when it was too late. */
  readonly before: number
  readonly code?: string
}

/** Each makes its resource fail in its stack, as AWS says it. */
const reasons = [overQuota('The maximum number of VPCs has been reached.'), notAllowed('Ec2', 'ec2:CreateVpc')] as const

export async function tellRootCause({ stack, change, logicalId, seed }: Failing): Promise<Told> {
  const reason = reasons[seed % reasons.length]
  const region = whole({
    seed,
    ways: {
      fails: (trouble) =>
        trouble.logicalId === logicalId && trouble.action === change && !trouble.back ? reason : undefined
    }
  })
  if (change === 'UPDATE') await region.deploy()
  const logs = { ...plain.logs, retentionDays: 7 as const }
  const health = { ...plain.health, path: '/other' }
  const run = await region.deploy(change === 'UPDATE' ? { change: { logs, health } } : {})
  return told(region, run, stack)
}

function told({ cloudFormation }: Whole, { progress, told: times, verdict }: Ran, name: string): Told {
  const { events = [] } = cloudFormation.stacks.findLast((stack) => stack.name === name) ?? {}
  const failedAt = events.find(({ status }) => status.endsWith('_FAILED'))?.time ?? 0
  const endedAt = events.findLast(({ type }) => type === 'AWS::CloudFormation::Stack')?.time ?? 0
  const index = progress.findIndex((each) => 'text' in each && each.text.includes(' failed: '))
  const [line, at = 0] = [progress[index], times[index]]
  return {
    ...(line && 'text' in line && { line: line.text }),
    ...('failure' in verdict && { code: verdict.failure.code }),
    after: (at - failedAt) / 1000,
    before: (endedAt - at) / 1000
  }
}
