// examples/iploc8: what the guide's own settings produce, as a golden template and value by value.
// Written anew by: UPDATE_GOLDEN=1 npm run unit -- test/template/iploc8 && npx prettier --write examples/iploc8
import { describe, expect, test } from '@jest/globals'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse as parseYaml } from 'yaml'
import { readConfigFile } from '../../src/action/parse/config-file.ts'
import { parse } from '../../src/action/parse/parse.ts'
import { settingNames } from '../../src/action/settings/all.ts'
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts'
import { standalone } from '../../src/template/standalone.ts'
import { taskDefinitionProblems, templateProblems } from './specification.ts'

const example = new URL('../../examples/iploc8/', import.meta.url)
const golden = new URL('templates.json', example)

const {
  configs: [config],
  warnings
} = parse({ given: {}, unknown: [] }, readConfigFile(fileURLToPath(example), 'slipway.yml'), {})
const { platform, service, taskDefinition } = standalone(config)

test('is what was reviewed', () => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, JSON.stringify({ platform, service, taskDefinition }))
  expect({ platform, service, taskDefinition }).toEqual(JSON.parse(readFileSync(golden, 'utf8')))
})

test('AWS knows every type, property and attribute', () => {
  expect(templateProblems(platform)).toEqual([])
  expect(templateProblems(service)).toEqual([])
  expect(taskDefinitionProblems(taskDefinition)).toEqual([])
})

