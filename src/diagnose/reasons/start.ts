// The container could not be started, or was killed (F2.9).
import type { Reason } from '../diagnosis.ts'

export const start: readonly Reason[] = [
  {
    when: /OutOfMemory/i,
    hopeless: 'by-repetition',
    say: ({ memory }) => ({
      code: 'OUT_OF_MEMORY',
      sentence: `The container was killed because it used more than its ${memory} MiB of memory.`,
      remedy: 'Raise `memory` to the next value that `cpu` allows, or make the app use less.'
    })
  },
  {
    when: /validate logger args|initialize logging driver|create stream/i,
    hopeless: 'by-repetition',
    say: ({ logGroup }) => ({
      code: 'CRASH_LOOP',
      sentence: `The container cannot write its log to ${logGroup}.`,
      remedy:
        'The group must be there and the execution role may create streams in it; neither must be changed by hand.'
    })
  },
  {
    when: /unable to assume the (service linked )?role/i,
    hopeless: 'once-settled',
    say: (_, text) => ({
      code: 'ACCESS_DENIED',
      sentence: `ECS may not assume ${/role '(arn:[^']+)'/.exec(text)?.[1] ?? 'the role of the task'}.`,
      remedy: 'The role must be there and trust ecs-tasks.amazonaws.com; one that was just made needs a minute.'
    })
  },
  {
    when: /CannotStartContainer.*(executable file not found|no such file or directory)|executable file not found/is,
    hopeless: 'at-once',
    say: (_, text) => ({
      code: 'CRASH_LOOP',
      sentence: `The container could not be started: ${programIn(text)} is not in the image.`,
      remedy: 'Check ENTRYPOINT and CMD in the Dockerfile: the path, and in scripts the first line and its line ends.'
    })
  },
  {
    when: /CannotCreateContainer/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'CRASH_LOOP',
      sentence: 'The container could not be created with these settings.',
      remedy: 'Check what the reason names.'
    })
  },
  {
    when: /failed to download env files/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'ACCESS_DENIED',
      sentence: 'A file of variables could not be read from S3.',
      remedy: 'The execution role needs s3:GetObject on the file and s3:GetBucketLocation on its bucket.'
    })
  },
  {
    when: /failed to invoke EFS utils/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'NETWORK_UNREACHABLE',
      sentence: 'The file system could not be mounted.',
      remedy:
        "The file system's security group must let the tasks in on port 2049, and the VPC must have DNS host names."
    })
  },
  // Anybody's words, so last.
  {
    when: /CannotStartContainer|permission denied|no such file or directory/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'CRASH_LOOP',
      sentence: 'The container could not be started: its command cannot be run.',
      remedy: 'Check ENTRYPOINT and CMD in the Dockerfile: path, execute permission, line ends of scripts.'
    })
  }
]

const programIn = (text: string): string => {
  const program = /exec: "([^"]+)"|exec ([^\s:]+):/.exec(text)
  return program ? `\`${program[1] ?? program[2] ?? ''}\`` : 'its command'
}
