// Targets behind a load balancer: checked at an interval, called healthy or not by thresholds, drained when they leave.
import { probe, type App } from './app.ts'
import type { Chance } from './chance.ts'
import type { Time } from './clock.ts'
import type { TargetSettings } from './settings.ts'

export interface Target {
  readonly address: string
  readonly port: number
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'gone'
  /** When it became so. */
  since: number
  reason?: string
  description?: string
}

export interface TargetGroup {
  readonly register: (address: string, app: App) => Target
  readonly deregister: (target: Target) => void
  readonly list: () => readonly Target[]
}

const port = 8080

export function targetGroup(time: Time, chance: Chance, settings: TargetSettings): TargetGroup {
  let targets: Target[] = []
  return {
    list: () => targets,
    register(address, app) {
      const target: Target = { address, port, state: 'initial', since: time.now() }
      become(time, target, 'initial', {
        reason: 'Elb.RegistrationInProgress',
        description: 'Target registration is in progress'
      })
      targets.push(target)
      watch(target, app)
      return target
    },
    deregister(target) {
      if (target.state === 'draining' || target.state === 'gone') return
      const description = 'Target deregistration is in progress'
      become(time, target, 'draining', { reason: 'Target.DeregistrationInProgress', description })
      // It shows as draining for all of the delay, also when nobody is connected (F5.3).
      time.after(settings.deregistrationDelay, () => {
        become(time, target, 'gone')
        targets = targets.filter((each) => each !== target)
      })
    }
  }

  function watch(target: Target, app: App): void {
    const registered = time.now()
    let passed = 0
    let failed = 0
    // The checkers keep their own beat.
    time.after(chance.between(0.2, 1) * settings.interval, check)

    function check(): void {
      if (target.state === 'draining' || target.state === 'gone') return
      const found = probe(app, (time.now() - registered) / 1000)
      if (found) {
        passed = 0
        failed++
        if (failed >= settings.unhealthyThreshold) become(time, target, 'unhealthy', found)
        else if (target.state === 'initial') {
          const description = 'Initial health checks in progress'
          become(time, target, 'initial', { reason: 'Elb.InitialHealthChecking', description })
        }
      } else {
        failed = 0
        passed++
        // A new one needs a single good check, one that was unhealthy all of them (F0.8, F5.3).
        if (target.state === 'initial' || passed >= settings.healthyThreshold) become(time, target, 'healthy')
      }
      time.after(settings.interval, check)
    }
  }
}

function become(
  time: Time,
  target: Target,
  state: Target['state'],
  why?: { readonly reason: string; readonly description: string }
): void {
  if (target.state !== state) target.since = time.now()
  target.state = state
  delete target.reason
  delete target.description
  Object.assign(target, why)
}
