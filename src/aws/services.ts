// ECS services: what one is, and rolling a revision out on it (F2.3, F2.4).
import {
  DescribeServicesCommand,
  UpdateServiceCommand,
  type AdvancedConfiguration,
  type Deployment as AwsDeployment,
  type Service as AwsService
} from '@aws-sdk/client-ecs'
import { Failure } from '../model/failure.ts'
import type { Deployment, SecondGroup, Service } from '../model/service.ts'
import { given, required } from './answer.ts'
import type { Clients } from './clients.ts'
import { callUnless, named } from './call.ts'
import { failureOfCall } from './failures.ts'
import { serviceDeployments } from './service-deployments.ts'

export interface ServiceUpdate {
  readonly cluster: string
  readonly service: string
  readonly taskDefinition: string
  readonly force: boolean
  /** When the container's name or port changes (F2.3). */
  readonly loadBalancer?: {
    readonly targetGroupArn: string
    readonly secondGroup?: SecondGroup
    readonly container: string
    readonly port: number
  }
}

export type Updated =
  | {
      readonly at: 'started'
      readonly deploymentId: string
      readonly began?: Date
      readonly serviceDeploymentArn?: string
    }
  /** The answer was lost: look whether a deployment of ours began before asking again (F2.3). */
  | { readonly at: 'unclear'; readonly failure: Failure }

export const services = (clients: Clients) => {
  const { ecs, carefulEcs } = clients
  return {
    /** @returns undefined when there is none: its cluster is missing, or it was deleted. */
    async describe(cluster: string, service: string): Promise<Service | undefined> {
      const action = 'ecs:DescribeServices'
      const command = new DescribeServicesCommand({ cluster, services: [service] })
      const isMissing = named('ClusterNotFoundException')
      const answer = await callUnless(action, isMissing, () => ecs().send(command))
      const found = answer?.services?.[0]
      if (found) return found.status === 'INACTIVE' ? undefined : serviceOf(found, action)
      const reason = answer?.failures?.[0]?.reason ?? 'MISSING'
      if (reason === 'MISSING') return undefined
      throw new Failure({
        code: 'AWS_UNAVAILABLE',
        sentence: `ECS does not describe the service ${service}: ${reason}`,
        remedy: 'Run it again.'
      })
    },

    /** Never sent twice after a lost answer: forced, that would start a second deployment. */
    async update({ cluster, service, taskDefinition, force, loadBalancer }: ServiceUpdate): Promise<Updated> {
      const action = 'ecs:UpdateService'
      const command = new UpdateServiceCommand({
        cluster,
        service,
        taskDefinition,
        forceNewDeployment: force,
        ...(loadBalancer && {
          loadBalancers: [
            {
              targetGroupArn: loadBalancer.targetGroupArn,
              containerName: loadBalancer.container,
              containerPort: loadBalancer.port,
              ...(loadBalancer.secondGroup && { advancedConfiguration: advancedOf(loadBalancer.secondGroup) })
            }
          ]
        })
      })
      try {
        const answer = await carefulEcs().send(command)
        return startedBy(required(answer.service, `${action} service`), action)
      } catch (error) {
        const failure = failureOfCall(error, action)
        if (failure.code === 'AWS_UNAVAILABLE') return { at: 'unclear', failure }
        throw failure
      }
    },
    ...serviceDeployments(clients)
  }
}

const isPrimary = ({ status }: AwsDeployment): boolean => status === 'PRIMARY'

function startedBy(service: AwsService, action: string): Updated {
  const deployments = required(service.deployments, `${action} service.deployments`)
  const primary = deployments.find(isPrimary)
  return {
    at: 'started',
    deploymentId: required(primary?.id, `${action} service.deployments[PRIMARY].id`),
    ...given({ began: primary?.createdAt, serviceDeploymentArn: service.currentServiceDeployment })
  }
}

function serviceOf(found: AwsService, action: string): Service {
  const field = `${action} services[]`
  const deployments = required(found.deployments, `${field}.deployments`)
  return {
    arn: required(found.serviceArn, `${field}.serviceArn`),
    taskDefinition: required(
      deployments.find(isPrimary)?.taskDefinition ?? found.taskDefinition,
      `${field}.taskDefinition`
    ),
    desired: required(found.desiredCount, `${field}.desiredCount`),
    running: required(found.runningCount, `${field}.runningCount`),
    pending: required(found.pendingCount, `${field}.pendingCount`),
    strategy: strategyOf(found),
    ...given({ targetGroupArn: found.loadBalancers?.[0]?.targetGroupArn, secondGroup: secondGroupOf(found) }),
    deployments: deployments.map((deployment) => deploymentOf(deployment, `${field}.deployments[]`)),
    ...given({ currentServiceDeployment: found.currentServiceDeployment }),
    events: (found.events ?? []).map(({ id, createdAt, message }) => ({
      id: required(id, `${field}.events[].id`),
      time: required(createdAt, `${field}.events[].createdAt`),
      message: required(message, `${field}.events[].message`)
    }))
  }
}

/** ECS rolls where it names no strategy (F1.14). */
const strategyOf = ({ deploymentConfiguration }: AwsService): Service['strategy'] =>
  strategies[deploymentConfiguration?.strategy ?? 'ROLLING'] ?? 'unknown'

const strategies: Readonly<Record<string, Service['strategy']>> = {
  ROLLING: 'rolling',
  BLUE_GREEN: 'blue-green',
  CANARY: 'canary',
  LINEAR: 'linear'
}

function secondGroupOf({ loadBalancers }: AwsService): SecondGroup | undefined {
  const { alternateTargetGroupArn, productionListenerRule, testListenerRule, roleArn } =
    loadBalancers?.[0]?.advancedConfiguration ?? {}
  return alternateTargetGroupArn === undefined
    ? undefined
    : {
        targetGroupArn: alternateTargetGroupArn,
        ...given({ productionRuleArn: productionListenerRule, testRuleArn: testListenerRule, roleArn })
      }
}

/** Left out, ECS would take the second group away (F2.3). */
const advancedOf = ({
  targetGroupArn,
  productionRuleArn,
  testRuleArn,
  roleArn
}: SecondGroup): AdvancedConfiguration => ({
  alternateTargetGroupArn: targetGroupArn,
  ...given({ productionListenerRule: productionRuleArn, testListenerRule: testRuleArn, roleArn })
})

/** Without a circuit breaker a service has no rollout state; it is unknown then, never completed. */
const rolloutStates: Readonly<Record<string, Deployment['rolloutState']>> = {
  IN_PROGRESS: 'in-progress',
  COMPLETED: 'completed',
  FAILED: 'failed'
}

function deploymentOf(found: AwsDeployment, field: string): Deployment {
  return {
    id: required(found.id, `${field}.id`),
    ...given({ began: found.createdAt }),
    status: required(found.status, `${field}.status`),
    rolloutState: rolloutStates[found.rolloutState ?? ''] ?? 'unknown',
    ...given({ reason: found.rolloutStateReason }),
    taskDefinition: required(found.taskDefinition, `${field}.taskDefinition`),
    desired: required(found.desiredCount, `${field}.desiredCount`),
    running: required(found.runningCount, `${field}.runningCount`),
    pending: required(found.pendingCount, `${field}.pendingCount`),
    failedTasks: found.failedTasks ?? 0
  }
}
