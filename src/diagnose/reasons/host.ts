// Fargate or the network had no place for the task, or took it away (F2.8, F2.9).
import type { Reason } from '../diagnosis.ts'

export const withoutSpot = 'Run this again; let the service run on FARGATE instead of FARGATE_SPOT when it repeats.'

/** By the task's stop code, or where it has none by its reason. */
export const spotTookBack = {
  code: 'NO_CAPACITY',
  sentence: 'Fargate Spot took the capacity of a task back.',
  remedy: withoutSpot
} as const

export const host: readonly Reason[] = [
  {
    when: /reached the limit on the number of|above your limit/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'NO_CAPACITY',
      sentence: "The account's quota of Fargate is reached.",
      remedy: 'Ask for more in Service Quotas (Fargate On-Demand vCPU resource count), or lower `cpu` or `max-tasks`.'
    })
  },
  {
    when: /Capacity is unavailable/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'NO_CAPACITY',
      sentence: 'Fargate has no capacity for the task in these zones now.',
      remedy: 'Run this again later; subnets in more zones (`subnet-ids`) make it rarer.'
    })
  },
  {
    when: /network interface|insufficient (free )?(ip )?addresses|not enough free addresses/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'NO_CAPACITY',
      sentence: 'The task got no network interface.',
      remedy:
        'Its subnets may be out of addresses (`subnet-ids`, `vpc-cidr`), or the account out of network interfaces (Service Quotas).'
    })
  },
  {
    when: /Spot Task was interrupted/i,
    hopeless: 'by-repetition',
    say: () => spotTookBack
  },
  {
    when: /unable to stop or start tasks|minimumHealthyPercent or maximumPercent/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'INPUT_INVALID',
      sentence:
        'ECS may neither stop an old task nor start a new one: MinimumHealthyPercent and MaximumPercent forbid both.',
      remedy: 'Lower MinimumHealthyPercent or raise MaximumPercent in `overrides`, or run more tasks (`min-tasks`).'
    })
  },
  {
    when: /ContainerRuntime(Timeout)?Error|InternalError/i,
    hopeless: 'by-repetition',
    say: () => ({
      code: 'AWS_UNAVAILABLE',
      sentence: 'The Fargate host of the task had trouble.',
      remedy: "Run this again; when it repeats, look at AWS's health page."
    })
  }
]
