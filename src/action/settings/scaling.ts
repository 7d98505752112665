// How many tasks run.
import { whole } from './form.ts'
import type { Setting } from './setting.ts'

export const scaling = {
  'min-tasks': {
    ...whole(1, 5000),
    default: '1',
    description: 'How many tasks run at least.'
  },
  'max-tasks': {
    ...whole(1, 5000),
    default: '10',
    description: 'How many tasks run at most.'
  },
  'cpu-target-percent': {
    ...whole(1, 100),
    default: '80',
    description: 'The CPU use that the number of tasks is kept near.'
  },
  'scale-out-cooldown-seconds': {
    ...whole(0, 86_400),
    default: '60',
    description: 'How long after tasks were added until more are.'
  },
  'scale-in-cooldown-seconds': {
    ...whole(0, 86_400),
    default: '300',
    description: 'How long after tasks were taken away until more are.'
  }
} satisfies Readonly<Record<string, Setting>>