test("the guide's grace of 240 s is accepted, with the sum; its database and its open tasks are told", () => {
  expect(warnings).toEqual([
    expect.stringContaining('`MYSQL_ROOT_PASSWORD` sets up a database'),
    expect.stringMatching(
      /is 240, and a slow start may need 510 \(.* 300 \+ \(5 \+ 2\) x 30 = 510 .* 300 \+ 2 x 30 = 360 /
    ),
    expect.stringContaining('reaches every port of the tasks'),
    expect.stringContaining('pass by the firewall')
  ])
})

test('the workflow gives settings that there are, and builds the image that the file names', () => {
  interface Step {
    readonly uses?: string
    readonly run?: string
    readonly with?: Readonly<Record<string, string>>
  }
  const { jobs } = parseYaml(readFileSync(new URL('deploy.yml', example), 'utf8')) as {
    readonly jobs: { readonly deploy: { readonly steps: readonly Step[] } }
  }
  const { steps } = jobs.deploy
  const given = steps
    .filter(({ uses }) => uses?.startsWith('OWNER/REPO'))
    .flatMap((step) => Object.keys(step.with ?? {}))
  expect(given.filter((name) => !settingNames.includes(name))).toEqual([])
  expect(config.source).toEqual({ from: 'image', image: 'flask', imageTag: 'latest' })
  expect(steps.flatMap(({ run }) => run ?? []).join('\n')).toMatch(/docker build .*--tag flask /)
})

const anywhere = '0.0.0.0/0'

/** Rows of the guide, where the value is, and what it is. */
const rows: readonly (readonly [row: string, path: string, value: Json])[] = [
  ['3.3', 'Repository.RepositoryName', 'iploc8'],
  ['3.4', 'Repository.ImageTagMutability', 'MUTABLE'],
  ['3.6', 'Repository.ImageScanningConfiguration.ScanOnPush', false],
  ['6.3', 'Vpc.CidrBlock', '10.0.0.0/16'],
  ['6.4', 'Vpc.Tags.0.Value', 'iploc8-vpc'],
  ['6.4', 'SubnetA.Tags.0.Value', { 'Fn::Sub': 'iploc8-subnet-public1-${ZoneA}' }],
  ['6.4', 'SubnetB.Tags.0.Value', { 'Fn::Sub': 'iploc8-subnet-public2-${ZoneB}' }],
  ['6.4', 'RouteTable.Tags.0.Value', 'iploc8-rtb-public'],
  ['6.4', 'Gateway.Tags.0.Value', 'iploc8-igw'],
  ['6.6', 'SubnetA.CidrBlock', '10.0.0.0/20'],
  ['6.6', 'SubnetB.CidrBlock', '10.0.16.0/20'],
  ['6.10', 'Vpc.EnableDnsHostnames', true],
  ['6.10', 'Vpc.EnableDnsSupport', true],
  ['6.11', 'DefaultRoute.DestinationCidrBlock', anywhere],
  ['7.1', 'TaskSecurityGroup.GroupName', 'iploc8-ecs-sg'],
  ['7.2', 'TaskSecurityGroup.GroupDescription', 'Security group for access to ECS containers'],
  ['7.4', 'TaskSecurityGroup.SecurityGroupIngress.1.IpProtocol', '-1'],
  ['7.4', 'TaskSecurityGroup.SecurityGroupIngress.1.CidrIp', anywhere],
  ['7.6', 'BalancerSecurityGroup.GroupName', 'iploc8-alb-sg'],
  ['7.7', 'BalancerSecurityGroup.GroupDescription', 'Security group for the Application Load Balancer'],
  ['7.9', 'BalancerSecurityGroup.SecurityGroupIngress.0.FromPort', 443],
  ['7.9', 'BalancerSecurityGroup.SecurityGroupIngress.0.CidrIp', anywhere],
  ['7.10', 'BalancerSecurityGroup.SecurityGroupIngress.1.FromPort', 80],
  ['7.10', 'BalancerSecurityGroup.SecurityGroupIngress.1.CidrIp', anywhere],
  ['8.2', 'Certificate.DomainName', 'iploc8.com'],
  ['8.2', 'Certificate.SubjectAlternativeNames', ['www.iploc8.com']],
  ['8.3', 'Certificate.ValidationMethod', 'DNS'],
  ['8.4', 'Certificate.KeyAlgorithm', 'RSA_2048'],
  ['9.1', 'LoadBalancer.Type', 'application'],
  ['9.2', 'LoadBalancer.Name', { 'Fn::Sub': 'iploc8-alb-${AWS::Region}' }],
  ['9.3', 'LoadBalancer.Scheme', 'internet-facing'],
  ['9.4', 'LoadBalancer.IpAddressType', 'ipv4'],
  ['9.7', 'LoadBalancer.SecurityGroups', [{ Ref: 'BalancerSecurityGroup' }]],
  ['9.8', 'HttpsListener.Port', 443],
  ['9.9', 'TargetGroup.TargetType', 'ip'],
  ['9.10', 'TargetGroup.Name', 'iploc8-target-group'],
  ['9.11', 'TargetGroup.Protocol', 'HTTP'],
  ['9.12', 'TargetGroup.Port', 5000],
  ['9.15', 'TargetGroup.ProtocolVersion', 'HTTP1'],
  ['9.16', 'TargetGroup.HealthCheckProtocol', 'HTTP'],
  ['9.17', 'TargetGroup.HealthCheckPath', '/healthcheck'],
  ['9.18', 'TargetGroup.HealthyThresholdCount', 5],
  ['9.18', 'TargetGroup.UnhealthyThresholdCount', 2],
  ['9.18', 'TargetGroup.HealthCheckTimeoutSeconds', 5],
  ['9.18', 'TargetGroup.HealthCheckIntervalSeconds', 30],
  ['9.18', 'TargetGroup.Matcher.HttpCode', '200'],
  ['9.23', 'HttpsListener.Certificates', [{ CertificateArn: { Ref: 'Certificate' } }]],
  ['9.24', 'WebAclAssociation.ResourceArn', { Ref: 'LoadBalancer' }],
  ['9.25', 'WebAcl.DefaultAction', { Allow: {} }],
  ['9.25', 'WebAcl.Rules.0.OverrideAction', { None: {} }],
  ['9.25', 'WebAcl.Rules.1.OverrideAction', { None: {} }],
  ['9.25', 'WebAcl.Rules.2.OverrideAction', { None: {} }],
  ['9.26', 'LoadBalancer.LoadBalancerAttributes.0.Value', 'false'],
  ['9.26', 'LoadBalancer.LoadBalancerAttributes.1.Value', 'false'],
  ['9.27', 'TargetGroup.TargetGroupAttributes.0.Value', '300'],
  ['9.29', 'HttpListener.Port', 80],
  ['9.30', 'HttpListener.DefaultActions.0.RedirectConfig.Protocol', 'HTTPS'],
  ['9.30', 'HttpListener.DefaultActions.0.RedirectConfig.Port', '443'],
  ['9.30', 'HttpListener.DefaultActions.0.RedirectConfig.StatusCode', 'HTTP_301'],
  ['10.1', 'Cluster.ClusterName', 'iploc8-cluster'],
  ['10.2', 'Cluster.CapacityProviders', ['FARGATE', 'FARGATE_SPOT']],
  ['10.3', 'Cluster.ClusterSettings.0.Value', 'disabled'],
  ['12.1', 'taskDefinition.family', 'iploc8-app'],
  ['12.2', 'taskDefinition.requiresCompatibilities', ['FARGATE']],
  ['12.3', 'taskDefinition.runtimePlatform', { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' }],
  ['12.4', 'taskDefinition.networkMode', 'awsvpc'],
  ['12.5', 'taskDefinition.cpu', '512'],
  ['12.6', 'taskDefinition.memory', '1024'],
  ['12.8', 'taskDefinition.executionRoleArn', '${ExecutionRoleArn}'],
  ['12.9', 'container.name', 'iploc8-container'],
  ['12.10', 'container.image', '${RepositoryUri}:latest'],
  ['12.11', 'container.essential', true],
  ['12.13', 'container.portMappings.0.containerPort', 5000],
  ['12.14', 'container.portMappings.0.protocol', 'tcp'],
  ['12.16', 'container.portMappings.0.appProtocol', 'http'],
  ['12.19', 'container.environment.0.name', 'MYSQL_ROOT_PASSWORD'],
  ['12.20', 'container.environment.0.value', 'your_password'],
  ['12.21', 'container.logConfiguration.logDriver', 'awslogs'],
  ['12.21', 'container.logConfiguration.options.awslogs-stream-prefix', 'ecs'],
  ['12.21', 'LogGroup.LogGroupName', '/ecs/iploc8-app'],
  ['12.23', 'container.healthCheck.command', ['CMD-SHELL', 'curl -f http://localhost:5000/healthcheck || exit 1']],
  ['12.24', 'container.healthCheck.interval', 30],
  ['12.25', 'container.healthCheck.timeout', 5],
  ['12.26', 'container.healthCheck.startPeriod', 300],
  ['12.27', 'container.healthCheck.retries', 2],
  ['13.2', 'Service.LaunchType', 'FARGATE'],
  ['13.4', 'Service.TaskDefinition', 'iploc8-app'],
  ['13.5', 'Service.ServiceName', 'iploc8-service'],
  ['13.6', 'Service.SchedulingStrategy', 'REPLICA'],
  ['13.8', 'Service.DeploymentConfiguration.Strategy', 'ROLLING'],
  ['13.8', 'Service.DeploymentConfiguration.MinimumHealthyPercent', 100],
  ['13.8', 'Service.DeploymentConfiguration.MaximumPercent', 200],
  ['13.8', 'Service.DeploymentConfiguration.DeploymentCircuitBreaker.Enable', true],
  ['13.8', 'Service.DeploymentConfiguration.DeploymentCircuitBreaker.Rollback', true],
  ['13.12', 'Service.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups', [{ Ref: 'TaskSecurityGroupId' }]],
  ['13.13', 'Service.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'ENABLED'],
  ['13.15', 'Service.LoadBalancers.0.ContainerName', 'iploc8-container'],
  ['13.15', 'Service.LoadBalancers.0.ContainerPort', 5000],
  ['13.17', 'ListenerRule.ListenerArn', { Ref: 'HttpsListenerArn' }],
  ['13.18', 'Service.LoadBalancers.0.TargetGroupArn', { Ref: 'TargetGroup' }],
  ['13.19', 'ScalableTarget.MinCapacity', 1],
  ['13.19', 'ScalableTarget.MaxCapacity', 10],
  ['13.20', 'ScalingPolicy.PolicyType', 'TargetTrackingScaling'],
  ['13.20', 'ScalingPolicy.PolicyName', 'iploc8-scaling-policy'],
  [
    '13.21',
    'ScalingPolicy.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType',
    'ECSServiceAverageCPUUtilization'
  ],
  ['13.21', 'ScalingPolicy.TargetTrackingScalingPolicyConfiguration.TargetValue', 80],
  ['13.22', 'ScalingPolicy.TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown', 300],
  ['13.22', 'ScalingPolicy.TargetTrackingScalingPolicyConfiguration.ScaleInCooldown', 300],
  ['13.24', 'Service.HealthCheckGracePeriodSeconds', 240],
  ['15.2', 'ApexRecord.Name', 'iploc8.com'],
  ['15.2', 'ApexRecord.Type', 'A'],
  ['15.3', 'ApexRecord.AliasTarget.DNSName', { Ref: 'LoadBalancerDnsName' }],
  ['15.4', 'ApexRecord.Region', { Ref: 'AWS::Region' }],
  ['15.5', 'ApexRecord.AliasTarget.EvaluateTargetHealth', false],
  ['15.6', 'ApexRecord.SetIdentifier', 'root-record'],
  ['15.7', 'WwwRecord.Name', 'www.iploc8.com'],
  ['15.7', 'WwwRecord.Type', 'A'],
  ['15.8', 'WwwRecord.AliasTarget.DNSName', { Ref: 'LoadBalancerDnsName' }],
  ['15.8', 'WwwRecord.Region', { Ref: 'AWS::Region' }],
  ['15.9', 'WwwRecord.AliasTarget.EvaluateTargetHealth', false],
  ['15.10', 'WwwRecord.SetIdentifier', 'www-record']
]

test.each(rows)('%s: %s', (_, path, value) => {
  expect(valueAt(path)).toEqual(value)
})

describe('what the guide leaves out is not there', () => {
  test.each([
    ['3.5', 'Repository.EncryptionConfiguration'],
    ['3.7', 'Repository.LifecyclePolicy'],
    ['6.9', 'VpcEndpoint'],
    ['7.5', 'TaskSecurityGroup.SecurityGroupEgress'],
    ['7.11', 'BalancerSecurityGroup.SecurityGroupEgress'],
    ['9.19', 'TargetGroup.Targets'],
    ['9.25', 'WebAcl.Rules.1.Statement.ManagedRuleGroupStatement.RuleActionOverrides'],
    ['12.7', 'taskDefinition.taskRoleArn'],
    ['12.12', 'container.repositoryCredentials'],
    ['12.15', 'container.portMappings.0.name'],
    ['12.17', 'container.readonlyRootFilesystem'],
    ['12.18', 'container.cpu'],
    ['12.18', 'container.memory'],
    ['12.21', 'LogGroup.RetentionInDays'],
    ['13.7', 'Service.DesiredCount']
  ])('%s: %s', (_, path) => {
    expect(valueAt(path)).toBeUndefined()
  })
})

/** `Resource.Property...`, `taskDefinition...` or `container...`; items of lists by their number. */
function valueAt(path: string): Json | undefined {
  const [root = '', ...rest] = path.split('.')
  if (root === 'taskDefinition') return walk(taskDefinition, rest)
  if (root === 'container') return walk(taskDefinition, ['containerDefinitions', '0', ...rest])
  return walk({ ...resourcesOf(platform), ...resourcesOf(service) }, [root, 'Properties', ...rest])
}

const resourcesOf = ({ Resources }: JsonObject): JsonObject =>
  Resources !== undefined && isObject(Resources) ? Resources : {}

const walk = (value: Json | undefined, keys: readonly string[]): Json | undefined =>
  keys.reduce<Json | undefined>(
    (found, key) =>
      Array.isArray(found)
        ? (found as readonly Json[])[Number(key)]
        : found !== undefined && isObject(found)
          ? found[key]
          : undefined,
    value
  )
