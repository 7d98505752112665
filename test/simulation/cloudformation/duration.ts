// How long each resource usually takes (F5.2); seconds.
import type { Chance } from '../chance.ts'

type Range = readonly [low: number, high: number]

const creation: Readonly<Record<string, Range>> = {
  'AWS::EC2::VPC': [8, 20],
  'AWS::EC2::Subnet': [4, 8],
  'AWS::EC2::RouteTable': [8, 14],
  'AWS::EC2::InternetGateway': [12, 18],
  'AWS::EC2::SecurityGroup': [5, 10],
  'AWS::ECS::Cluster': [5, 10],
  'AWS::Logs::LogGroup': [10, 20],
  'AWS::IAM::Role': [10, 20],
  'AWS::WAFv2::WebACL': [10, 30],
  'AWS::WAFv2::WebACLAssociation': [10, 60],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': [120, 240],
  'AWS::CertificateManager::Certificate': [60, 300],
  'AWS::Route53::RecordSet': [30, 60],
  'AWS::ApplicationAutoScaling::ScalableTarget': [5, 10]
}
const deletion: Readonly<Record<string, Range>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': [10, 60],
  // Interfaces of the balancer are given back late.
  'AWS::EC2::Subnet': [5, 60],
  'AWS::EC2::SecurityGroup': [5, 60],
  'AWS::Route53::RecordSet': [30, 60]
}
const quick: Range = [2, 6]

export function durationOf(type: string, action: 'CREATE' | 'UPDATE' | 'DELETE', chance: Chance): number {
  const [low, high] = (action === 'CREATE' ? creation[type] : action === 'DELETE' ? deletion[type] : undefined) ?? quick
  return chance.between(low, high)
}
