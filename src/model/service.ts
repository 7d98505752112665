// An ECS service while it is watched: its deployments, tasks and targets, as they were read.
import type { StrategyName } from './config.ts'

export interface Service {
  readonly arn: string
  /** The revision of the PRIMARY deployment. */
  readonly taskDefinition: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  /** `unknown`: one this code has not heard of. */
  readonly strategy: StrategyName | 'unknown'
  readonly targetGroupArn?: string
  /** The group that takes turns with the first one, with a strategy other than rolling (F1.14). */
  readonly secondGroup?: SecondGroup
  readonly deployments: readonly Deployment[]
  /** ARN of the service deployment in progress or the last one, where the API tells (F2.5). */
  readonly currentServiceDeployment?: string
  /** Newest first, at most 100. */
  readonly events: readonly ServiceEvent[]
}

/** With it, ECS moves the rules of the load balancer from one group to the other (F1.14). */
export interface SecondGroup {
  readonly targetGroupArn: string
  /** What visitors go through. */
  readonly productionRuleArn?: string
  /** What requests with the test header go through. */
  readonly testRuleArn?: string
  readonly roleArn?: string
}

/** Every target group that a task of the service may be in. */
export const groupsOf = ({ targetGroupArn, secondGroup }: Service): readonly string[] =>
  [targetGroupArn, secondGroup?.targetGroupArn].filter((arn) => arn !== undefined)

/** What share of the requests a rule of the load balancer gives a target group, beside the other weights. */
export interface Weight {
  readonly targetGroupArn: string
  readonly weight: number
}

export interface ServiceEvent {
  readonly id: string
  readonly time: Date
  readonly message: string
}

export interface Deployment {
  /** `ecs-svc/<digits>`. */
  readonly id: string
  readonly began?: Date
  readonly status: string
  readonly rolloutState: 'in-progress' | 'completed' | 'failed' | 'unknown'
  readonly reason?: string
  readonly taskDefinition: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly failedTasks: number
}

/** The one that ECS brings, or brought last (F2.4). */
export const primaryOf = ({ deployments }: Pick<Service, 'deployments'>): Deployment | undefined =>
  deployments.find(({ status }) => status === 'PRIMARY')

/** One deployment, and it is complete: nothing takes anything's place. */
export const isAtRest = ({ deployments }: Pick<Service, 'deployments'>): boolean =>
  deployments.length === 1 && deployments[0]?.rolloutState === 'completed'

/** One that left the list is not there. */
export const deploymentIn = ({ deployments }: Pick<Service, 'deployments'>, id: string): Deployment | undefined =>
  deployments.find((each) => each.id === id)

/** What a service deployment says of itself (F2.5). `unknown`: a status this code has not heard of, never success. */
export interface ServiceDeployment {
  readonly arn: string
  readonly status:
    | 'pending'
    | 'in-progress'
    | 'successful'
    | 'stopping'
    | 'stopped'
    | 'rolling-back'
    | 'rolled-back'
    | 'rollback-failed'
    | 'unknown'
  readonly rawStatus: string
  readonly reason?: string
  /** As ECS says it: `SCALE_UP`, `BAKE_TIME`, ... */
  readonly lifecycleStage?: string
  /** Percent of the visitors that get the new version. */
  readonly percent?: number
  /** CloudWatch alarms that went off while it was watched by ECS. */
  readonly alarms?: readonly string[]
  /** It stands still until somebody answers a hook. */
  readonly paused?: boolean
  readonly taskDefinition?: string
  readonly began?: Date
  readonly ended?: Date
  /** Of tasks; without a threshold no circuit breaker looks at them. */
  readonly failures?: { readonly count: number; readonly threshold?: number }
  readonly tasks?: DeploymentTasks
}

/** Of the revision that a service deployment brings, and of those before it. */
export interface DeploymentTasks {
  readonly wanted: number
  readonly running: number
  readonly pending: number
  /** Running ones of the revisions before. */
  readonly earlier: number
}

export interface Task {
  readonly arn: string
  readonly taskDefinition: string
  /** Deployment id for a task of a service. */
  readonly startedBy?: string
  readonly stopCode?: string
  readonly stoppedReason?: string
  readonly createdAt?: Date
  readonly startedAt?: Date
  readonly stoppedAt?: Date
  /** Private IPv4 addresses of the task's network interface. */
  readonly addresses: readonly string[]
  /** `eni-...`: what its public address hangs on. */
  readonly networkInterface?: string
  readonly containers: readonly Container[]
}

export interface Container {
  readonly name: string
  readonly exitCode?: number
  readonly reason?: string
}

export interface Target {
  readonly address: string
  readonly port: number
  /** As ELB says it: initial, healthy, unhealthy, unused, draining, unavailable. */
  readonly state: string
  readonly reason?: string
  readonly description?: string
}
