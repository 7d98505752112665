// What was asked for, checked and complete: every default is filled in, every rule of the inputs holds.

export type Architecture = 'x86_64' | 'arm64'

export interface Config {
  readonly command: 'deploy'
  readonly name: string
  /** One region; several are refused by the parser. */
  readonly regions: readonly [string]
  readonly timeoutMinutes: number
  readonly forceNewDeployment: boolean
  /** Tags for every resource, beside our own `slipway:` ones. */
  readonly tags: Readonly<Record<string, string>>
  readonly identity: Identity
  readonly source: ImageSource
  readonly architecture: Architecture
  /** The ECR repository. */
  readonly repository: string
  readonly task: TaskConfig
  readonly health: HealthConfig
  readonly rollout: RolloutConfig
  readonly network: { readonly vpcCidr: string }
  readonly frontDoor: FrontDoor
  readonly logs: LogConfig
}

export interface Identity {
  /** Absent: the SDK's default chain. */
  readonly roleToAssume?: string
  readonly roleSessionName: string
  readonly audience: string
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
  /** A shell line; absent: no container health check. */
  readonly containerHealthCommand?: string
  readonly startPeriodSeconds: number
  readonly stopTimeoutSeconds: number
}

export interface HealthConfig {
  readonly path: string
  /** ALB matcher: `200`, `200,204` or `200-399`. */
  readonly codes: string
  readonly intervalSeconds: number
  /** Given or computed (F5.3). */
  readonly graceSeconds: number
  readonly deregistrationDelaySeconds: number
}

export interface RolloutConfig {
  /** Failed tasks after which the circuit breaker gives up (F2.6, COUNT). */
  readonly failureThreshold: number
  readonly onCancel: 'rollback' | 'leave'
}

export type FrontDoor =
  | { readonly at: 'load-balancer' }
  | {
      readonly at: 'domain'
      readonly domain: string
      /** `zone-apex`: www is served when the domain is its zone's own name. */
      readonly www: boolean | 'zone-apex'
      /** `find`: the longest matching public zone; `none`: DNS is elsewhere. */
      readonly hostedZone:
        { readonly do: 'find' } | { readonly do: 'none' } | { readonly do: 'use'; readonly id: string }
      readonly certificateArn?: string
      readonly evaluateTargetHealth: boolean
    }

export interface LogConfig {
  readonly retentionDays: number | 'never'
  /** Lines of the failed container's log to show; 0 = only the link. */
  readonly failureLines: number
}

/** Names that people type, and names of the stacks; one place for all of them (docs/decisions/0002). */
export const namesOf = (name: string) => ({
  platformStack: `${name}-platform`,
  serviceStack: `${name}-service`,
  cluster: `${name}-cluster`,
  service: `${name}-service`,
  family: `${name}-app`,
  container: `${name}-container`,
  logGroup: `/ecs/${name}-app`
})
