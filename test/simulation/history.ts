// What a read sees: not always what is. Answers lag behind writes for some seconds, and not all by as much.
import type { Service as AwsService, ServiceDeployment as AwsRollout } from '@aws-sdk/client-ecs'
import { describeRollout, describeService, rolloutArn } from './answers.ts'
import type { Region } from './region.ts'

export interface Sight {
  readonly service: AwsService
  readonly rollouts: ReadonlyMap<string, AwsRollout>
}

export interface History {
  readonly read: () => Sight
}

/** @param stale an answer is up to so many seconds old. */
export function historyOf({ time, chance, service }: Region, stale: number): History {
  const now = (): Sight => ({
    service: describeService(service),
    rollouts: new Map(service.rollouts.map((rollout) => [rolloutArn(rollout), describeRollout(service, rollout)]))
  })
  if (stale === 0) return { read: now }
  let seen: readonly { readonly at: number; readonly sight: Sight }[] = [{ at: time.now(), sight: now() }]
  time.every(0.5, () => {
    const oldest = time.now() - (stale + 1) * 1000
    seen = [
      ...seen.filter(({ at }, index) => at >= oldest || index === seen.length - 1),
      { at: time.now(), sight: now() }
    ]
  })
  return {
    read() {
      const moment = time.now() - chance.between(0, stale) * 1000
      return seen.findLast(({ at }) => at <= moment)?.sight ?? now()
    }
  }
}
