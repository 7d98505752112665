// A rollout told in a few lines: `watch(region({ tasks: 2 }).deploys({ crashesAfter: 5 }))`.
import { healthy, type App } from './app.ts'
import { none, type Faults } from './faults.ts'
import type { Region } from './region.ts'
import { usual, type Settings } from './settings.ts'

type Happening = (region: Region, run: { readonly cancel: () => void }) => void

interface Told {
  readonly settings: Settings
  readonly runs: App
  readonly app: App
  readonly faults: Faults
  readonly happenings: readonly { readonly after: number; readonly happen: Happening }[]
  readonly seed: number
  readonly minutes: number
}

export interface Story extends Told {
  /** The version that our run rolls out. */
  readonly deploys: (app?: Partial<App>) => Story
  /** The one that serves before. */
  readonly runsNow: (app: Partial<App>) => Story
  /** Autoscaling, so many seconds after our UpdateService. */
  readonly scalesTo: (tasks: number, when: { readonly after: number }) => Story
  readonly isSupersededBy: (app: Partial<App>, when: { readonly after: number }) => Story
  /** Somebody calls StopServiceDeployment. */
  readonly isStoppedByHand: (when: { readonly after: number }) => Story
  readonly isCancelled: (when: { readonly after: number }) => Story
  readonly suffers: (faults: Partial<Faults>) => Story
  readonly seeded: (seed: number) => Story
  readonly within: (minutes: number) => Story
}

export const region = (settings: Partial<Settings> = {}): Story =>
  tell({
    settings: { ...usual, ...settings },
    runs: healthy,
    app: healthy,
    faults: none,
    happenings: [],
    seed: 1,
    minutes: 30
  })

function tell(told: Told): Story {
  const happens = (after: number, happen: Happening): Story =>
    tell({ ...told, happenings: [...told.happenings, { after, happen }] })
  return {
    ...told,
    deploys: (app = {}) => tell({ ...told, app: { ...healthy, ...app } }),
    runsNow: (app) => tell({ ...told, runs: { ...healthy, ...app } }),
    scalesTo: (tasks, { after }) =>
      happens(after, ({ scaleTo }) => {
        scaleTo(tasks)
      }),
    isSupersededBy: (app, { after }) =>
      happens(after, ({ begin, addRevision }) => {
        begin(addRevision({ ...healthy, ...app }), 'others')
      }),
    isStoppedByHand: ({ after }) =>
      happens(after, ({ service, stopRollout }) => {
        const [newest] = service.rollouts
        if (newest) stopRollout(newest)
      }),
    isCancelled: ({ after }) =>
      happens(after, (_, { cancel }) => {
        cancel()
      }),
    suffers: (faults) => tell({ ...told, faults: { ...told.faults, ...faults } }),
    seeded: (seed) => tell({ ...told, seed }),
    within: (limit) => tell({ ...told, minutes: limit })
  }
}
