// What a deployment calls by itself, as rights with their resources (F6.2): the deploy role of templates/bootstrap.yml.
import type { Config } from './config.ts'
import { changeSetPrefix, namesOf } from './names.ts'
import type { HostedZone } from './plan.ts'
import type { Right } from './seen.ts'

export interface Scope {
  readonly partition: string
  readonly region: string
  readonly account: string
  /** In which records are made. */
  readonly zone?: HostedZone
}

/** Stands where AWS makes up an id: no policy can know it. */
export const someId = '00000000000000000'

export const arnIn =
  ({ partition, region, account }: Scope) =>
  (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`

/** Roles that are made have this path. */
export const roleIn = ({ partition, account }: Scope, role: string): string =>
  `arn:${partition}:iam::${account}:role/${role}`

export function ourRights(config: Config, scope: Scope): readonly Right[] {
  const names = namesOf(config)
  const arn = arnIn(scope)
  const { cloudFormationRoleArn } = config.identity
  const service = `${names.cluster}/${names.service}`
  return [
    ...[names.platformStack, names.serviceStack].flatMap((stack) => stackRights(stack, scope)),
    ...(cloudFormationRoleArn === undefined ? [] : [pass(cloudFormationRoleArn, 'cloudformation.amazonaws.com')]),
    {
      resource: '*',
      actions: [
        'ecr:GetAuthorizationToken',
        'ecs:DeregisterTaskDefinition',
        'ecs:DescribeTaskDefinition',
        'ecs:ListTaskDefinitions',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetHealth'
      ]
    },
    { resource: arn('ecr', `repository/${config.repository}`), actions: imageActions },
    ...(config.scanGate.at === 'open'
      ? []
      : [{ resource: arn('ecr', `repository/${config.repository}`), actions: scanActions }]),
    { resource: arn('ecs', `task-definition/${names.family}:1`), actions: ['ecs:RegisterTaskDefinition'] },
    ...(frontDoorAdopts(config) && scope.zone ? [recordsRight(scope.zone, scope)] : []),
    ...taskRoles(config, scope).map((role) => pass(role, 'ecs-tasks.amazonaws.com')),
    { resource: arn('ecs', `service/${service}`), actions: ['ecs:DescribeServices', 'ecs:UpdateService'] },
    {
      resource: arn('ecs', `service-deployment/${service}/${someId}`),
      actions: ['ecs:DescribeServiceDeployments', 'ecs:StopServiceDeployment']
    },
    {
      resource: '*',
      actions: ['ecs:ListTasks'],
      context: { 'ecs:cluster': arn('ecs', `cluster/${names.cluster}`) }
    },
    { resource: arn('ecs', `task/${names.cluster}/${someId}`), actions: ['ecs:DescribeTasks'] },
    { resource: arn('logs', `log-group:${names.logGroup}:log-stream:${someId}`), actions: ['logs:GetLogEvents'] }
  ]
}

export const recordsRight = ({ id }: HostedZone, { partition }: Scope): Right => ({
  resource: `arn:${partition}:route53:::hostedzone/${id}`,
  actions: ['route53:ChangeResourceRecordSets']
})

const frontDoorAdopts = ({ frontDoor }: Config): boolean => frontDoor.at === 'domain' && frontDoor.adoptRecords

const stackRights = (stack: string, scope: Scope): readonly Right[] => [
  { resource: arnIn(scope)('cloudformation', `stack/${stack}/${someId}`), actions: stackActions },
  {
    resource: arnIn(scope)('cloudformation', `changeSet/${changeSetPrefix(stack, 'slipway')}${someId}/${someId}`),
    actions: changeSetActions
  }
]

export const pass = (role: string, to: string): Right => ({
  resource: role,
  actions: ['iam:PassRole'],
  context: { 'iam:PassedToService': to }
})

const taskRoles = ({ name, task }: Config, scope: Scope): readonly string[] => [
  task.executionRoleArn ?? roleIn(scope, `slipway/${name}/ExecutionRole`),
  task.taskRoleArn ?? roleIn(scope, `slipway/${name}/TaskRole`)
]

const stackActions = [
  'cloudformation:ContinueUpdateRollback',
  'cloudformation:CreateChangeSet',
  'cloudformation:DeleteStack',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStackResources',
  'cloudformation:DescribeStacks',
  'cloudformation:ListChangeSets',
  'cloudformation:UpdateTerminationProtection'
]

const changeSetActions = [
  'cloudformation:DeleteChangeSet',
  'cloudformation:DescribeChangeSet',
  'cloudformation:ExecuteChangeSet'
]

const scanActions = ['ecr:DescribeImageScanFindings', 'ecr:StartImageScan']

const imageActions = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchDeleteImage',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:DescribeImages',
  'ecr:DescribeRepositories',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart'
]
