// The service that a benchmark releases to, as ECS itself tells of it.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  DeregisterTaskDefinitionCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  ListTasksCommand
} from '@aws-sdk/client-ecs'

export interface Change {
  /** How the app behaves (test/e2e/app). */
  readonly mode: string
  /** Something that differs, so that there is something to release. */
  readonly release: string
}

export interface Ending {
  readonly arn: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly finishedAt: number
}

export interface Service {
  /** What runs, changed, as RegisterTaskDefinition takes it. */
  readonly definition: (change: Change) => Promise<object>
  readonly lastDeployment: () => Promise<string>
  /** The last deployment, once it is over. */
  readonly settled: () => Promise<Ending>
  /** When containers ended by themselves since then, first to last; milliseconds since 1970. */
  readonly crashes: (since: number) => Promise<readonly number[]>
  /** Deregisters revisions that do not serve, as our action does: both find the same. */
  readonly tidy: () => Promise<void>
}

export interface Place {
  readonly endpoint: string
  readonly region: string
  readonly account: string
}

const [cluster, name, family] = ['shop-cluster', 'shop-service', 'shop-app']

export function openService({ endpoint, region, account }: Place): Service {
  const ecs = new ECSClient({ endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'local' } })

  async function describe(): Promise<{ readonly taskDefinition: string; readonly deployment: string }> {
    const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }))
    const { taskDefinition, currentServiceDeployment: deployment } = services[0] ?? {}
    if (taskDefinition === undefined || deployment === undefined) throw new Error('The service is not there')
    return { taskDefinition, deployment }
  }

  return {
    definition: async ({ mode, release }) => {
      const { taskDefinition } = await describe()
      const { taskDefinition: found = {} } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
      const [container] = found.containerDefinitions ?? []
      const environment = [
        { name: 'MODE', value: mode },
        { name: 'RELEASE', value: release }
      ]
      const { executionRoleArn, taskRoleArn, cpu, memory, networkMode, requiresCompatibilities, runtimePlatform } =
        found
      return {
        family,
        ...{ executionRoleArn, taskRoleArn, cpu, memory, networkMode, requiresCompatibilities, runtimePlatform },
        containerDefinitions: [{ ...container, environment }]
      }
    },
    lastDeployment: async () => (await describe()).deployment,
    settled: async () => {
      const { deployment } = await describe()
      for (;;) {
        const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [deployment] })
        const [found] = (await ecs.send(command)).serviceDeployments ?? []
        const { createdAt, finishedAt } = found ?? {}
        if (createdAt && finishedAt) {
          return { arn: deployment, createdAt: createdAt.getTime(), finishedAt: finishedAt.getTime() }
        }
        await sleep(200)
      }
    },
    crashes: async (since) => {
      const { taskArns: tasks = [] } = await ecs.send(
        new ListTasksCommand({ cluster, serviceName: name, desiredStatus: 'STOPPED' })
      )
      const { tasks: found = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: tasks.slice(0, 100) }))
      return found
        .filter(({ stopCode }) => stopCode === 'EssentialContainerExited')
        .flatMap(({ executionStoppedAt, stoppedAt }) => (executionStoppedAt ?? stoppedAt)?.getTime() ?? [])
        .filter((time) => time >= since)
        .toSorted((a, b) => a - b)
    },
    tidy: async () => {
      const { taskDefinition: serves } = await describe()
      const command = new ListTaskDefinitionsCommand({ familyPrefix: family, status: 'ACTIVE', sort: 'DESC' })
      const [newest] = (await ecs.send(command)).taskDefinitionArns ?? []
      if (newest === undefined || newest === serves) return
      await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: newest }))
    }
  }
}
