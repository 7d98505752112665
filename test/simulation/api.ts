// The calls that the product makes, answered by the region.
import { awsError } from '../aws/aws.ts'
import type * as logs from '@aws-sdk/client-cloudwatch-logs'
import type * as ecs from '@aws-sdk/client-ecs'
import type * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import {
  describeService,
  describeRevision,
  describeTarget,
  describeTask,
  revisionArn,
  rolloutArn,
  serviceRevisionArn,
  targetGroupArn,
  taskArn
} from './answers.ts'
import type { Faults } from './faults.ts'
import type { History } from './history.ts'
import type { Region } from './region.ts'
import type { Task } from './task.ts'

export type Api = ReturnType<typeof apiOf>

export function apiOf(region: Region, history: History, faults: Faults) {
  const { service, time, chance } = region

  const revisionOf = (arn = '') => {
    const number = Number(arn.split(':').at(-1))
    const found = service.revisions.find((each) => each.number === number)
    if (!found) throw awsError('ClientException', 'Unable to describe task definition.')
    return found
  }

  /** Stopped tasks are told of for a while only (F2.7). */
  const isTold = ({ stoppedAt }: Task): boolean =>
    stoppedAt === undefined || time.now() - stoppedAt < faults.forgets * 1000

  return {
    describeServices: (input: ecs.DescribeServicesCommandInput): Partial<ecs.DescribeServicesCommandOutput> => {
      const found = input.services?.[0] === 'shop-service' ? history.read().service : undefined
      return found ? { services: [found], failures: [] } : { services: [], failures: [{ reason: 'MISSING' }] }
    },

    /** Answers with what is; reads lag behind (F2.3). */
    updateService: ({ taskDefinition }: ecs.UpdateServiceCommandInput): Partial<ecs.UpdateServiceCommandOutput> => {
      const earlier = service.rollouts[0]
      region.begin(revisionOf(taskDefinition), 'us')
      const answer = describeService(service)
      const isLate = faults.stale > 0 && earlier && chance.happens(0.3)
      return { service: isLate ? { ...answer, currentServiceDeployment: rolloutArn(earlier) } : answer }
    },

    describeServiceDeployments: ({
      serviceDeploymentArns = []
    }: ecs.DescribeServiceDeploymentsCommandInput): Partial<ecs.DescribeServiceDeploymentsCommandOutput> => {
      const { rollouts } = history.read()
      const isNew = chance.happens(faults.newWords)
      const found = serviceDeploymentArns.flatMap((arn) => rollouts.get(arn) ?? [])
      return {
        serviceDeployments: isNew
          ? found.map((each) => ({ ...each, status: newWord, lifecycleStage: newWord }))
          : found,
        failures: serviceDeploymentArns.filter((arn) => !rollouts.has(arn)).map((arn) => ({ arn, reason: 'MISSING' }))
      }
    },

    listServiceDeployments: ({
      createdAt,
      nextToken
    }: ecs.ListServiceDeploymentsCommandInput): Partial<ecs.ListServiceDeploymentsCommandOutput> => {
      if (nextToken === undefined && chance.happens(faults.emptyPages))
        return { serviceDeployments: [], nextToken: '2' }
      const after = createdAt?.after?.getTime() ?? 0
      const found = service.rollouts.filter((rollout) => rollout.createdAt > after)
      return {
        serviceDeployments: found.map((rollout) => ({
          serviceDeploymentArn: rolloutArn(rollout),
          createdAt: new Date(rollout.createdAt),
          status: rollout.status
        }))
      }
    },

    describeServiceRevisions: ({
      serviceRevisionArns = []
    }: ecs.DescribeServiceRevisionsCommandInput): Partial<ecs.DescribeServiceRevisionsCommandOutput> => {
      const known = service.rollouts.map(({ deployment }) => deployment)
      return {
        serviceRevisions: known
          .filter((deployment) => serviceRevisionArns.includes(serviceRevisionArn(deployment)))
          .map((deployment) => describeRevision(service, deployment))
      }
    },

    /** One that has ended cannot be stopped (F2.5). */
    stopServiceDeployment: ({
      serviceDeploymentArn
    }: ecs.StopServiceDeploymentCommandInput): Partial<ecs.StopServiceDeploymentCommandOutput> => {
      const rollout = service.rollouts.find((each) => rolloutArn(each) === serviceDeploymentArn)
      if (!rollout) throw awsError('ServiceDeploymentNotFoundException', 'There is no such service deployment.')
      if (!region.stopRollout(rollout)) throw awsError('ConflictException', 'The service deployment has ended.')
      return { serviceDeploymentArn: rolloutArn(rollout) }
    },

    /** Of a hook that waits (F1.14). */
    continueServiceDeployment: ({
      hookId,
      action
    }: ecs.ContinueServiceDeploymentCommandInput): Partial<ecs.ContinueServiceDeploymentCommandOutput> => {
      const rollout = service.rollouts.find(({ hook }) => hook?.id === hookId && hook?.status === 'AWAITING_ACTION')
      if (!rollout?.hook) throw awsError('InvalidParameterException', 'No hook of that id waits.')
      if (action === 'ROLLBACK') region.stopRollout(rollout)
      rollout.hook.status = action === 'ROLLBACK' ? 'FAILED' : 'SUCCEEDED'
      return { serviceDeploymentArn: rolloutArn(rollout) }
    },

    listTasks: ({
      desiredStatus = 'RUNNING',
      nextToken
    }: ecs.ListTasksCommandInput): Partial<ecs.ListTasksCommandOutput> => {
      if (nextToken === undefined && chance.happens(faults.emptyPages)) return { taskArns: [], nextToken: '0' }
      const found = service.tasks.filter((task) => task.desired === desiredStatus && isTold(task))
      const from = Number(nextToken ?? 0)
      const next = from + perPage < found.length ? { nextToken: String(from + perPage) } : {}
      return { taskArns: found.slice(from, from + perPage).map(taskArn), ...next }
    },

    describeTasks: ({ tasks = [] }: ecs.DescribeTasksCommandInput): Partial<ecs.DescribeTasksCommandOutput> => {
      const found = service.tasks.filter((task) => tasks.includes(taskArn(task)) && isTold(task))
      return {
        tasks: found.map(describeTask),
        failures: tasks
          .filter((arn) => !found.some((task) => taskArn(task) === arn))
          .map((arn) => ({ arn, reason: 'MISSING' }))
      }
    },

    describeTaskDefinition: ({
      taskDefinition
    }: ecs.DescribeTaskDefinitionCommandInput): Partial<ecs.DescribeTaskDefinitionCommandOutput> => {
      const { number } = revisionOf(taskDefinition)
      const taskDefinitionArn = revisionArn(number)
      return { taskDefinition: { taskDefinitionArn, family: 'shop-app', revision: number, status: 'ACTIVE' } }
    },

    describeTargetHealth: ({
      TargetGroupArn
    }: elb.DescribeTargetHealthCommandInput): Partial<elb.DescribeTargetHealthCommandOutput> => {
      const group = service.groups.find((_, index) => targetGroupArn(index) === TargetGroupArn)
      if (!group) throw awsError('TargetGroupNotFoundException', 'One or more target groups not found')
      return { TargetHealthDescriptions: group.list().map(describeTarget) }
    },

    /** Of the rule for visitors: what it gives the newest tasks' group, the other has the rest (F1.14). */
    describeRules: ({ RuleArns }: elb.DescribeRulesCommandInput): Partial<elb.DescribeRulesCommandOutput> => {
      const [newest] = service.rollouts
      const shares = service.groups.map((_, index) => {
        const isNew = index === newest?.deployment.group
        return { TargetGroupArn: targetGroupArn(index), Weight: isNew ? newest.weight : 100 - (newest?.weight ?? 0) }
      })
      const actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups: shares } }]
      return { Rules: (RuleArns ?? []).map((RuleArn) => ({ RuleArn, Actions: actions })) }
    },

    /** A container that never ran has no stream (F2.12). */
    getLogEvents: ({ logStreamName = '' }: logs.GetLogEventsCommandInput): Partial<logs.GetLogEventsCommandOutput> => {
      const task = service.tasks.find(({ id }) => logStreamName.endsWith(id))
      if (task?.startedAt === undefined) {
        throw awsError('ResourceNotFoundException', 'The specified log stream does not exist.')
      }
      return { events: task.app.log.map((message) => ({ message })), nextBackwardToken: 'b/0' }
    }
  }
}

const perPage = 100
/** Of a newer AWS; the SDK hands over what it does not know. */
const newWord = 'RECONSIDERING' as 'IN_PROGRESS' & 'SCALE_UP'
