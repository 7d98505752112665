// Settings without mistakes, made into the Config that the rest of the run knows.
import type {
  BalancerConfig,
  Config,
  HealthConfig,
  Identity,
  ImageSource,
  NetworkConfig,
  TaskConfig
} from '../../model/config.ts'
import type { ScanGate } from '../../model/scan.ts'
import type { FrontDoor } from '../../model/front-door.ts'
import { reduceTagValue } from '../../model/release-record.ts'
import type { GitHubRequest } from '../github/announce.ts'
import { graceAsked, appNameOf } from './defaults.ts'
import type { Surroundings } from '../agreements/rule.ts'
import { alarmsOf, strategyOf } from './strategy.ts'
import { present } from '../../model/present.ts'
import { reduceSessionName } from '../rules/name.ts'
import type { Values } from '../settings/all.ts'

export function githubOf(values: Partial<Values>, surroundings: Surroundings): GitHubRequest {
  return {
    ...present({ token: values['github-token'] }),
    environment: values['github-environment'] ?? appNameOf(values, surroundings) ?? ''
  }
}

/** Called when no mistake was found, so there is a name. */
export function compose(values: Values, surroundings: Surroundings, region: string): Config {
  const name = appNameOf(values, surroundings) ?? ''
  return {
    command: values.command,
    name,
    region,
    timeoutMinutes: values['timeout-minutes'],
    forceNewDeployment: values['force-new-deployment'],
    ...present({ to: values.to }),
    keepImages: values['keep-images'],
    allowReplacement: values['allow-replacement'],
    terminationProtection: values['termination-protection'],
    overrides: values.overrides ?? {},
    tags: Object.fromEntries(Object.entries(values.tags ?? {}).map(([key, value]) => [key, reduceTagValue(value)])),
    identity: identityOf(values, surroundings),
    source: imageSourceOf(values),
    architecture: values.architecture,
    repository: values.repository ?? name,
    scanGate: scanGateOf(values),
    task: taskOf(values),
    health: healthOf(values, name),
    rollout: {
      strategy: strategyOf(values),
      alarms: alarmsOf(values),
      failureThreshold: values['failure-threshold'],
      failFast: values['fail-fast'],
      onCancel: values['on-cancel'],
      waves: values.waves,
      onRegionFailure: values['on-region-failure']
    },
    scaling: {
      minTasks: values['min-tasks'],
      maxTasks: values['max-tasks'],
      cpuTargetPercent: values['cpu-target-percent'],
      scaleOutCooldownSeconds: values['scale-out-cooldown-seconds'],
      scaleInCooldownSeconds: values['scale-in-cooldown-seconds']
    },
    network: networkOf(values),
    cluster: { ...present({ arn: values['cluster-arn'] }), containerInsights: values['container-insights'] },
    balancer: balancerOf(values),
    frontDoor: frontDoorOf(values),
    logs: {
      retentionDays: values['log-retention-days'] === 'never' ? 'never' : Number(values['log-retention-days']),
      failureLines: values['failure-log-lines']
    }
  }
}

function identityOf(values: Values, { runId }: Surroundings): Identity {
  return {
    roleSessionName: values['role-session-name'] ?? reduceSessionName(`slipway-${runId ?? 'local'}`),
    audience: values.audience,
    ...present({
      roleToAssume: values['role-to-assume'],
      cloudFormationRoleArn: values['cloudformation-role-arn'],
      permissionsBoundaryArn: values['permissions-boundary-arn']
    })
  }
}

function imageSourceOf(values: Values): ImageSource {
  const { image, dockerfile, target } = values
  const imageTag = present({ imageTag: values['image-tag'] })
  if (image !== undefined) return { from: 'image', image, ...imageTag }
  return {
    from: 'build',
    context: values.context,
    ...present({ dockerfile, target }),
    buildArgs: values['build-args'] ?? {},
    buildSecrets: values['build-secrets'] ?? {},
    ...imageTag,
    rebuild: values.rebuild
  }
}

const gates = { critical: 'CRITICAL', high: 'HIGH', medium: 'MEDIUM' } as const

function scanGateOf(values: Values): ScanGate {
  const from = values['scan-gate']
  return from === 'none' ? { at: 'open' } : { at: 'shut', from: gates[from], waitMinutes: values['scan-wait-minutes'] }
}

function taskOf(values: Values): TaskConfig {
  return {
    cpu: values.cpu,
    memory: values.memory,
    containerPort: values['container-port'],
    env: values.env ?? {},
    secrets: values.secrets ?? {},
    startPeriodSeconds: values['start-period-seconds'],
    stopTimeoutSeconds: values['stop-timeout-seconds'],
    ...present({
      registryCredentials: values['registry-credentials'],
      taskPolicy: values['task-policy'],
      executionRoleArn: values['execution-role-arn'],
      taskRoleArn: values['task-role-arn'],
      containerHealthCommand: values['container-health-command'],
      ephemeralStorageGib: values['ephemeral-storage-gib']
    })
  }
}

function healthOf(values: Values, name: string): HealthConfig {
  return {
    path: values['health-check-path'],
    codes: values['health-check-codes'],
    intervalSeconds: values['health-check-interval-seconds'],
    ...graceAsked(values, name),
    deregistrationDelaySeconds: values['deregistration-delay-seconds']
  }
}

function frontDoorOf(values: Values): FrontDoor {
  const { domain, www } = values
  if (domain === undefined) return { at: 'load-balancer' }
  const zone = values['hosted-zone-id']
  return {
    at: 'domain',
    domain,
    www: www ?? 'zone-apex',
    hostedZone: zone === undefined ? { do: 'find' } : zone === 'none' ? { do: 'none' } : { do: 'use', id: zone },
    ...present({ certificateArn: values['certificate-arn'] }),
    evaluateTargetHealth: values['evaluate-target-health'] ?? values.strategy === 'rolling',
    adoptRecords: values['adopt-records']
  }
}

function networkOf(values: Values): NetworkConfig {
  const ingress = values['task-ingress']
  const vpcId = values['vpc-id']
  if (vpcId === undefined) return { use: 'own', vpcCidr: values['vpc-cidr'], ingress }
  return { use: 'given', vpcId, subnetIds: values['subnet-ids'] ?? [], ingress }
}

function balancerOf(values: Values): BalancerConfig {
  const { waf } = values
  return {
    deletionProtection: values['deletion-protection'],
    waf:
      waf === 'none'
        ? { use: 'none' }
        : waf === 'managed'
          ? { use: 'managed', mode: values['waf-mode'] }
          : { use: 'given', arn: waf }
  }
}
