// The region: one service in it, what may be asked of ECS, and what happens to it by itself.
import { alarmStatus, quiet } from './alarm.ts'
import { healthy, type App } from './app.ts'
import { chanceOf, type Chance } from './chance.ts'
import { virtualTime, type Time } from './clock.ts'
import { isOver, move, type Revision, type Rollout } from './deployment.ts'
import { newDeployment } from './outcome.ts'
import { look } from './scheduler.ts'
import { alive, primaryOf, rolloutOf, say, stop, type Service } from './service.ts'
import type { Settings } from './settings.ts'
import { targetGroup, type TargetGroup } from './target.ts'

export interface Region {
  readonly time: Time
  readonly chance: Chance
  readonly service: Service
  /** UpdateService. */
  readonly begin: (revision: Revision, by: Rollout['by']) => Rollout
  /** StopServiceDeployment; false: it has ended (F2.5). */
  readonly stopRollout: (rollout: Rollout) => boolean
  /** DeleteService, by force: the service is gone with its last task. */
  readonly removeService: () => void
  /** Autoscaling, or somebody's hand. */
  readonly scaleTo: (tasks: number) => void
  /** What reads see for a while is what was before a write. */
  readonly beforeWrites: (listen: () => void) => void
  readonly addRevision: (app: App) => Revision
}

/** The scheduler looks so often. */
const beat = 1

export function makeRegion(
  settings: Settings,
  seed: number,
  runs: App = healthy,
  time: Time = virtualTime(chanceOf(seed + 1))
): Region {
  const chance = chanceOf(seed)
  const revisions: Revision[] = [{ number: 1, app: runs }]
  const service: Service = {
    time,
    chance,
    settings,
    groups: groupsOf(time, chance, settings),
    alarm: quiet(),
    status: 'ACTIVE',
    desired: settings.tasks,
    deployments: [],
    rollouts: [],
    tasks: [],
    events: [],
    revisions,
    steady: false
  }
  let wrote = (): void => undefined
  const region: Region = {
    time,
    chance,
    service,
    addRevision(app) {
      const revision = { number: revisions.length + 1, app }
      revisions.push(revision)
      return revision
    },
    beforeWrites(listen) {
      wrote = listen
    },
    begin(revision, by) {
      wrote()
      // What ECS is on its way back to has completed before (F2.6).
      const [last] = service.rollouts
      const back = last?.status === 'ROLLBACK_IN_PROGRESS' ? primaryOf(service) : undefined
      const source = service.deployments.find(({ rolloutState }) => rolloutState === 'COMPLETED') ?? back
      const deployment = newDeployment(service, revision, source)
      for (const each of service.deployments) each.status = 'ACTIVE'
      service.deployments = [deployment, ...service.deployments]
      const now = time.now()
      const rollout: Rollout = {
        id: deployment.id.slice('ecs-svc/'.length).padStart(21, 'd'),
        deployment,
        ...(source && { source }),
        createdAt: now,
        by,
        status: 'PENDING',
        stage: 'RECONCILE_SERVICE',
        stageSince: now,
        weight: 0,
        steps: [],
        nextStep: 0,
        breaker: settings.breaker.enabled ? 'MONITORING' : 'DISABLED',
        alarm: alarmStatus(service)
      }
      service.rollouts = [rollout, ...service.rollouts]
      service.steady = false
      return rollout
    },
    stopRollout(rollout) {
      if (isOver(rollout)) return false
      wrote()
      if (rollout.status === 'PENDING' || rollout.status === 'IN_PROGRESS') {
        move(rollout, 'ROLLBACK_REQUESTED', time.now(), 'Service deployment was stopped by the user.')
      }
      return true
    },
    removeService() {
      wrote()
      service.status = 'DRAINING'
      service.desired = 0
      for (const rollout of service.rollouts.filter((each) => !isOver(each))) {
        move(rollout, 'STOPPED', time.now(), 'The service was deleted.')
      }
      stop(service, service.tasks, 'Service was deleted')
    },
    scaleTo(tasks) {
      if (tasks === service.desired) return
      say(service, `has set the desired count to ${tasks}.`)
      service.desired = tasks
      service.steady = false
    }
  }
  time.every(beat, () => {
    if (service.deployments.length > 0) look(service)
    if (service.status === 'DRAINING' && alive(service).length === 0) {
      Object.assign(service, { status: 'ACTIVE', deployments: [], rollouts: [] })
    }
  })
  return region
}

function groupsOf(time: Time, chance: Chance, { targets, strategy }: Settings): readonly TargetGroup[] {
  if (!targets) return []
  const count = strategy.kind === 'ROLLING' ? 1 : 2
  return Array.from({ length: count }, () => targetGroup(time, chance, targets))
}

/** The version before, rolled out and settled. */
export async function settle({ time, service, begin }: Region): Promise<void> {
  const [first] = service.revisions
  if (!first) return
  // It is there, whatever an alarm says of it.
  begin(first, 'others').alarm = 'DISABLED'
  const limit = time.now() + 3_600_000
  while (rolloutOf(service)?.status !== 'SUCCESSFUL') {
    if (time.now() > limit) throw new Error('The version before does not get well')
    const hook = rolloutOf(service)?.hook
    if (hook) hook.status = 'SUCCEEDED'
    await time.pass(time.pause(1_000))
  }
}
