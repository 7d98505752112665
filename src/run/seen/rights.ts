// What IAM says of the rights that a deployment needs.
import type { Config } from '../../model/config.ts'
import type { HostedZone } from '../../model/plan.ts'
import { present } from '../../model/present.ts'
import { ourRights, type Scope } from '../../model/rights.ts'
import type { SimulatedRights } from '../../model/seen.ts'
import { makingRights } from '../../template/rights.ts'
import { reading } from './reading.ts'
import type { World } from '../world.ts'

/** A promise: it is being read. */
export interface RightsAsked {
  readonly config: Config
  /** Types of the resources that will be made. */
  readonly types: readonly string[]
  readonly caller: Promise<{ readonly account: string; readonly partition: string; readonly arn?: string }>
  /** Undefined: no records are made. */
  readonly hostedZone: Promise<HostedZone | undefined>
}

/** Of whoever calls, and of what CloudFormation makes everything as. */
export async function readRights(
  { config, types, caller, hostedZone }: RightsAsked,
  { aws }: World
): Promise<readonly SimulatedRights[]> {
  const [{ account, partition, arn = '' }, zone] = await Promise.all([caller, hostedZone.catch(() => undefined)])
  const scope: Scope = { account, partition, region: aws.region, ...present({ zone }) }
  const { roleToAssume, cloudFormationRoleArn } = config.identity
  const us = roleToAssume ?? principalOf(arn)
  // Its keys may do everything, and IAM simulates only roles and users.
  if (us.endsWith(':root')) return []
  const making = makingRights(config, scope, types)
  const own = ourRights(config, scope)
  const simulate = async (
    of: SimulatedRights['of'],
    principal: string,
    rights: readonly (typeof own)[number][]
  ): Promise<SimulatedRights> => ({
    of,
    principal,
    decisions: await Promise.all(
      rights.map(async (right) => [right, await reading(() => aws.rights.simulate(principal, right))] as const)
    )
  })
  return Promise.all(
    cloudFormationRoleArn === undefined
      ? [simulate('us', us, [...own, ...making])]
      : [simulate('us', us, own), simulate('CloudFormation', cloudFormationRoleArn, making)]
  )
}

/** A session's ARN names its role without the path that the role may have. */
const principalOf = (arn: string): string =>
  arn.replace(/^(arn:[^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3')
