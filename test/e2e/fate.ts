// A story's fate as inputs of the action: what the app's environment says, or what the revision asks of ECS.
import type { Fate } from '../stories.ts'
import { region, type Stage } from './stage.ts'

/**
 * Files for `overrides`, which are no part of the image.
 * @param empty a repository with nothing in it: what is missing in the app's own is seen before the rollout.
 */
export const overridesOf = (empty: string): Readonly<Record<string, string>> => ({
  '.dockerignore': '*.yml\n',
  'program.yml': container('command: [/app/none]'),
  'processor.yml': container('command: [/app/other-processor]'),
  'image.yml': container(`image: ${empty}@sha256:${'0'.repeat(64)}`)
})

const container = (property: string): string =>
  `taskDefinition: { containerDefinitions: [{ name: shop-container, ${property} }] }\n`

/** Where a task takes long to fail, one says as much as two. */
// The grace, a fiftieth of it here, must outlast the time between two looks, as every one on AWS does.
const once = { 'failure-threshold': '1', 'health-check-grace-seconds': '600' }

export function inputsOf(fate: Fate, { account }: Pick<Stage, 'account'>): Readonly<Record<string, string>> {
  switch (fate.does) {
    case 'serve':
      // An app takes its own time at any pace, here half of it, so the grace is one that is 12 s long.
      return { env: `READY_AFTER=${fate.readyAfter / 2}`, 'health-check-grace-seconds': '600' }
    case 'crash':
      // A tenth: two tasks of 20 s would be most of the time that all the stories take.
      return { env: `MODE=crash\nCRASH_AFTER=${fate.after / 10}` }
    case 'end':
      return { env: 'MODE=end' }
    case 'eat memory':
      return { ...once, env: 'MODE=greedy', cpu: '256', memory: '512', 'health-check-grace-seconds': '1800' }
    case 'listen':
      return { ...once, env: `HOST=${fate.host}\nPORT=${fate.port}` }
    case 'answer':
      return { ...once, env: `STATUS=${fate.status}` }
    case 'not start':
      switch (fate.lacks) {
        case 'program':
        case 'processor':
        case 'image':
          return { overrides: `${fate.lacks}.yml` }
        case 'secret':
          return { secrets: `TOKEN=arn:aws:secretsmanager:${region}:${account}:secret:none-AbCdEf` }
      }
  }
}
