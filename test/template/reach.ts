// Where each input reaches in what is made of it: what it sets, and what else it may touch.
import type { Json } from '../../src/model/json.ts'
import type { SettingName } from '../../src/action/settings/all.ts'

/** Paths in what `npm run template` prints and in the stacks' tags; `*` is any one step, and a path means all within it. */
export interface Reach {
  /** Inputs without which it has no meaning. */
  readonly with?: Readonly<Partial<Record<SettingName, string>>>
  /** A value other than the default. */
  readonly given: string
  /** What stands there then; null: nothing. */
  readonly sets?: Readonly<Record<string, Json>>
  readonly touches?: readonly string[]
}

const platform = (path: string): string => `platform.Resources.${path.replace('.', '.Properties.')}`
const service = (path: string): string => `service.Resources.${path.replace('.', '.Properties.')}`
const container = (path: string): string => `taskDefinition.containerDefinitions.0.${path}`

const domain = { domain: 'shop.example' }
const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/x'
const role = 'arn:aws:iam::111122223333:role/given'
const boundary = 'arn:aws:iam::111122223333:policy/at-most'
const records = ['ApexRecord', 'WwwRecord'].map(service)
const groups = ['TargetGroup', 'AlternateTargetGroup']
const ofGroups = (path: string): readonly string[] => groups.map((group) => service(`${group}.${path}`))
const deployment = (path: string): string => service(`Service.DeploymentConfiguration.${path}`)
const permission = ['platform.Resources.ReadSecrets', 'platform.Resources.ReadParameters']
const readable = [...permission, 'platform.Outputs.ReadableSecrets']
const grace = service('Service.HealthCheckGracePeriodSeconds')
const alarm = ['service.Resources.ErrorAlarm', 'service.Parameters.LoadBalancerFullName', deployment('Alarms')]
const zoneParameters = ['HostedZoneId', 'LoadBalancerDnsName', 'LoadBalancerHostedZoneId'].map(
  (name) => `service.Parameters.${name}`
)
const network = { 'vpc-id': 'vpc-0123456789abcdef0', 'subnet-ids': 'subnet-0123456789abcdef0,subnet-0123456789abcdef1' }

