// A health check stopped the task (F2.9).
import type { Reason } from '../diagnosis.ts'

export const health: readonly Reason[] = [
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
  }
]
