// Fargate or the network had no place for the task, or took it away (F2.8, F2.9).
import type { Reason } from '../diagnosis.ts'

export const host: readonly Reason[] = [
  {
    when: /Capacity is unavailable|reached the limit on the number of|above your limit/i,
    say: () => ({
      code: 'NO_CAPACITY',
      sentence: 'Fargate had no capacity for the task, or the account has reached its quota.',
      remedy: 'Try again; ask for a higher Fargate vCPU quota (Service Quotas) when it repeats.'
    })
  },
  {
    when: /network interface/i,
    say: () => ({
      code: 'NO_CAPACITY',
      sentence: 'The task got no network interface.',
      remedy: 'Its subnets may be out of addresses, or the account out of network interfaces (Service Quotas).'
    })
  },
  {
    when: /ContainerRuntime(Timeout)?Error|InternalError/i,
    say: () => ({
      code: 'AWS_UNAVAILABLE',
      sentence: 'The Fargate host of the task had trouble.',
      remedy: "Run this again; when it repeats, look at AWS's health page."
    })
  }
]