const reach: Readonly<Record<SettingName, Reach>> = {
  command: { given: 'deploy' },
  config: { given: 'deploy.yml' },
  confirm: { given: 'shop', with: { command: 'destroy', confirm: 'shop' } },
  'keep-images': { given: 'true', with: { command: 'destroy', confirm: 'shop' } },
  to: { given: 'shop-app:12', with: { command: 'rollback' } },
  name: {
    given: 'pay',
    sets: {
      [platform('Repository.RepositoryName')]: 'pay',
      [platform('LogGroup.LogGroupName')]: '/ecs/pay-app',
      [platform('Cluster.ClusterName')]: 'pay-cluster',
      [service('Service.ServiceName')]: 'pay-service',
      [service('Service.TaskDefinition')]: 'pay-app',
      [service('Service.LoadBalancers.0.ContainerName')]: 'pay-container',
      [service('ScalableTarget.ResourceId.Fn::Sub')]: 'service/${ClusterName}/pay-service',
      [service('ScalingPolicy.PolicyName')]: 'pay-scaling-policy',
      'taskDefinition.family': 'pay-app',
      [container('name')]: 'pay-container',
      'tags.platform.slipway:name': 'pay',
      'tags.platform.slipway:stack': 'pay-platform',
      'tags.service.slipway:name': 'pay',
      'tags.service.slipway:stack': 'pay-service'
    },
    touches: [
      'platform.Description',
      'service.Description',
      platform('*.Tags'),
      service('*.Tags'),
      platform('*.Path'),
      service('*.Path'),
      platform('WebAcl.VisibilityConfig.MetricName'),
      ...records.map((record) => `${record}.Properties.SetIdentifier`)
    ]
  },
  regions: { given: 'us-east-1', sets: { [container('logConfiguration.options.awslogs-region')]: 'us-east-1' } },
  'timeout-minutes': { given: '60' },
  waves: { given: 'serial' },
  'on-region-failure': { given: 'continue' },
  'force-new-deployment': { given: 'true' },
  'termination-protection': { given: 'true' },
  'allow-replacement': { given: 'true' },
  overrides: {
    given: JSON.stringify({
      platform: { Resources: { Vpc: { Properties: { EnableDnsHostnames: false } } } },
      service: { Resources: { Service: { Properties: { EnableExecuteCommand: true } } } },
      taskDefinition: { enableFaultInjection: true }
    }),
    sets: {
      [platform('Vpc.EnableDnsHostnames')]: false,
      [service('Service.EnableExecuteCommand')]: true,
      'taskDefinition.enableFaultInjection': true
    },
    touches: [platform('LoadBalancer.LoadBalancerAttributes'), grace, 'taskDefinition.containerDefinitions.1']
  },
  tags: {
    given: 'team=checkout',
    sets: { 'tags.platform.team': 'checkout', 'tags.service.team': 'checkout' },
    touches: ['tags']
  },
  'role-to-assume': { given: role },
  'role-session-name': { given: 'me' },
  'cloudformation-role-arn': { given: role },
  'permissions-boundary-arn': {
    given: boundary,
    with: { strategy: 'blue-green' },
    sets: {
      [platform('TaskRole.PermissionsBoundary')]: boundary,
      [platform('ExecutionRole.PermissionsBoundary')]: boundary,
      [service('InfrastructureRole.PermissionsBoundary')]: boundary
    }
  },
  audience: { given: 'sts.amazonaws.com.cn' },
  context: { given: 'api' },
  dockerfile: { given: 'Dockerfile.prod' },
  target: { given: 'prod' },
  'build-args': { given: 'A=1' },
  'build-secrets': { given: 'token=x' },
  architecture: { given: 'arm64', sets: { 'taskDefinition.runtimePlatform.cpuArchitecture': 'ARM64' } },
  image: { given: 'shop:local' },
  'registry-credentials': {
    with: { image: 'ghcr.io/owner/shop:1' },
    given: 'ghcr-login',
    sets: {
      [container('repositoryCredentials.credentialsParameter')]: 'ghcr-login',
      [platform('ReadSecrets.PolicyDocument.Statement.0.Resource.0.Fn::Sub')]:
        'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:ghcr-login-??????'
    },
    touches: [container('repositoryCredentials'), ...readable]
  },
  repository: { given: 'team/shop', sets: { [platform('Repository.RepositoryName')]: 'team/shop' } },
  'image-tag': { given: 'v1' },
  rebuild: { given: 'true' },
  'scan-gate': { given: 'high' },
  'scan-wait-minutes': { given: '10', with: { 'scan-gate': 'high' } },
  cpu: { given: '256', sets: { 'taskDefinition.cpu': '256' } },
  memory: { given: '2048', sets: { 'taskDefinition.memory': '2048' } },
  'container-port': {
    with: { 'task-ingress': 'public' },
    given: '5000',
    sets: {
      [container('portMappings.0.containerPort')]: 5000,
      [service('Service.LoadBalancers.0.ContainerPort')]: 5000,
      [platform('TaskSecurityGroup.SecurityGroupIngress.1.FromPort')]: 5000,
      [platform('TaskSecurityGroup.SecurityGroupIngress.1.ToPort')]: 5000
    }
  },
  env: {
    given: 'MODE=live',
    sets: { [container('environment')]: [{ name: 'MODE', value: 'live' }] }
  },
  secrets: {
    given: 'A=/shop/a\nB=arn:aws:secretsmanager:eu-west-1:111122223333:secret:b-AbCdEf:key::',
    sets: {
      [container('secrets')]: [
        { name: 'A', valueFrom: '/shop/a' },
        { name: 'B', valueFrom: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:b-AbCdEf:key::' }
      ],
      [platform('ReadSecrets.PolicyDocument.Statement.0.Resource')]: [
        'arn:aws:secretsmanager:eu-west-1:111122223333:secret:b-AbCdEf'
      ],
      [platform('ReadParameters.PolicyDocument.Statement.0.Resource.0.Fn::Sub')]:
        'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/shop/a'
    },
    touches: readable
  },
  'task-policy': {
    given: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
    sets: { [platform('AppPolicy.PolicyDocument.Statement.0.Action')]: 's3:*' },
    touches: ['platform.Resources.AppPolicy']
  },
  'execution-role-arn': {
    given: role,
    sets: { 'platform.Outputs.ExecutionRoleArn.Value': role, 'platform.Resources.ExecutionRole': null },
    touches: readable
  },
  'task-role-arn': {
    given: role,
    sets: { 'platform.Outputs.TaskRoleArn.Value': role, 'platform.Resources.TaskRole': null }
  },
  'ephemeral-storage-gib': {
    given: '50',
    sets: { 'taskDefinition.ephemeralStorage.sizeInGiB': 50 },
    touches: ['taskDefinition.ephemeralStorage']
  },
  'container-health-command': {
    given: 'true',
    sets: { [container('healthCheck.command')]: ['CMD-SHELL', 'true'] },
    touches: [container('healthCheck')]
  },
  'start-period-seconds': {
    with: { 'container-health-command': 'true' },
    given: '240',
    sets: { [container('healthCheck.startPeriod')]: 240, [grace]: 330 }
  },
  'stop-timeout-seconds': { given: '60', sets: { [container('stopTimeout')]: 60 } },
  'allow-plain-secrets': { given: 'true' },
  'health-check-path': {
    given: '/healthz',
    sets: { [service('TargetGroup.HealthCheckPath')]: '/healthz' },
    touches: [...ofGroups('HealthCheckPath'), 'service.Outputs.HealthCheck.Value']
  },
  'health-check-codes': {
    given: '200',
    sets: { [service('TargetGroup.Matcher.HttpCode')]: '200' },
    touches: [...ofGroups('Matcher.HttpCode'), 'service.Outputs.HealthCheck.Value']
  },
  'health-check-interval-seconds': {
    given: '5',
    sets: {
      [service('TargetGroup.HealthCheckIntervalSeconds')]: 5,
      [service('TargetGroup.HealthCheckTimeoutSeconds')]: 4
    },
    touches: [...ofGroups('HealthCheckIntervalSeconds'), ...ofGroups('HealthCheckTimeoutSeconds'), grace]
  },
  'health-check-grace-seconds': { given: '300', sets: { [grace]: 300 } },
  'deregistration-delay-seconds': {
    given: '300',
    sets: { [service('TargetGroup.TargetGroupAttributes.0.Value')]: '300' },
    touches: ofGroups('TargetGroupAttributes.0.Value')
  },
  strategy: {
    with: domain,
    given: 'blue-green',
    sets: {
      [deployment('Strategy')]: 'BLUE_GREEN',
      [deployment('BakeTimeInMinutes')]: 5,
      [deployment('DeploymentCircuitBreaker')]: { Enable: false, Rollback: false },
      [deployment('Alarms')]: { AlarmNames: [{ Ref: 'ErrorAlarm' }], Enable: true, Rollback: true },
      [service('Service.LoadBalancers.0.AdvancedConfiguration.AlternateTargetGroupArn.Ref')]: 'AlternateTargetGroup',
      [service('ListenerRule.Actions.0.ForwardConfig.TargetGroups.1.Weight')]: 0,
      // Not asked for, it follows the strategy.
      [service('ApexRecord.AliasTarget.EvaluateTargetHealth')]: false
    },
    touches: [
      'service.Resources.Service.Properties.DeploymentConfiguration',
      service('Service.LoadBalancers.0.AdvancedConfiguration'),
      ...['AlternateTargetGroup', 'InfrastructureRole', 'TestListenerRule'].map(service),
      service('ListenerRule.Actions'),
      ...alarm,
      ...records.map((record) => `${record}.Properties.AliasTarget.EvaluateTargetHealth`)
    ]
  },
  'bake-minutes': {
    with: { strategy: 'canary' },
    given: '3',
    sets: { [deployment('BakeTimeInMinutes')]: 3, [deployment('CanaryConfiguration.CanaryBakeTimeInMinutes')]: 3 },
    touches: [deployment('LinearConfiguration.StepBakeTimeInMinutes')]
  },
  'rollback-alarms': {
    given: 'latency,errors',
    sets: { [deployment('Alarms')]: { AlarmNames: ['latency', 'errors'], Enable: true, Rollback: true } },
    touches: alarm
  },
  'canary-percent': {
    with: { strategy: 'canary' },
    given: '25',
    sets: { [deployment('CanaryConfiguration.CanaryPercent')]: 25 }
  },
  'linear-step-percent': {
    with: { strategy: 'linear', 'timeout-minutes': '600' },
    given: '25',
    sets: { [deployment('LinearConfiguration.StepPercent')]: 25 }
  },
  'failure-threshold': {
    given: '3',
    sets: { [deployment('DeploymentCircuitBreaker.ThresholdConfiguration.Value')]: 3 }
  },
  'fail-fast': { given: 'false' },
  'on-cancel': { given: 'leave' },
  'min-tasks': { given: '2', sets: { [service('ScalableTarget.MinCapacity')]: 2 } },
  'max-tasks': { given: '4', sets: { [service('ScalableTarget.MaxCapacity')]: 4 } },
  'cpu-target-percent': {
    given: '60',
    sets: { [service('ScalingPolicy.TargetTrackingScalingPolicyConfiguration.TargetValue')]: 60 }
  },
  'scale-out-cooldown-seconds': {
    given: '30',
    sets: { [service('ScalingPolicy.TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown')]: 30 }
  },
  'scale-in-cooldown-seconds': {
    given: '600',
    sets: { [service('ScalingPolicy.TargetTrackingScalingPolicyConfiguration.ScaleInCooldown')]: 600 }
  },
  'vpc-cidr': {
    given: '172.16.0.0/22',
    sets: {
      [platform('Vpc.CidrBlock')]: '172.16.0.0/22',
      [platform('SubnetA.CidrBlock')]: '172.16.0.0/23',
      [platform('SubnetB.CidrBlock')]: '172.16.2.0/23',
      'platform.Outputs.VpcCidr.Value': '172.16.0.0/22'
    }
  },
  'vpc-id': {
    with: network,
    given: 'vpc-0123456789abcdef9',
    sets: {
      'platform.Outputs.VpcId.Value': 'vpc-0123456789abcdef9',
      [platform('BalancerSecurityGroup.VpcId')]: 'vpc-0123456789abcdef9',
      [platform('TaskSecurityGroup.VpcId')]: 'vpc-0123456789abcdef9'
    }
  },
  'subnet-ids': {
    with: network,
    given: 'subnet-0123456789abcdef8,subnet-0123456789abcdef9',
    sets: {
      'platform.Outputs.SubnetIds.Value': 'subnet-0123456789abcdef8,subnet-0123456789abcdef9',
      [platform('LoadBalancer.Subnets')]: ['subnet-0123456789abcdef8', 'subnet-0123456789abcdef9']
    }
  },
  'task-ingress': {
    given: 'all-traffic',
    sets: {
      [platform('TaskSecurityGroup.SecurityGroupIngress.1')]: {
        CidrIp: '0.0.0.0/0',
        Description: 'All traffic from anywhere',
        IpProtocol: '-1'
      }
    }
  },
  'cluster-arn': {
    given: 'arn:aws:ecs:eu-west-1:111122223333:cluster/apps',
    sets: {
      'platform.Resources.Cluster': null,
      'platform.Outputs.ClusterName.Value': 'apps',
      'platform.Outputs.ClusterArn.Value': 'arn:aws:ecs:eu-west-1:111122223333:cluster/apps'
    }
  },
  domain: {
    given: 'shop.example',
    sets: {
      [platform('Certificate.DomainName')]: 'shop.example',
      [platform('Certificate.SubjectAlternativeNames')]: ['www.shop.example'],
      [platform('HttpListener.DefaultActions.0.RedirectConfig.StatusCode')]: 'HTTP_301',
      [platform('HttpsListener.Certificates.0.CertificateArn.Ref')]: 'Certificate',
      [service('ListenerRule.ListenerArn.Ref')]: 'HttpsListenerArn',
      [service('ApexRecord.Name')]: 'shop.example',
      [service('WwwRecord.Name')]: 'www.shop.example'
    },
    touches: [
      platform('HttpListener.DefaultActions'),
      ...['HttpsListener', 'Certificate'].map(platform),
      'platform.Outputs.HttpsListenerArn',
      'platform.Outputs.SiteNames',
      'platform.Parameters.HostedZoneId',
      'service.Parameters.HttpListenerArn',
      'service.Parameters.HttpsListenerArn',
      ...zoneParameters,
      ...records,
      service('ListenerRule.ListenerArn'),
      service('TestListenerRule.ListenerArn')
    ]
  },
  www: {
    with: domain,
    given: 'false',
    sets: {
      [platform('Certificate.SubjectAlternativeNames')]: null,
      [platform('Certificate.DomainValidationOptions.1')]: null,
      'service.Resources.WwwRecord': null,
      'platform.Outputs.SiteNames.Value': 'shop.example'
    }
  },
  'hosted-zone-id': {
    with: { ...domain, 'certificate-arn': certificate },
    given: 'none',
    sets: { 'service.Resources.ApexRecord': null, 'service.Resources.WwwRecord': null },
    // Without a zone nobody knows whether the domain is its own name, so `www` must be asked for.
    touches: [...zoneParameters, 'platform.Outputs.SiteNames']
  },
  'certificate-arn': {
    with: domain,
    given: certificate,
    sets: {
      'platform.Resources.Certificate': null,
      'platform.Parameters.HostedZoneId': null,
      [platform('HttpsListener.Certificates.0.CertificateArn')]: certificate
    }
  },
  waf: {
    given: 'managed',
    sets: { [platform('WebAclAssociation.WebACLArn')]: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } },
    touches: ['platform.Resources.WebAcl', 'platform.Resources.WebAclAssociation']
  },
  'waf-mode': {
    with: { waf: 'managed' },
    given: 'count',
    sets: Object.fromEntries([0, 1, 2].map((rule) => [platform(`WebAcl.Rules.${rule}.OverrideAction`), { Count: {} }]))
  },
  'deletion-protection': {
    given: 'true',
    sets: { [platform('LoadBalancer.LoadBalancerAttributes.0.Value')]: 'true' }
  },
  'adopt-records': { given: 'true', with: domain },
  'evaluate-target-health': {
    with: domain,
    given: 'false',
    sets: Object.fromEntries(records.map((record) => [`${record}.Properties.AliasTarget.EvaluateTargetHealth`, false]))
  },
  'log-retention-days': { given: '90', sets: { [platform('LogGroup.RetentionInDays')]: 90 } },
  'container-insights': {
    given: 'enhanced',
    sets: { [platform('Cluster.ClusterSettings.0.Value')]: 'enhanced' }
  },
  'failure-log-lines': { given: '0' },
  'github-token': { given: 'ghs_0123456789' },
  'github-environment': { given: 'production' }
}

export const rows = Object.entries(reach) as readonly (readonly [SettingName, Reach])[]

/** Whether the input may touch what is at this path. */
export const reaches = (name: SettingName, path: string): boolean =>
  [...Object.keys(reach[name].sets ?? {}), ...(reach[name].touches ?? [])].some((pattern) => {
    const steps = path.split('.')
    return pattern.split('.').every((step, index) => step === '*' || step === steps[index])
  })
