// The container could not be started, or was killed (F2.9).
import type { Reason } from '../diagnosis.ts'

export const start: readonly Reason[] = [
  {
    when: /OutOfMemory/i,
    say: ({ memory }) => ({
      code: 'OUT_OF_MEMORY',
      sentence: `The container was killed because it used more than its ${memory} MiB of memory.`,
      remedy: 'Raise `memory` to the next value that `cpu` allows, or make the app use less.'
    })
  },
  {
    when: /validate logger args|initialize logging driver|create stream/i,
    say: ({ logGroup }) => ({
      code: 'CRASH_LOOP',
      sentence: `The container cannot write its log to ${logGroup}.`,
      remedy:
        'The group must be there and the execution role may create streams in it; neither must be changed by hand.'
    })
  },
  {
    when: /unable to assume the role/i,
    say: () => ({
      code: 'ACCESS_DENIED',
      sentence: 'ECS may not assume the role of the task.',
      remedy: 'The role must be there and trust ecs-tasks.amazonaws.com; one that was just made needs a minute.'
    })
  },
  {
    when: /CannotStartContainer|executable file not found|no such file or directory|permission denied/i,
    say: () => ({
      code: 'CRASH_LOOP',
      sentence: 'The container could not be started: its command cannot be run.',
      remedy: 'Check ENTRYPOINT and CMD in the Dockerfile: path, execute permission, line ends of scripts.'
    })
  },
  {
    when: /CannotCreateContainer/i,
    say: () => ({
      code: 'CRASH_LOOP',
      sentence: 'The container could not be created with these settings.',
      remedy: 'Check what the reason above names.'
    })
  }
]
