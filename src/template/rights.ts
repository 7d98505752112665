// What whoever makes the resources of the templates must be allowed, as AWS's own handlers ask for it at their creation.
import type { Config } from '../model/config.ts'
import { namesOf } from '../model/names.ts'
import { present } from '../model/present.ts'
import { arnIn, pass, recordsRight, roleIn, someId, type Scope } from '../model/rights.ts'
import type { Right } from '../model/seen.ts'
import { siteOf } from '../model/site.ts'

/** @param types of the resources that are made, as CloudFormation calls them. */
export function makingRights(config: Config, scope: Scope, types: readonly string[]): readonly Right[] {
  const made = new Set(types)
  return rightsByType(config, scope).flatMap(([type, ...rights]) => (made.has(type) ? rights : []))
}

type Row = readonly [type: string, ...Right[]]

function rightsByType(config: Config, scope: Scope): readonly Row[] {
  const names = namesOf(config)
  const arn = arnIn(scope)
  const { waf } = config.balancer
  const webAcl = `regional/webacl/${config.name}/${someId}`
  const right = (service: string, resource: string, ...actions: readonly string[]): Right => ({
    resource: arn(service, resource),
    actions: actions.map((action) => `${service}:${action}`)
  })
  const elb = 'elasticloadbalancing'
  const balancer = `app/${config.name}/${someId}`
  return [
    ['AWS::EC2::VPC', right('ec2', `vpc/vpc-${someId}`, 'CreateVpc', 'ModifyVpcAttribute', 'CreateTags')],
    [
      'AWS::EC2::Subnet',
      right('ec2', `subnet/subnet-${someId}`, 'CreateSubnet', 'ModifySubnetAttribute', 'CreateTags')
    ],
    [
      'AWS::EC2::InternetGateway',
      right('ec2', `internet-gateway/igw-${someId}`, 'CreateInternetGateway', 'AttachInternetGateway', 'CreateTags')
    ],
    [
      'AWS::EC2::RouteTable',
      right('ec2', `route-table/rtb-${someId}`, 'CreateRouteTable', 'CreateRoute', 'AssociateRouteTable', 'CreateTags')
    ],
    [
      'AWS::EC2::SecurityGroup',
      right(
        'ec2',
        `security-group/sg-${someId}`,
        'CreateSecurityGroup',
        'AuthorizeSecurityGroupIngress',
        'AuthorizeSecurityGroupEgress',
        'RevokeSecurityGroupEgress',
        'CreateTags'
      )
    ],
    [
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      right(
        elb,
        `loadbalancer/${balancer}`,
        'CreateLoadBalancer',
        'ModifyLoadBalancerAttributes',
        'SetSecurityGroups',
        'CreateListener',
        'AddTags'
      )
    ],
    [
      'AWS::ElasticLoadBalancingV2::Listener',
      right(elb, `listener/${balancer}/${someId}`, 'ModifyListenerAttributes', 'CreateRule', 'AddTags')
    ],
    [
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      right(elb, `targetgroup/${config.name}/${someId}`, 'CreateTargetGroup', 'ModifyTargetGroupAttributes', 'AddTags')
    ],
    ['AWS::CertificateManager::Certificate', right('acm', `certificate/${someId}`, 'RequestCertificate')],
    ['AWS::ECR::Repository', right('ecr', `repository/${config.repository}`, ...repositoryActions)],
    ['AWS::Logs::LogGroup', right('logs', `log-group:${names.logGroup}`, 'CreateLogGroup', 'PutRetentionPolicy')],
    ['AWS::ECS::Cluster', right('ecs', `cluster/${names.cluster}`, 'CreateCluster', 'TagResource')],
    [
      'AWS::ECS::Service',
      right('ecs', `service/${names.cluster}/${names.service}`, 'CreateService', 'UpdateService', 'TagResource'),
      ...(config.rollout.strategy.kind === 'rolling'
        ? []
        : [pass(roleIn(scope, `slipway/${config.name}/InfrastructureRole`), 'ecs.amazonaws.com')])
    ],
    [
      'AWS::ApplicationAutoScaling::ScalableTarget',
      right('application-autoscaling', `scalable-target/${someId}`, 'RegisterScalableTarget', 'PutScalingPolicy')
    ],
    ['AWS::CloudWatch::Alarm', right('cloudwatch', `alarm:${names.serviceStack}-${someId}`, 'PutMetricAlarm')],
    ['AWS::IAM::Role', ...roleRights(config, scope)],
    ['AWS::WAFv2::WebACL', right('wafv2', webAcl, 'CreateWebACL')],
    [
      'AWS::WAFv2::WebACLAssociation',
      { resource: waf.use === 'given' ? waf.arn : arn('wafv2', webAcl), actions: ['wafv2:AssociateWebACL'] },
      right(elb, `loadbalancer/${balancer}`, 'SetWebACL')
    ],
    ['AWS::Route53::RecordSet', ...recordRights(config, scope)]
  ]
}

/** A policy may name the records that it lets be changed, so each is asked for by itself. */
function recordRights(config: Config, scope: Scope): readonly Right[] {
  const { zone } = scope
  const site = siteOf(config, zone)
  if (!site || !zone) return []
  return site.names.map((name) => ({
    ...recordsRight(zone, scope),
    context: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': name }
  }))
}

const repositoryActions = ['CreateRepository', 'PutLifecyclePolicy', 'TagResource']

/** With the boundary that each role gets; the right to have a policy of AWS attached to it asks for that policy too. */
function roleRights({ name, identity, task, rollout }: Config, scope: Scope): readonly Right[] {
  const { permissionsBoundaryArn: boundary } = identity
  const resource = roleIn(scope, `slipway/${name}/Role`)
  const context = present({ 'iam:PermissionsBoundary': boundary })
  const policies = [
    ...(task.executionRoleArn === undefined ? ['service-role/AmazonECSTaskExecutionRolePolicy'] : []),
    ...(rollout.strategy.kind === 'rolling' ? [] : ['AmazonECSInfrastructureRolePolicyForLoadBalancers'])
  ]
  return [
    { resource, actions: ['iam:TagRole'] },
    { resource, actions: ['iam:CreateRole', 'iam:PutRolePolicy'], context },
    ...policies.map((policy) => ({
      resource,
      actions: ['iam:AttachRolePolicy'],
      context: { ...context, 'iam:PolicyARN': `arn:${scope.partition}:iam::aws:policy/${policy}` }
    }))
  ]
}
