// Our own network or one that is there, and whose cluster.
import { cite, elsewhere, idle, type Rule } from './rule.ts'
import { isPublicRange } from '../rules/cidr.ts'

export const network: Rule = (context) => [...givenNetwork(context), ...givenCluster(context)]

const givenNetwork: Rule = (context) => {
  const { asked, values } = context
  if (asked['vpc-id'] === undefined)
    return asked['subnet-ids'] === undefined
      ? []
      : [`${cite(context, 'subnet-ids')} needs the VPC that they are in; set \`vpc-id\``]
  const subnets = values['subnet-ids']
  const wanted = 'at least two, in two zones, are needed'
  return [
    ...idle(context, ['vpc-cidr'], 'for the VPC that is made, and `vpc-id` gives one'),
    ...(asked['subnet-ids'] === undefined
      ? [`${cite(context, 'vpc-id')} needs subnets; set \`subnet-ids\`: ${wanted}`]
      : subnets === undefined || subnets.length >= 2
        ? []
        : [`${cite(context, 'subnet-ids')} names ${subnets.length}; ${wanted}`])
  ]
}

const givenCluster: Rule = (context) =>
  context.asked['cluster-arn'] === undefined
    ? []
    : [
        ...idle(context, ['container-insights'], 'for the cluster that is made, and `cluster-arn` gives one'),
        ...elsewhere(context, 'cluster-arn', 'the service is made in')
      ]

export const networkWarnings: Rule = (context) => {
  const cidr = context.values['vpc-cidr']
  return [
    ...(context.asked['vpc-id'] === undefined && cidr !== undefined && isPublicRange(cidr)
      ? [
          `${cite(context, 'vpc-cidr')} is \`${cidr}\`, which is public: the tasks cannot reach its hosts on the internet`
        ]
      : []),
    ...(context.values['task-ingress'] === 'all-traffic'
      ? [
          `${cite(context, 'task-ingress')} is \`all-traffic\`: anybody on the internet reaches every port of the ` +
            'tasks, past the load balancer and without TLS. `public` opens the container port only'
        ]
      : [])
  ]
}
