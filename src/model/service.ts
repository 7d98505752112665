// An ECS service while it is watched: its deployments, tasks and targets, as they were read.

export interface Service {
  readonly arn: string
  readonly status: string
  /** The revision of the PRIMARY deployment. */
  readonly taskDefinition: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly targetGroupArn?: string
  readonly graceSeconds: number
  readonly deployments: readonly Deployment[]
  /** ARN of the service deployment in progress or the last one, where the API tells (F2.5). */
  readonly currentServiceDeployment?: string
  /** Newest first, at most 100. */
  readonly events: readonly ServiceEvent[]
}

export interface ServiceEvent {
  readonly id: string
  readonly time: Date
  readonly message: string
}

export interface Deployment {
  /** `ecs-svc/<digits>`. */
  readonly id: string
  readonly status: string
  readonly rolloutState: 'in-progress' | 'completed' | 'failed' | 'unknown'
  readonly reason?: string
  readonly taskDefinition: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly failedTasks: number
}

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
  readonly stage?: string
  readonly taskDefinition?: string
  readonly failures?: { readonly count: number; readonly threshold: number }
}

export interface Task {
  readonly arn: string
  readonly taskDefinition: string
  /** Deployment id for a task of a service. */
  readonly startedBy?: string
  readonly lastStatus: string
  readonly desiredStatus: string
  readonly health: 'healthy' | 'unhealthy' | 'unknown'
  readonly stopCode?: string
  readonly stoppedReason?: string
  readonly createdAt?: Date
  readonly startedAt?: Date
  readonly stoppedAt?: Date
  /** Private IPv4 addresses of the task's network interface. */
  readonly addresses: readonly string[]
  readonly containers: readonly Container[]
}

export interface Container {
  readonly name: string
  readonly exitCode?: number
  readonly reason?: string
  readonly health: 'healthy' | 'unhealthy' | 'unknown'
}

export interface Target {
  readonly address: string
  readonly port: number
  /** As ELB says it: initial, healthy, unhealthy, unused, draining, unavailable. */
  readonly state: string
  readonly reason?: string
  readonly description?: string
}
