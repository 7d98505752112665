// Tasks of a service, running and stopped (ECS, F2.7). Stopped ones are there for an hour or so.
import { DescribeTasksCommand, paginateListTasks, type Task as AwsTask } from '@aws-sdk/client-ecs'
import type { Container, Task } from '../model/service.ts'
import { given, inParts, required } from './answer.ts'
import { call, callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'

const action = 'ecs:DescribeTasks'
/** As many as one DescribeTasks takes. */
const perCall = 100

export const tasks = ({ ecs }: Clients) => {
  async function find(
    cluster: string,
    service: string,
    desiredStatus: 'RUNNING' | 'STOPPED'
  ): Promise<readonly Task[]> {
    const isMissing = named('ServiceNotFoundException', 'ClusterNotFoundException')
    const input = { cluster, serviceName: service, desiredStatus }
    const pages = await callUnless('ecs:ListTasks', isMissing, () =>
      Array.fromAsync(paginateListTasks({ client: ecs() }, input))
    )
    const arns = (pages ?? []).flatMap(({ taskArns = [] }) => taskArns)
    // One that is gone between the two calls is a failure of the answer, not of ours.
    return inParts(arns, perCall, async (part) => {
      const answer = await call(action, () => ecs().send(new DescribeTasksCommand({ cluster, tasks: part })))
      return required(answer.tasks, `${action} tasks`).map(taskOf)
    })
  }

  return {
    /** Newest first. */
    async stopped(cluster: string, service: string): Promise<readonly Task[]> {
      const found = await find(cluster, service, 'STOPPED')
      return found.toSorted((a, b) => (b.stoppedAt?.getTime() ?? Infinity) - (a.stoppedAt?.getTime() ?? Infinity))
    },
    /** Those that are to run: one that still starts is among them. */
    running: (cluster: string, service: string) => find(cluster, service, 'RUNNING')
  }
}

function taskOf(found: AwsTask): Task {
  const field = `${action} tasks[]`
  return {
    arn: required(found.taskArn, `${field}.taskArn`),
    taskDefinition: required(found.taskDefinitionArn, `${field}.taskDefinitionArn`),
    ...given({
      startedBy: found.startedBy,
      stopCode: found.stopCode,
      stoppedReason: found.stoppedReason,
      createdAt: found.createdAt,
      startedAt: found.startedAt,
      // Its containers have ended some seconds before it is stopped (F2.7).
      stoppedAt: found.stoppedAt ?? found.executionStoppedAt ?? found.stoppingAt,
      networkInterface: detailsOf(found, 'networkInterfaceId')[0]
    }),
    addresses: addressesOf(found),
    containers: (found.containers ?? []).map(({ name, exitCode, reason }): Container => ({
      name: required(name, `${field}.containers[].name`),
      ...given({ exitCode, reason })
    }))
  }
}

/** Of the task's network interface; some answers have them at the containers only. */
function addressesOf({ attachments = [], containers = [] }: AwsTask): readonly string[] {
  const attached = detailsOf({ attachments }, 'privateIPv4Address')
  const inside = containers
    .flatMap(({ networkInterfaces = [] }) => networkInterfaces)
    .flatMap(({ privateIpv4Address }) => privateIpv4Address ?? [])
  return [...new Set([...attached, ...inside])]
}

const detailsOf = ({ attachments = [] }: AwsTask, wanted: string): readonly string[] =>
  attachments
    .flatMap(({ details = [] }) => details)
    .flatMap(({ name, value }) => (name === wanted && value !== undefined ? [value] : []))
