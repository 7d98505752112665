// Settings without mistakes, made into the Config that the rest of the run knows.
import type { Config, FrontDoor, Identity, ImageSource } from '../model/config.ts'
import type { Surroundings } from './parse.ts'
import { graceOf } from './rules/fargate.ts'
import { reduceName, reduceSessionName, reduceTagValue } from './rules/name.ts'
import type { Values } from './settings/all.ts'

type Some = Partial<Values>

/** Absent settings, where no constant is the default. */
export const nameOf = (values: Some, { repository }: Surroundings): string | undefined =>
  values.name ?? (repository === undefined ? undefined : reduceName(repository.split('/').at(-1) ?? ''))

export const regionsOf = (values: Some, { region }: Surroundings): readonly string[] =>
  values.regions?.length ? values.regions : region === undefined ? [] : [region]

/** Called when no mistake was found, so name and region are there. */
export function compose(values: Values, surroundings: Surroundings): Config {
  const name = nameOf(values, surroundings) ?? ''
  const [region = ''] = regionsOf(values, surroundings)
  const startPeriodSeconds = values['start-period-seconds']
  const intervalSeconds = values['health-check-interval-seconds']
  const command = values['container-health-command']
  return {
    command: values.command,
    name,
    regions: [region],
    timeoutMinutes: values['timeout-minutes'],
    forceNewDeployment: values['force-new-deployment'],
    allowReplacement: false,
    overrides: {},
    tags: Object.fromEntries(Object.entries(values.tags ?? {}).map(([key, value]) => [key, reduceTagValue(value)])),
    identity: identityOf(values, surroundings),
    source: sourceOf(values),
    architecture: values.architecture,
    repository: values.repository ?? name,
    task: {
      cpu: values.cpu,
      memory: values.memory,
      containerPort: values['container-port'],
      env: values.env ?? {},
      secrets: values.secrets ?? {},
      ...(command !== undefined && { containerHealthCommand: command }),
      startPeriodSeconds,
      stopTimeoutSeconds: values['stop-timeout-seconds']
    },
    health: {
      path: values['health-check-path'],
      codes: values['health-check-codes'],
      intervalSeconds,
      graceSeconds: values['health-check-grace-seconds'] ?? graceOf(startPeriodSeconds, intervalSeconds).seconds,
      deregistrationDelaySeconds: values['deregistration-delay-seconds']
    },
    rollout: {
      strategy: { kind: 'rolling' },
      alarms: { use: 'none' },
      failureThreshold: values['failure-threshold'],
      onCancel: values['on-cancel']
    },
    scaling: {
      minTasks: 1,
      maxTasks: 10,
      cpuTargetPercent: 80,
      scaleOutCooldownSeconds: 60,
      scaleInCooldownSeconds: 300
    },
    network: { use: 'own', vpcCidr: values['vpc-cidr'], ingress: 'alb-only' },
    cluster: { containerInsights: 'disabled' },
    balancer: { deletionProtection: false, waf: { use: 'none' } },
    frontDoor: frontDoorOf(values),
    logs: {
      retentionDays: values['log-retention-days'] === 'never' ? 'never' : Number(values['log-retention-days']),
      failureLines: values['failure-log-lines']
    }
  }
}

function identityOf(values: Values, { runId }: Surroundings): Identity {
  const role = values['role-to-assume']
  return {
    ...(role !== undefined && { roleToAssume: role }),
    roleSessionName: values['role-session-name'] ?? reduceSessionName(`slipway-${runId ?? 'local'}`),
    audience: values.audience
  }
}

function sourceOf(values: Values): ImageSource {
  const { image, dockerfile, target } = values
  const tag = values['image-tag']
  const imageTag = tag === undefined ? {} : { imageTag: tag }
  if (image !== undefined) return { from: 'image', image, ...imageTag }
  return {
    from: 'build',
    context: values.context,
    ...(dockerfile !== undefined && { dockerfile }),
    ...(target !== undefined && { target }),
    buildArgs: values['build-args'] ?? {},
    buildSecrets: values['build-secrets'] ?? {},
    ...imageTag,
    rebuild: values.rebuild
  }
}

function frontDoorOf(values: Values): FrontDoor {
  const { domain, www } = values
  if (domain === undefined) return { at: 'load-balancer' }
  const zone = values['hosted-zone-id']
  const certificate = values['certificate-arn']
  return {
    at: 'domain',
    domain,
    www: www ?? 'zone-apex',
    hostedZone: zone === undefined ? { do: 'find' } : zone === 'none' ? { do: 'none' } : { do: 'use', id: zone },
    ...(certificate !== undefined && { certificateArn: certificate }),
    evaluateTargetHealth: values['evaluate-target-health']
  }
}
