// Why a task stopped: its stoppedReason and container reason against what AWS is known to say (F2.8, F2.9).
import type { Asked } from '../model/evidence.ts'
import type { FailureCode } from '../model/failure.ts'
import type { Task } from '../model/service.ts'
import { readExitCode } from './exit-code.ts'

export interface Diagnosis {
  readonly code: FailureCode
  readonly sentence: string
  readonly remedy: string
}

interface Row {
  /** Matched against stoppedReason and the containers' reasons; texts vary, so loosely. */
  readonly when: RegExp
  readonly say: (asked: Asked) => Diagnosis
}

const rows: readonly Row[] = [
  {
    when: /CannotPullContainer.*(not found|failed to resolve ref|manifest unknown)/is,
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The image is not in the repository.',
      remedy: 'Push it again (`rebuild: true`); a lifecycle policy of your own must never expire images that run.'
    })
  },
  {
    when: /descriptor matching platform|no match for platform|exec format error/i,
    say: ({ architecture }) => ({
      code: 'ARCHITECTURE_MISMATCH',
      sentence: `The image was built for another processor than ${architecture}.`,
      remedy: 'Set `architecture` to what the image is built for, or build it for what `architecture` says.'
    })
  },
  {
    when: /CannotPullContainer.*(toomanyrequests|rate limit)/is,
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The registry refused the pull: too many of them.',
      remedy: 'Push the image to ECR instead of pulling it from a public registry at each start.'
    })
  },
  {
    when: /(CannotPullContainer|unable to pull secrets or registry auth).*(i\/o timeout|dial tcp|request canceled|TLS handshake timeout|context deadline|Client\.Timeout|signal: killed)/is,
    say: () => ({
      code: 'NETWORK_UNREACHABLE',
      sentence: 'The task has no way to the registry or to the secrets store.',
      remedy: 'Its subnets need a route to the internet (0.0.0.0/0) and the task a public address, or VPC endpoints.'
    })
  },
  {
    when: /CannotPullContainer.*(403|no basic auth|access ?denied|permissions)/is,
    say: () => ({
      code: 'IMAGE_UNPULLABLE',
      sentence: 'The execution role may not pull the image.',
      remedy: 'The execution role needs AmazonECSTaskExecutionRolePolicy; in another account, a repository policy too.'
    })
  },
  {
    when: /unable to (pull secrets|retrieve secret|retrieve json key)|did not contain json key|ssm.*(invalid parameters|parameter)/is,
    say: () => ({
      code: 'SECRET_UNREADABLE',
      sentence: 'A secret or parameter could not be read when the task started.',
      remedy: 'Check the ARN, the JSON key and the region in `secrets`, and that the secret has a value.'
    })
  },
  {
    when: /OutOfMemory/i,
    say: ({ memory }) => ({
      code: 'OUT_OF_MEMORY',
      sentence: `The container was killed because it used more than its ${memory} MiB of memory.`,
      remedy: 'Raise `memory` to the next value that `cpu` allows, or make the app use less.'
    })
  },
  {
    when: /failed ELB health checks/i,
    say: ({ healthPath, healthCodes, graceSeconds }) => ({
      code: 'TARGET_UNHEALTHY',
      sentence: `The load balancer's health check of ${healthPath} did not succeed within ${graceSeconds} s of the start.`,
      remedy: `The app must answer ${healthPath} with ${healthCodes} on \`container-port\`, on 0.0.0.0; see \`health-check-path\`, \`health-check-codes\` and \`health-check-grace-seconds\`.`
    })
  },
  {
    when: /failed container health checks/i,
    say: () => ({
      code: 'CONTAINER_UNHEALTHY',
      sentence: 'The health check inside the container failed.',
      remedy:
        'Check that the program of `container-health-command` is in the image; raise `start-period-seconds` for a slow start.'
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
    when: /Capacity is unavailable|reached the limit on the number of|above your limit/i,
    say: () => ({
      code: 'NO_CAPACITY',
      sentence: 'Fargate had no capacity for the task, or the account has reached its quota.',
      remedy: 'Try again; ask for a higher Fargate vCPU quota (Service Quotas) when it repeats.'
    })
  }
]

/** What ended the task, as far as its own words tell; `undefined` when it was only replaced or scaled in. */
export function readStoppedTask(task: Task, asked: Asked): Diagnosis | undefined {
  const text = [task.stoppedReason, ...task.containers.map(({ reason }) => reason)].filter(Boolean).join('\n')
  if (/Scaling activity initiated by/i.test(text)) return undefined
  const row = rows.find(({ when }) => when.test(text))
  if (row) return row.say(asked)
  const exited = task.containers.find(({ exitCode }) => exitCode !== undefined)
  if (exited?.exitCode !== undefined) return readExitCode(exited.exitCode, asked)
  return {
    code: 'CRASH_LOOP',
    sentence: `A task stopped: ${text || 'ECS gives no reason'}.`.replace('..', '.'),
    remedy: 'The cause is not one that we know; the evidence is printed above in order.'
  }
}
