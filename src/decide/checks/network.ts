// Whether the network that is given can hold a load balancer and tasks; src/aws/network.ts says why not.
import { checkOf, ok, type Check } from '../../model/check.ts'
import type { Config } from '../../model/config.ts'
import type { Seen } from '../../model/seen.ts'

export function networkChecks({ network }: Config, seen: Seen): readonly Check[] {
  if (!seen.network || network.use === 'own') return []
  const about = { topic: 'network', subject: `network ${network.vpcId}` } as const
  return [checkOf(about, seen.network, () => ok(about, `Its subnets ${network.subnetIds.join(', ')} will do.`))]
}
