// A resource of a stack in words, and how long its kind usually takes.
import { effectsOf, isForeign } from './effect.ts'

/** Our templates have several of them in one stack. */
const several = new Set([
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::IAM::Role',
  'AWS::Route53::RecordSet'
])

/** `load balancer`, `role (TaskRole)`; somebody's own goes by its name in the template. */
export function wordsOf(logicalId: string, type: string): string {
  if (isForeign(type)) return logicalId
  const what = effectsOf({ logicalId, type }).what.replace(/^the /, '')
  return several.has(type) ? `${what} (${logicalId})` : what
}

/** Those that take a while, or that people wait for (F5.2). */
const usual: Readonly<Record<string, string>> = {
  'AWS::CertificateManager::Certificate': '1 to 5 min',
  'AWS::EC2::SecurityGroup': '5 to 10 s',
  'AWS::EC2::VPC': '15 to 40 s',
  'AWS::ECS::Cluster': '5 to 10 s',
  'AWS::ECS::Service': '2 to 5 min',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': '2 to 4 min',
  'AWS::IAM::Role': '10 to 20 s',
  'AWS::Logs::LogGroup': '10 to 20 s',
  'AWS::Route53::RecordSet': '30 to 60 s',
  'AWS::WAFv2::WebACL': '10 to 30 s',
  'AWS::WAFv2::WebACLAssociation': '10 to 60 s'
}

/** @returns undefined where it goes without saying. */
export const usualTime = (type: string): string | undefined => usual[type]
