// What ECS and the load balancer answer about the service, as the SDK hands it over.
import type {
  Deployment as AwsDeployment,
  Service as AwsService,
  LoadBalancer,
  ServiceDeployment as AwsRollout,
  ServiceRevision,
  Task as AwsTask
} from '@aws-sdk/client-ecs'
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import { thresholdOf } from './breaker.ts'
import type { Deployment, Rollout } from './deployment.ts'
import { primaryOf, rolloutOf, tasksOf, type Service } from './service.ts'
import type { Target } from './target.ts'
import { isAlive, isRunning, type Task } from './task.ts'

const account = 'arn:aws:ecs:eu-west-1:123456789012'
const path = 'shop-cluster/shop-service'
export const clusterArn = `${account}:cluster/shop-cluster`
export const serviceArn = `${account}:service/${path}`
export const balancing = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012'
export const targetGroupArn = (index: number): string => `${balancing}:targetgroup/shop/${index + 1}`
export const revisionArn = (number: number): string => `${account}:task-definition/shop-app:${number}`
export const rolloutArn = ({ id }: Rollout): string => `${account}:service-deployment/${path}/${id}`
/** Of a service revision. */
export const serviceRevisionArn = ({ id }: Deployment): string =>
  `${account}:service-revision/${path}/${id.replace('ecs-svc/', '')}`
export const taskArn = ({ id }: Task): string => `${account}:task/shop-cluster/${id}`

const isPending = (task: Task): boolean => ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(task.status)

function counts(tasks: readonly Task[]): { readonly runningCount: number; readonly pendingCount: number } {
  return { runningCount: tasks.filter(isRunning).length, pendingCount: tasks.filter(isPending).length }
}

export function describeService(service: Service): AwsService {
  const current = rolloutOf(service)
  return {
    serviceArn,
    serviceName: 'shop-service',
    clusterArn,
    status: service.status,
    taskDefinition: revisionArn(primaryOf(service).revision.number),
    desiredCount: service.desired,
    ...counts(service.tasks),
    healthCheckGracePeriodSeconds: service.settings.grace,
    deploymentConfiguration: { strategy: service.settings.strategy.kind },
    loadBalancers: loadBalancers(service, 0),
    deployments: service.deployments.map((deployment) => describeDeployment(service, deployment)),
    ...(current && { currentServiceDeployment: rolloutArn(current) }),
    events: service.events.map(({ id, at, message }) => ({ id, createdAt: new Date(at), message }))
  }
}

/** As the service was made: which group serves now, only its service revisions and the rules tell (F1.14). */
function loadBalancers({ groups }: Service, serving: number): LoadBalancer[] {
  if (groups.length === 0) return []
  const one = { targetGroupArn: targetGroupArn(serving), containerName: 'shop-container', containerPort: 8080 }
  if (groups.length === 1) return [one]
  const rule = (name: string): string => `${balancing}:listener-rule/app/shop/1/2/${name}`
  const advancedConfiguration = {
    alternateTargetGroupArn: targetGroupArn(1 - serving),
    productionListenerRule: rule('production'),
    testListenerRule: rule('test'),
    roleArn: 'arn:aws:iam::123456789012:role/shop-infrastructure'
  }
  return [{ ...one, advancedConfiguration }]
}

export function describeRevision(service: Service, deployment: Deployment): ServiceRevision {
  const resolved = service.groups.length === 0 ? [] : [{ targetGroupArn: targetGroupArn(deployment.group) }]
  return {
    serviceRevisionArn: serviceRevisionArn(deployment),
    serviceArn,
    taskDefinition: revisionArn(deployment.revision.number),
    loadBalancers: loadBalancers(service, 0),
    resolvedConfiguration: { loadBalancers: resolved }
  }
}

