// What a read sees: not always what is. For some seconds after a write it may still be what was before (F2.3).
import type { Service as AwsService, ServiceDeployment as AwsRollout } from '@aws-sdk/client-ecs'
import { describeRollout, describeService, rolloutArn } from './answers.ts'
import type { Faults } from './faults.ts'
import type { Region } from './region.ts'

export interface Sight {
  /** Absent: there is none. */
  readonly service?: AwsService
  readonly rollouts: ReadonlyMap<string, AwsRollout>
}

export interface History {
  readonly read: () => Sight
}

/** At the latest `stale` seconds after a write, reads see it. */
export function historyOf(
  { time, chance, service, beforeWrites }: Region,
  { stale, flaps }: Pick<Faults, 'stale' | 'flaps'>
): History {
  let before: { readonly until: number; readonly sight: Sight } | undefined
  beforeWrites(() => {
    const delay = flaps ? stale : chance.between(0, stale)
    before = { until: time.now() + delay * 1000, sight: look() }
  })
  return {
    read: () =>
      before && time.now() + chance.between(0, flaps ? stale : 0) * 1000 < before.until ? before.sight : look()
  }

  function look(): Sight {
    return {
      ...(service.deployments.length > 0 && { service: describeService(service) }),
      rollouts: new Map(service.rollouts.map((rollout) => [rolloutArn(rollout), describeRollout(service, rollout)]))
    }
  }
}
