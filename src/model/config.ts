// What was asked for, checked and complete: every default is filled in, every rule of the inputs holds.
import type { FrontDoor } from './front-door.ts'
import type { JsonObject } from './json.ts'
import type { ScanGate } from './scan.ts'
import type { Several } from './several.ts'
import type { GraceBy, Sum } from './timing.ts'

export type Architecture = 'x86_64' | 'arm64'

/** Of a run: one for each region, in the order in which they were named. They differ in what its region overrides. */
export type Configs = Several<Config>

export interface Config {
  readonly command: 'deploy' | 'plan' | 'rollback' | 'status' | 'destroy' | 'verify'
  readonly name: string
  /** The one that this is for: with several, each has a Config of its own. */
  readonly region: string
  readonly timeoutMinutes: number
  readonly forceNewDeployment: boolean
  /** What `rollback` goes back to: a revision's number, name or ARN, an image tag or a commit; absent: the good one before. */
  readonly to?: string
  /** `destroy` leaves the repository and its images. */
  readonly keepImages: boolean
  /** Changes of a live stack that interrupt service are made instead of refused. */
  readonly allowReplacement: boolean
  /** Of both stacks. */
  readonly terminationProtection: boolean
  /** Tags for every resource, beside our own `slipway:` ones. */
  readonly tags: Readonly<Record<string, string>>
  readonly overrides: Overrides
  readonly identity: Identity
  readonly source: ImageSource
  readonly architecture: Architecture
  /** The ECR repository. */
  readonly repository: string
  readonly scanGate: ScanGate
  readonly task: TaskConfig
  readonly health: HealthConfig
  readonly rollout: RolloutConfig
  readonly scaling: ScalingConfig
  readonly network: NetworkConfig
  readonly cluster: ClusterConfig
  readonly balancer: BalancerConfig
  readonly frontDoor: FrontDoor
  readonly logs: LogConfig
}

/** Merged last over what we generate, in the shape that `npm run template` prints; null removes. */
export interface Overrides {
  /** CloudFormation. */
  readonly platform?: JsonObject
  /** CloudFormation. */
  readonly service?: JsonObject
  /** RegisterTaskDefinition. */
  readonly taskDefinition?: JsonObject
}

export interface Identity {
  /** Absent: the SDK's default chain. */
  readonly roleToAssume?: string
  readonly roleSessionName: string
  readonly audience: string
  /** Passed to CloudFormation, which then makes everything as this role. */
  readonly cloudFormationRoleArn?: string
  /** A managed policy: what the roles that are made may do at most. */
  readonly permissionsBoundaryArn?: string
}

export type ImageSource =
  | {
      readonly from: 'build'
      readonly context: string
      readonly dockerfile?: string
      readonly target?: string
      readonly buildArgs: Readonly<Record<string, string>>
      /** id -> value; the values are secret. */
      readonly buildSecrets: Readonly<Record<string, string>>
      readonly imageTag?: string
      readonly rebuild: boolean
    }
  | { readonly from: 'image'; readonly image: string; readonly imageTag?: string }

export interface TaskConfig {
  readonly cpu: number
  /** MiB. */
  readonly memory: number
  readonly containerPort: number
  readonly env: Readonly<Record<string, string>>
  /** Variable name -> ARN (with an optional JSON key) of a secret or parameter, or a parameter's name. */
  readonly secrets: Readonly<Record<string, string>>
  /** ARN or name of the secret with the login of the private registry that `image` is in. */
  readonly registryCredentials?: string
  /** What the app may do in AWS, an IAM policy document; never with a role that is given. */
  readonly taskPolicy?: JsonObject
  /** One that is there; absent: ours, which may read exactly the secrets. */
  readonly executionRoleArn?: string
  /** One that is there; absent: ours. */
  readonly taskRoleArn?: string
  /** A shell line; absent: no container health check. */
  readonly containerHealthCommand?: string
  readonly startPeriodSeconds: number
  readonly stopTimeoutSeconds: number
  /** Absent: AWS's 20 GiB. */
  readonly ephemeralStorageGib?: number
}

export interface HealthConfig {
  readonly path: string
  /** ALB matcher: `200`, `200,204` or `200-399`. */
  readonly codes: string
  readonly intervalSeconds: number
  /** In which no failed check of a new task counts. */
  readonly graceSeconds: number
  readonly graceBy: GraceBy
  /** What the slowest start that is accepted may need (F5.3). */
  readonly neededGrace: Sum
  readonly deregistrationDelaySeconds: number
}

export interface RolloutConfig {
  readonly strategy: Strategy
  readonly alarms: RollbackAlarms
  /** Failed tasks after which the circuit breaker gives up (F2.6, COUNT). */
  readonly failureThreshold: number
  /** Whether we end a rollout that cannot succeed; otherwise ECS's circuit breaker alone does. */
  readonly failFast: boolean
  readonly onCancel: 'rollback' | 'leave'
  /** Which regions are rolled out to at once; of the run, like the next one. */
  readonly waves: Waves
  readonly onRegionFailure: OnRegionFailure
}

export type Waves = 'first-then-rest' | 'parallel' | 'serial'
/** When a region fails: no further wave is begun; they go on; all go back to what they ran before. */
export type OnRegionFailure = 'stop' | 'continue' | 'rollback-all'

/** `bakeMinutes`: each step's wait and the last one (F1.14). */
export type Strategy =
  | { readonly kind: 'rolling' }
  | { readonly kind: 'blue-green'; readonly bakeMinutes: number }
  | { readonly kind: 'canary'; readonly canaryPercent: number; readonly bakeMinutes: number }
  | { readonly kind: 'linear'; readonly stepPercent: number; readonly bakeMinutes: number }

export type StrategyName = Strategy['kind']

export type RollbackAlarms =
  | { readonly use: 'none' }
  /** `own`: one of ours on the rate of the targets' 5xx answers; `names`: CloudWatch alarms that are there. */
  | { readonly use: 'some'; readonly own: boolean; readonly names: readonly string[] }

export interface ScalingConfig {
  readonly minTasks: number
  readonly maxTasks: number
  readonly cpuTargetPercent: number
  readonly scaleOutCooldownSeconds: number
  readonly scaleInCooldownSeconds: number
}

export type NetworkConfig = { readonly ingress: TaskIngress } & (
  | { readonly use: 'own'; readonly vpcCidr: string }
  /** One that is there: subnets in two zones or more, with a route to the internet (F1.2). */
  | { readonly use: 'given'; readonly vpcId: string; readonly subnetIds: readonly string[] }
)

/** Who reaches the tasks: the load balancer; the internet on the container's port too; the internet on every port. */
export type TaskIngress = 'alb-only' | 'public' | 'all-traffic'

export interface ClusterConfig {
  /** One that is there; absent: ours. */
  readonly arn?: string
  /** Of our own cluster. */
  readonly containerInsights: 'disabled' | 'enabled' | 'enhanced'
}

export interface BalancerConfig {
  readonly deletionProtection: boolean
  readonly waf: Waf
}

export type Waf =
  | { readonly use: 'none' }
  /** Three groups of AWS; `count`: what they would block is only counted. */
  | { readonly use: 'managed'; readonly mode: 'block' | 'count' }
  /** A web ACL that is there. */
  | { readonly use: 'given'; readonly arn: string }

export interface LogConfig {
  readonly retentionDays: number | 'never'
  /** Lines of the failed container's log to show; 0 = only the link. */
  readonly failureLines: number
}
