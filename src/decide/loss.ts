// What no change set tells, or tells too late: what the live service uses and the platform would no longer have.
// The change set is judged besides, before it is executed (docs/decisions/0010).
import type { Config, NetworkConfig } from '../model/config.ts'
import type { Interruption } from '../model/interruption.ts'
import { namesOf } from '../model/names.ts'
import type { Current } from '../model/plan.ts'
import { siteOf } from '../model/site.ts'
import { isLive, type Outputs } from '../model/stack.ts'

/** Compares with what the platform stack says it is. */
export function lossesOf(config: Config, current: Current): readonly Interruption[] {
  const { platform, serviceStack } = current
  if (!('outputs' in platform)) return []
  const { outputs } = platform
  const network = movedNetwork(config, outputs)
  if (!isLive(serviceStack) || !('parameters' in serviceStack)) return network
  return [
    ...network,
    ...leftSubnets(config, outputs),
    ...movedCluster(config, outputs),
    ...leftNames(config, current, outputs),
    ...leftRecords(config, current, serviceStack.parameters.HostedZoneId)
  ]
}

const elsewhere = 'Put the value back, or deploy under another `name` and move over.'

/** Also when nothing serves: the load balancer that is there never moves to another network. */
function movedNetwork({ network }: Config, { VpcId, VpcCidr }: Outputs): readonly Interruption[] {
  if (VpcId === undefined) return []
  const asked = askedNetwork(network, VpcId, VpcCidr)
  if (asked === undefined) return []
  const found = VpcCidr === undefined ? VpcId : `${VpcId}, made by us with ${VpcCidr}`
  return [
    {
      sentence: `${asked}, but the load balancer is in ${found}, and a load balancer never moves to another network.`,
      instead: elsewhere
    }
  ]
}

/** @returns undefined when it is the one that is there. */
function askedNetwork(network: NetworkConfig, liveId: string, liveCidr: string | undefined): string | undefined {
  if (network.use === 'given') {
    // One that we made ourselves would be removed, also when it is the one that is given now.
    return liveCidr === undefined && liveId === network.vpcId ? undefined : `\`vpc-id\` is ${network.vpcId}`
  }
  if (liveCidr === network.vpcCidr) return undefined
  return liveCidr === undefined ? '`vpc-id` was removed' : `\`vpc-cidr\` is ${network.vpcCidr}`
}

/** The load balancer leaves a subnet at once, the tasks only with the rollout (F1.6). */
function leftSubnets({ network }: Config, { VpcId, SubnetIds }: Outputs): readonly Interruption[] {
  if (network.use === 'own' || VpcId !== network.vpcId || SubnetIds === undefined) return []
  const left = SubnetIds.split(',').filter((id) => !network.subnetIds.includes(id))
  if (left.length === 0) return []
  return [
    {
      sentence: `\`subnet-ids\` is without ${left.join(' and ')}: tasks there get no request until the rollout has moved them.`
    }
  ]
}

function movedCluster(config: Config, { ClusterArn, ClusterName }: Outputs): readonly Interruption[] {
  const { arn } = config.cluster
  const same = arn === undefined ? ClusterName === namesOf(config).cluster : ClusterArn === arn
  if (same || ClusterArn === undefined) return []
  return [
    {
      sentence: `${arn === undefined ? '`cluster-arn` was removed' : `\`cluster-arn\` is ${arn}`}, but the live service is in ${ClusterArn}, and a service never moves to another cluster.`,
      instead: elsewhere
    }
  ]
}

/** Names that visitors use and that nothing would answer to any more. */
function leftNames(config: Config, { hostedZone }: Current, outputs: Outputs): readonly Interruption[] {
  const { HttpsListenerArn, SiteNames } = outputs
  if (HttpsListenerArn === undefined) return []
  const served = SiteNames === undefined ? [] : SiteNames.split(',')
  const site = siteOf(config, hostedZone)
  if (!site) {
    return [
      {
        sentence: `\`domain\` was removed: ${served[0] ?? 'the domain'} answers no longer, and nothing does from the moment when its listener goes until the service has its rule on the other one.`
      }
    ]
  }
  const left = served.filter((name) => !site.names.includes(name))
  if (left.length === 0) return []
  const [domain] = site.names
  const cause = served[0] === domain ? '`www` is off' : `\`domain\` is ${domain}`
  return [
    { sentence: `${cause}: visitors of ${left.join(' and ')} get the certificate of another name, then nothing.` }
  ]
}

/** Records of ours that would leave the zone that they are in. */
function leftRecords(config: Config, { hostedZone }: Current, zone: string | undefined): readonly Interruption[] {
  if (config.frontDoor.at === 'load-balancer' || zone === undefined || zone === hostedZone?.id) return []
  const asked = hostedZone ? `is now ${hostedZone.id}` : 'is `none`'
  return [
    {
      sentence: `\`hosted-zone-id\` ${asked}: the records of ${config.frontDoor.domain} leave the zone ${zone}, and the name leads nowhere unless its DNS is elsewhere already.`
    }
  ]
}
