// A health check stopped the task (F2.9).
import type { Asked } from '../../model/evidence.ts'
import { graceSetting } from '../../model/timing.ts'
import type { Reason } from '../diagnosis.ts'

export const health: readonly Reason[] = [
  {
    when: /failed ELB health checks/i,
    hopeless: 'by-repetition',
    say: (asked) => ({
      code: 'TARGET_UNHEALTHY',
      sentence: `The load balancer's health check of ${asked.healthPath} did not succeed within ${asked.graceSeconds} s of the start.`,
      remedy: shortGrace(asked) ?? mustAnswer(asked)
    })
  },
  {
    when: /failed container health checks/i,
    hopeless: 'by-repetition',
    say: ({ healthCommand }) => ({
      code: 'CONTAINER_UNHEALTHY',
      sentence: `The health check inside the container failed${healthCommand === undefined ? '' : `: \`${healthCommand}\``}.`,
      remedy:
        `Check that ${programOf(healthCommand)} is in the image, which slim ones often lack, and that it asks ` +
        'localhost on `container-port`; raise `start-period-seconds` for a slow start.'
    })
  }
]

const mustAnswer = ({ healthPath, healthCodes, graceBy }: Asked): string =>
  `The app must answer ${healthPath} with ${healthCodes} on \`container-port\`, on 0.0.0.0; see \`health-check-path\`, \`health-check-codes\` and ${graceSetting(graceBy)}.`

/** A grace that was asked for literally and is too short explains more than anything that the app did. */
export const shortGrace = ({ graceSeconds, graceBy, neededGrace }: Asked): string | undefined =>
  graceSeconds < neededGrace.seconds
    ? `${graceSetting(graceBy)} is ${graceSeconds}, and a slow start may need ${neededGrace.seconds} (${neededGrace.sum}): leave it out to have it computed.`
    : undefined

const programOf = (command: string | undefined): string => {
  const program = command?.trim().split(/\s+/)[0]
  return program === undefined ? 'the program of the check' : `\`${program}\``
}
