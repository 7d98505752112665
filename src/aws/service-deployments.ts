// Service deployments: what a rollout says of itself (ECS, F2.5). A role or an endpoint may not have these calls: then
// they fail with ACCESS_DENIED, and services.describe has to do.
import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  type ListServiceDeploymentsCommandInput,
  type ServiceDeployment as AwsServiceDeployment,
  type ServiceDeploymentBrief
} from '@aws-sdk/client-ecs'
import type { DeploymentTasks, ServiceDeployment } from '../model/service.ts'
import { given, required } from './answer.ts'
import { call, callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'

const action = 'ecs:DescribeServiceDeployments'
const listAction = 'ecs:ListServiceDeployments'
/** As many as one DescribeServiceDeployments or DescribeServiceRevisions takes. */
const perCall = 20

export const serviceDeployments = ({ ecs }: Clients) => {
  /** Service revision -> task definition; a service revision never changes. */
  const taskDefinitions = new Map<string, string>()

  /** The SDK has no paginator for it. */
  async function list(input: ListServiceDeploymentsCommandInput): Promise<readonly ServiceDeploymentBrief[]> {
    const answer = await call(listAction, () => ecs().send(new ListServiceDeploymentsCommand(input)))
    const { nextToken } = answer
    const rows = required(answer.serviceDeployments, `${listAction} serviceDeployments`)
    return nextToken === undefined ? rows : [...rows, ...(await list({ ...input, nextToken }))]
  }

  async function describe(arns: readonly string[]): Promise<readonly AwsServiceDeployment[]> {
    if (arns.length === 0) return []
    const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [...arns] })
    const isMissing = named('ServiceDeploymentNotFoundException')
    const answer = await callUnless(action, isMissing, () => ecs().send(command))
    return answer?.serviceDeployments ?? []
  }

  async function learn(revisions: readonly string[]): Promise<void> {
    const unknown = [...new Set(revisions)].filter((arn) => !taskDefinitions.has(arn))
    if (unknown.length === 0) return
    const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: unknown })
    const answer = await call('ecs:DescribeServiceRevisions', () => ecs().send(command))
    for (const { serviceRevisionArn, taskDefinition } of answer.serviceRevisions ?? []) {
      if (serviceRevisionArn !== undefined && taskDefinition !== undefined) {
        taskDefinitions.set(serviceRevisionArn, taskDefinition)
      }
    }
  }

  const tell = (found: AwsServiceDeployment): ServiceDeployment =>
    serviceDeploymentOf(found, taskDefinitions.get(found.targetServiceRevision?.arn ?? ''))

  return {
    /** One call; the task definition only when `deployments` has looked it up before. */
    async deployment(arn: string): Promise<ServiceDeployment | undefined> {
      const [found] = await describe([arn])
      return found && tell(found)
    },

    /** Those that began after a moment, newest first, with their task definitions. */
    async deployments(cluster: string, service: string, after: Date): Promise<readonly ServiceDeployment[]> {
      const rows = await list({ cluster, service, createdAt: { after } })
      const newest = rows
        .toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))
        .slice(0, perCall)
        .map((row) => required(row.serviceDeploymentArn, `${listAction} serviceDeployments[].serviceDeploymentArn`))
      const found = await describe(newest)
      await learn(found.flatMap(({ targetServiceRevision }) => targetServiceRevision?.arn ?? []))
      return found
        .toSorted((a, b) => newest.indexOf(a.serviceDeploymentArn ?? '') - newest.indexOf(b.serviceDeploymentArn ?? ''))
        .map(tell)
    },

    /** Stops with a rollback; safe to repeat. @returns false when it had ended already: nothing goes back then. */
    async stopDeployment(arn: string): Promise<boolean> {
      const hasEnded = named('ConflictException', 'ServiceDeploymentNotFoundException')
      const command = new StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' })
      return (await callUnless('ecs:StopServiceDeployment', hasEnded, () => ecs().send(command))) !== undefined
    }
  }
}

/** A status that is not listed is unknown, never success. */
const statuses: Readonly<Record<string, ServiceDeployment['status']>> = {
  PENDING: 'pending',
  IN_PROGRESS: 'in-progress',
  SUCCESSFUL: 'successful',
  STOP_REQUESTED: 'stopping',
  STOPPED: 'stopped',
  ROLLBACK_REQUESTED: 'rolling-back',
  ROLLBACK_IN_PROGRESS: 'rolling-back',
  ROLLBACK_SUCCESSFUL: 'rolled-back',
  ROLLBACK_FAILED: 'rollback-failed'
}

function serviceDeploymentOf(found: AwsServiceDeployment, taskDefinition: string | undefined): ServiceDeployment {
  const field = `${action} serviceDeployments[]`
  const rawStatus = required<string>(found.status, `${field}.status`)
  const breaker = found.deploymentCircuitBreaker
  const triggered = found.alarms?.triggeredAlarmNames ?? []
  const isPaused = found.lifecycleHookDetails?.some(({ status }) => status === 'AWAITING_ACTION') ?? false
  return {
    arn: required(found.serviceDeploymentArn, `${field}.serviceDeploymentArn`),
    status: statuses[rawStatus] ?? 'unknown',
    rawStatus,
    ...given({
      reason: found.rollback?.reason ?? found.statusReason,
      began: found.createdAt,
      ended: found.finishedAt,
      lifecycleStage: found.lifecycleStage,
      percent: found.targetServiceRevision?.requestedProductionTrafficWeight,
      alarms: triggered.length > 0 ? triggered : undefined
    }),
    ...(isPaused && { paused: true }),
    ...given({ taskDefinition, tasks: tasksOf(found), failures: failuresOf(breaker) })
  }
}

function failuresOf(breaker: AwsServiceDeployment['deploymentCircuitBreaker']): ServiceDeployment['failures'] {
  const { status, failureCount: count, threshold } = breaker ?? {}
  if (count === undefined) return undefined
  return { count, ...(status !== 'DISABLED' && given({ threshold })) }
}

function tasksOf({
  targetServiceRevision,
  sourceServiceRevisions = []
}: AwsServiceDeployment): DeploymentTasks | undefined {
  const {
    requestedTaskCount: wanted,
    runningTaskCount: running,
    pendingTaskCount: pending
  } = targetServiceRevision ?? {}
  if (wanted === undefined || running === undefined || pending === undefined) return undefined
  return {
    wanted,
    running,
    pending,
    earlier: sourceServiceRevisions.reduce((sum, each) => sum + (each.runningTaskCount ?? 0), 0)
  }
}
