// Whether there is room for what a first deployment makes (F1.2).
import { checkOf, notOk, ok, type Check, type Reading } from '../../model/check.ts'
import type { Config } from '../../model/config.ts'
import type { Seen, Usage } from '../../model/seen.ts'
import { holdsThings } from '../../model/stack.ts'

const raise = (quota: string, region: string): string => `Raise '${quota}' in Service Quotas for ${region}`

export function quotaChecks(config: Config, { quotas, platform, region }: Seen): readonly Check[] {
  if (!quotas) return []
  // What is there counts already.
  const isThere = platform.at === 'read' && holdsThings(platform.value)
  const room = (subject: string, reading: Reading<Usage> | undefined, or: string): readonly Check[] => {
    if (!reading) return []
    const about = { topic: 'quotas', subject } as const
    if (isThere) return [ok(about, 'The stack has it already.')]
    return [
      checkOf(about, reading, ({ used, limit }) =>
        used < limit
          ? ok(about, `${used} of ${limit} are used.`)
          : notOk(about, {
              code: 'QUOTA',
              text: `All ${limit} of '${subject}' are used in ${region}.`,
              remedy: `${raise(subject, region)}, ${or}.`
            })
      )
    ]
  }
  return [
    ...room('VPCs per Region', quotas.vpcs, 'or use a network that is there (`vpc-id`, `subnet-ids`)'),
    ...room('Application Load Balancers per Region', quotas.loadBalancers, 'or remove one that is no longer used'),
    ...vcpuChecks(config, quotas.vcpus, region)
  ]
}

/** Of the whole region, so a limit that is large enough may still be used up by others. */
function vcpuChecks({ task, scaling, rollout }: Config, reading: Reading<number>, region: string): readonly Check[] {
  const subject = 'Fargate On-Demand vCPU resource count'
  const about = { topic: 'quotas', subject } as const
  const vcpus = (task.cpu / 1024) * scaling.minTasks
  // The other strategies start all new tasks before an old one stops.
  const needed = rollout.strategy.kind === 'rolling' ? vcpus : 2 * vcpus
  return [
    checkOf(about, reading, (limit) =>
      needed <= limit
        ? ok(about, `The least number of tasks needs ${needed} of ${limit}.`)
        : notOk(about, {
            code: 'QUOTA',
            text: `The least number of tasks needs ${needed} vCPU, and '${subject}' in ${region} is ${limit}.`,
            remedy: `${raise(subject, region)}, or lower \`min-tasks\` or \`cpu\`.`
          })
    )
  ]
}
