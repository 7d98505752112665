// Sets a story up: a region in which it is about to happen, and the world of a run that looks at it.
import type { Config } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'
import type { World } from '../../src/run/world.ts'
import { plain } from '../template/example.ts'
import { revisionArn } from './answers.ts'
import { apiOf } from './api.ts'
import { thresholdOf } from './breaker.ts'
import { chanceOf } from './chance.ts'
import { gate, type Gate } from './faults.ts'
import { historyOf } from './history.ts'
import { makeRegion, settle, type Region } from './region.ts'
import { quota } from './retry.ts'
import { worldOf } from './run.ts'
import { connectTo } from './sdk.ts'
import type { Settings } from './settings.ts'
import type { Story } from './story.ts'

export interface Stage {
  readonly region: Region
  readonly world: World
  readonly config: Config
  readonly gate: Gate
  /** ARN of what the run rolls out. */
  readonly revision: string
  /** Begins what happens by itself. */
  readonly begin: () => void
}

export async function stage(story: Story): Promise<Stage> {
  const { settings, faults, seed } = story
  const made = makeRegion(settings, seed, story.runs)
  await settle(made)
  const { time } = made
  const { number } = made.addRevision(story.app)
  const chance = chanceOf(seed + 2)
  const passed = gate(time, chance, faults)
  const api = apiOf(made, historyOf(made, faults), faults)
  connectTo({ time, chance, gate: passed, api, latency: faults.latency, quota: quota() })
  const cancel = new AbortController()
  const { interval = plain.health.intervalSeconds, deregistrationDelay = plain.health.deregistrationDelaySeconds } =
    settings.targets ?? {}
  return {
    region: made,
    config: {
      ...plain,
      task: { ...plain.task, stopTimeoutSeconds: settings.stopTimeout },
      health: {
        ...plain.health,
        intervalSeconds: interval,
        graceSeconds: settings.grace,
        deregistrationDelaySeconds: deregistrationDelay
      },
      rollout: {
        ...plain.rollout,
        strategy: strategyOf(settings),
        failureThreshold: thresholdOf(settings.breaker, settings.tasks),
        failFast: settings.failFast
      }
    },
    gate: passed,
    revision: revisionArn(number),
    world: worldOf(time, story.minutes, {
      cancelled: cancel.signal,
      docker: nobody,
      run: { id: '7', attempt: '1' }
    }),
    begin() {
      for (const { after, happen } of story.happenings) {
        time.after(after, () => {
          happen(made, { cancel: cancelRun })
        })
      }
    }
  }

  function cancelRun(): void {
    cancel.abort(new Failure({ code: 'CANCELLED', sentence: 'The run was cancelled.', remedy: 'Run it again.' }))
  }
}

function strategyOf({ strategy }: Settings): Config['rollout']['strategy'] {
  switch (strategy.kind) {
    case 'ROLLING':
      return { kind: 'rolling' }
    case 'BLUE_GREEN':
      return { kind: 'blue-green', bakeMinutes: strategy.bake / 60 }
    case 'CANARY':
      return { kind: 'canary', canaryPercent: strategy.percent, bakeMinutes: strategy.bake / 60 }
    case 'LINEAR':
      return { kind: 'linear', stepPercent: strategy.percent, bakeMinutes: strategy.bake / 60 }
  }
}

/** A rollout builds nothing. */
const nobody = new Proxy(
  {},
  {
    get: () => () => {
      throw new Error('A rollout does not ask Docker')
    }
  }
) as World['docker']
