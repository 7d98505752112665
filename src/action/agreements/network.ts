// Our own network or one that is there, and whose cluster.
import { idle, placeOf, type Context, type Rule } from './context.ts'
import { isPublicRange } from '../rules/cidr.ts'
import { regionOfArn } from '../rules/reference.ts'
import type { SettingName } from '../settings/all.ts'

export const network: Rule = (context) => [...givenNetwork(context), ...givenCluster(context)]

const givenNetwork: Rule = (context) => {
  const { asked, values } = context
  if (asked['vpc-id'] === undefined)
    return asked['subnet-ids'] === undefined
      ? []
      : [`${placeOf(context, 'subnet-ids')} needs the VPC that they are in; set \`vpc-id\``]
  const subnets = values['subnet-ids']
  const wanted = 'at least two, in two zones, are needed'
  return [
    ...idle(context, ['vpc-cidr'], 'for the VPC that is made, and `vpc-id` gives one'),
    ...(asked['subnet-ids'] === undefined
      ? [`${placeOf(context, 'vpc-id')} needs subnets; set \`subnet-ids\`: ${wanted}`]
      : subnets === undefined || new Set(subnets).size >= 2
        ? []
        : [`${placeOf(context, 'subnet-ids')} names ${new Set(subnets).size}; ${wanted}`])
  ]
}

const givenCluster: Rule = (context) =>
  context.asked['cluster-arn'] === undefined
    ? []
    : [
        ...idle(context, ['container-insights'], 'for the cluster that is made, and `cluster-arn` gives one'),
        ...elsewhere(context, 'cluster-arn', 'the service is made in')
      ]

/** A thing that is named by its ARN must be where it is used. `use` is followed by our region. */
export function elsewhere(context: Context, name: SettingName, use: string): readonly string[] {
  const given = context.values[name]
  const { region } = context
  const its = typeof given === 'string' && given.startsWith('arn:') ? regionOfArn(given) : undefined
  if (its === undefined || region === undefined || its === region) return []
  return [`${placeOf(context, name)} is in ${its}, and ${use} ${region}; name one of that region`]
}

export const networkWarnings: Rule = (context) => {
  const cidr = context.values['vpc-cidr']
  return [
    ...(context.asked['vpc-id'] === undefined && cidr !== undefined && isPublicRange(cidr)
      ? [
          `${placeOf(context, 'vpc-cidr')} is \`${cidr}\`, which is public: the tasks cannot reach its hosts on the internet`
        ]
      : []),
    ...(context.values['task-ingress'] === 'all-traffic'
      ? [
          `${placeOf(context, 'task-ingress')} is \`all-traffic\`: anybody on the internet reaches every port of the ` +
            'tasks, past the load balancer and without TLS. `public` opens the container port only'
        ]
      : [])
  ]
}
