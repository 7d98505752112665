// Where the tasks are, and who reaches them.
import { choice, list, text } from './form.ts'
import { cidrProblem } from '../rules/cidr.ts'
import { clusterProblem, subnetProblem, vpcProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const network = {
  'vpc-cidr': {
    ...text(cidrProblem),
    default: '10.0.0.0/16',
    description: 'The address range of the VPC that is made.'
  },
  'vpc-id': {
    ...text(vpcProblem),
    otherwise: 'one is made',
    description: 'A VPC that is there, with `subnet-ids`.'
  },
  'subnet-ids': {
    ...list(subnetProblem),
    otherwise: 'two are made',
    description: 'Subnets of that VPC, in two zones or more, with a route to the internet.'
  },
  'task-ingress': {
    ...choice(['alb-only', 'public', 'all-traffic']),
    default: 'alb-only',
    description:
      "Who reaches the tasks: the load balancer; with `public` anybody on the container's port; with `all-traffic` on every port."
  },
  'cluster-arn': {
    ...text(clusterProblem),
    otherwise: 'one is made',
    description: 'An ECS cluster that is there.'
  }
} satisfies Readonly<Record<string, Setting>>
