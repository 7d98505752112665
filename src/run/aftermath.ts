// Reads when a rollout reached what, once it is over: AWS has the times, so nothing is asked while we watch.
import type { Config } from '../model/config.ts'
import { momentsOf, type Reached } from '../model/moment.ts'
import { namesOf } from '../model/names.ts'
import type { Progress } from '../model/progress.ts'
import type { Released } from './service/live.ts'
import type { World } from './world.ts'

/** Begins to read at once, while other things are done; what is read when it is told is told. */
export function readAftermath(
  world: World,
  config: Config,
  { end, revision }: Released,
  since: number
): () => readonly Progress[] {
  let reached: readonly Reached[] = []
  if (end.at === 'finished' || end.at === 'rolled-back' || end.at === 'failed') {
    // It only adorns the summary: no verdict is late or other than it was for want of it.
    read().then(
      (found) => {
        reached = found
      },
      () => undefined
    )
  }
  return () => reached.map(({ moment, time }) => ({ at: 'reached', stage: 'rollout', moment, time }))

  async function read(): Promise<readonly Reached[]> {
    const { cluster, service: name } = namesOf(config)
    const { services, tasks } = world.aws
    const [service, running, stopped] = await Promise.all([
      services.describe(cluster, name),
      tasks.running(cluster, name),
      tasks.stopped(cluster, name)
    ])
    return momentsOf({
      since,
      revision: revision.arn,
      tasks: [...running, ...stopped],
      events: service?.events ?? [],
      isRolling: config.rollout.strategy.kind === 'rolling',
      isGood: end.at === 'finished'
    })
  }
}