function describeDeployment(service: Service, deployment: Deployment): AwsDeployment {
  return {
    id: deployment.id,
    status: deployment.status,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.reason,
    taskDefinition: revisionArn(deployment.revision.number),
    desiredCount: deployment.status === 'PRIMARY' ? service.desired : 0,
    ...counts(tasksOf(service, deployment)),
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(service.time.now())
  }
}

export function describeRollout(service: Service, rollout: Rollout): AwsRollout {
  const { deployment, source, hook, rollback } = rollout
  const { alarm } = service.settings
  const revision = (of: Deployment): NonNullable<AwsRollout['targetServiceRevision']> => {
    const { runningCount, pendingCount } = counts(tasksOf(service, of))
    return {
      arn: serviceRevisionArn(of),
      requestedTaskCount: service.desired,
      runningTaskCount: runningCount,
      pendingTaskCount: pendingCount
    }
  }
  return {
    serviceDeploymentArn: rolloutArn(rollout),
    serviceArn,
    clusterArn,
    status: rollout.status,
    ...(rollout.statusReason !== undefined && { statusReason: rollout.statusReason }),
    lifecycleStage: rollout.stage,
    createdAt: new Date(rollout.createdAt),
    ...(rollout.finishedAt !== undefined && { finishedAt: new Date(rollout.finishedAt) }),
    targetServiceRevision: {
      ...revision(deployment),
      requestedProductionTrafficWeight: rollout.weight
    },
    sourceServiceRevisions: source ? [revision(source)] : [],
    deploymentCircuitBreaker: {
      status: rollout.breaker,
      failureCount: deployment.failedTasks,
      threshold: thresholdOf(service.settings.breaker, service.desired)
    },
    alarms: {
      status: rollout.alarm,
      alarmNames: alarm ? [alarm.name] : [],
      triggeredAlarmNames: alarm && rollout.alarm === 'TRIGGERED' ? [alarm.name] : []
    },
    ...(hook && {
      lifecycleHookDetails: [{ hookId: hook.id, targetType: 'PAUSE', status: hook.status }]
    }),
    ...(rollback && {
      rollback: {
        reason: rollback.reason,
        startedAt: new Date(rollback.startedAt),
        ...(source && { serviceRevisionArn: serviceRevisionArn(source) })
      }
    })
  }
}

export function describeTask(task: Task): AwsTask {
  const date = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at))
  const [startedAt, stoppingAt, stoppedAt] = [date(task.startedAt), date(task.endedAt), date(task.stoppedAt)]
  return {
    taskArn: taskArn(task),
    taskDefinitionArn: revisionArn(task.revision),
    startedBy: task.startedBy,
    lastStatus: task.status,
    desiredStatus: task.desired,
    healthStatus: task.health,
    createdAt: new Date(task.createdAt),
    ...(startedAt && { startedAt }),
    ...(stoppingAt && { stoppingAt }),
    ...(stoppedAt && { stoppedAt }),
    ...(task.stopCode && { stopCode: task.stopCode }),
    ...(task.stoppedReason !== undefined && { stoppedReason: task.stoppedReason }),
    attachments: [
      {
        type: 'ElasticNetworkInterface',
        details: [
          { name: 'networkInterfaceId', value: `eni-${task.address}` },
          { name: 'privateIPv4Address', value: task.address }
        ]
      }
    ],
    containers: [
      {
        name: 'shop-container',
        lastStatus: isAlive(task) ? task.status : 'STOPPED',
        healthStatus: task.health,
        ...(task.exitCode !== undefined && { exitCode: task.exitCode }),
        ...(task.containerReason !== undefined && { reason: task.containerReason })
      }
    ]
  }
}

export const describeTarget = ({ address, port, state, reason, description }: Target): TargetHealthDescription => ({
  Target: { Id: address, Port: port },
  TargetHealth: {
    ...(state !== 'gone' && { State: state }),
    ...(reason !== undefined && { Reason: reason as NonNullable<TargetHealthDescription['TargetHealth']>['Reason'] }),
    ...(description !== undefined && { Description: description })
  }
})
