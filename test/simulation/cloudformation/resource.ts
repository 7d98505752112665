// What a resource is called once it is there, and what it tells of itself: `Ref` and `Fn::GetAtt`.
import type { JsonObject } from '../../../src/model/json.ts'
import { wordOf } from '../../template/function.ts'
import { balancing, clusterArn, serviceArn, targetGroupArn } from '../answers.ts'
import type { Chance } from '../chance.ts'
import type { Resource } from './template.ts'

export interface Identity {
  readonly physicalId: string
  readonly attributes: Readonly<Record<string, string>>
}

export const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'

/** Names that somebody chose: unique, and in the way of a replacement (F0.10). */
const chosenNames: Readonly<Record<string, string>> = {
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'PolicyName'
}

export interface ChosenName {
  readonly property: string
  readonly name: string
  /** Among the names of the region. */
  readonly key: string
}

export function chosenName(type: string, properties: JsonObject): ChosenName | undefined {
  const property = chosenNames[type]
  const name = property === undefined ? undefined : properties[property]
  return property === undefined || typeof name !== 'string' ? undefined : { property, name, key: `${type} ${name}` }
}

const prefixes: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC': 'vpc',
  'AWS::EC2::Subnet': 'subnet',
  'AWS::EC2::SecurityGroup': 'sg',
  'AWS::EC2::RouteTable': 'rtb',
  'AWS::EC2::InternetGateway': 'igw'
}

export function identify(
  { type, logicalId }: Resource,
  properties: JsonObject,
  { stack, chance }: { readonly stack: string; readonly chance: Chance }
): Identity {
  const hex = (length: number): string =>
    Math.floor(chance.next() * 2 ** 48)
      .toString(16)
      .padStart(length, '0')
      .slice(-length)
  const generated = `${stack}-${logicalId}-${hex(12).toUpperCase()}`
  const short = `${stack.slice(0, 10)}-${hex(8)}`
  const name = chosenName(type, properties)?.name ?? generated
  const plain = (physicalId: string, attributes: Identity['attributes'] = {}): Identity => ({ physicalId, attributes })
  switch (type) {
    case 'AWS::EC2::SecurityGroup': {
      const id = `sg-${hex(12)}`
      return plain(id, { GroupId: id })
    }
    case 'AWS::ECS::Cluster':
      return plain(name, { Arn: clusterArn })
    case 'AWS::ECS::Service':
      return plain(serviceArn, { Name: name, ServiceArn: serviceArn })
    case 'AWS::ECR::Repository':
      return plain(name, {
        Arn: `arn:aws:ecr:eu-west-1:123456789012:repository/${name}`,
        RepositoryUri: `${registry}/${name}`
      })
    case 'AWS::Logs::LogGroup':
      return plain(name, { Arn: `arn:aws:logs:eu-west-1:123456789012:log-group:${name}:*` })
    case 'AWS::IAM::Role':
      return plain(generated, { Arn: `arn:aws:iam::123456789012:role${wordOf(properties.Path ?? '/')}${generated}` })
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer': {
      const full = `app/${short}/${hex(12)}`
      return plain(`${balancing}:loadbalancer/${full}`, {
        DNSName: `${short}.eu-west-1.elb.amazonaws.com`,
        LoadBalancerFullName: full,
        CanonicalHostedZoneID: 'Z32O12XQLNTSW2'
      })
    }
    case 'AWS::ElasticLoadBalancingV2::TargetGroup': {
      // Those of the simulated service.
      const arn = targetGroupArn(logicalId.startsWith('Alternate') ? 1 : 0)
      return plain(arn, { TargetGroupFullName: arn.replace(/^.*:/, ''), TargetGroupArn: arn })
    }
    case 'AWS::ElasticLoadBalancingV2::Listener':
      return plain(`${balancing}:listener/app/${short}/${hex(12)}`)
    case 'AWS::ElasticLoadBalancingV2::ListenerRule':
      return plain(`${balancing}:listener-rule/app/${short}/${hex(12)}/${hex(12)}`)
    case 'AWS::CertificateManager::Certificate':
      return plain(`arn:aws:acm:eu-west-1:123456789012:certificate/${hex(12)}`)
    case 'AWS::Route53::RecordSet':
      return plain(wordOf(properties.Name ?? generated))
    case 'AWS::WAFv2::WebACL': {
      const arn = `arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/${generated}/${hex(12)}`
      return plain(`${generated}|${hex(12)}|REGIONAL`, { Arn: arn })
    }
    case 'AWS::ApplicationAutoScaling::ScalableTarget':
      return plain(`${wordOf(properties.ResourceId ?? '')}|ecs:service:DesiredCount|ecs`)
    default:
      return plain(prefixes[type] === undefined ? name : `${prefixes[type]}-${hex(12)}`)
  }
}
