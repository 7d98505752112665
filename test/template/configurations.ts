// One configuration for each option, and one with everything on, with the documents that are made of them.
import type { Config, Strategy } from '../../src/model/config.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { namesOf } from '../../src/model/names.ts'
import { secretsWanted } from '../../src/model/revision.ts'
import type { Site } from '../../src/model/site.ts'
import { platformRequest } from '../../src/template/platform.ts'
import { serviceRequest } from '../../src/template/service.ts'
import { taskDefinition } from '../../src/template/task.ts'
import { certificateArn, domain, image, outputs, plain, region, site, withDomain, zones } from './example.ts'

export interface Configuration {
  readonly config: Config
  readonly site?: Site
}

const only = (change: Partial<Config>): Configuration => ({ config: { ...plain, ...change } })
const withTask = (change: Partial<Config['task']>): Configuration => only({ task: { ...plain.task, ...change } })
const withRollout = (change: Partial<Config['rollout']>): Configuration =>
  only({ rollout: { ...plain.rollout, ...change } })
const withStrategy = (strategy: Strategy): Configuration =>
  withRollout({ strategy, alarms: { use: 'some', own: true, names: [] } })
const withBalancer = (change: Partial<Config['balancer']>): Configuration =>
  only({ balancer: { ...plain.balancer, ...change } })

const secrets = {
  API_KEY: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/api-AbCdEf:key::',
  DATABASE_URL: '/shop/database-url'
}
const taskPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::shop-pictures/*' }]
}
const checked: Pick<Config, 'architecture' | 'health' | 'task'> = {
  architecture: 'arm64',
  health: { ...plain.health, path: '/healthz', codes: '200', intervalSeconds: 5, graceSeconds: 330 },
  task: {
    ...plain.task,
    cpu: 1024,
    memory: 2048,
    containerPort: 5000,
    env: { GREETING: 'a = "b" für ☕', MODE: 'production' },
    secrets,
    containerHealthCommand: 'curl -f http://localhost:5000/healthz || exit 1',
    startPeriodSeconds: 300,
    stopTimeoutSeconds: 60
  }
}
const overrides: Config['overrides'] = {
  platform: {
    Resources: {
      LoadBalancer: {
        Properties: { LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '120' }] }
      },
      Repository: { Properties: { ImageScanningConfiguration: null } }
    }
  },
  service: {
    Parameters: { Grace: { Type: 'Number', Default: 90 } },
    Resources: {
      Service: { Properties: { EnableExecuteCommand: true, HealthCheckGracePeriodSeconds: { Ref: 'Grace' } } }
    },
    Outputs: { ServiceArn: { Description: 'For the dashboards' } }
  },
  taskDefinition: {
    containerDefinitions: [
      { name: 'shop-container', readonlyRootFilesystem: true },
      { name: 'sidecar', image: '${RepositoryUri}:sidecar', essential: false }
    ]
  }
}

const identity = { ...plain.identity, permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/at-most' }

export const configurations = {
  plain: only({}),
  domain: { config: withDomain, site },
  'domain-without-www': {
    config: { ...plain, frontDoor: { ...domain, www: false } },
    site: { ...site, names: ['shop.example'] }
  },
  'dns-elsewhere': {
    config: { ...plain, frontDoor: { ...domain, hostedZone: { do: 'none' }, certificateArn } },
    site: { names: site.names, url: site.url }
  },
  'health-secrets-env': only(checked),
  'logs-never': only({ logs: { retentionDays: 'never', failureLines: 0 }, tags: { team: 'checkout' } }),
  'waf-managed': withBalancer({ waf: { use: 'managed', mode: 'block' } }),
  'waf-count': withBalancer({ waf: { use: 'managed', mode: 'count' } }),
  'waf-given': withBalancer({
    waf: { use: 'given', arn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/team/6a1f' }
  }),
  'deletion-protection': withBalancer({ deletionProtection: true }),
  'vpc-given': only({
    network: {
      use: 'given',
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      ingress: 'alb-only'
    }
  }),
  'ingress-public': only({ network: { ...plain.network, ingress: 'public' } }),
  'ingress-all-traffic': only({ network: { ...plain.network, ingress: 'all-traffic' } }),
  'cluster-given': only({
    cluster: { arn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/apps', containerInsights: 'disabled' }
  }),
  'container-insights': only({ cluster: { containerInsights: 'enhanced' } }),
  'roles-given': withTask({
    executionRoleArn: 'arn:aws:iam::123456789012:role/starts',
    taskRoleArn: 'arn:aws:iam::123456789012:role/runs',
    secrets
  }),
  'task-policy': withTask({ taskPolicy }),
  'permissions-boundary': only({ identity }),
  'registry-credentials': withTask({ registryCredentials: 'ghcr-login' }),
  'ephemeral-storage': withTask({ ephemeralStorageGib: 50 }),
  scaling: only({
    scaling: {
      minTasks: 2,
      maxTasks: 4,
      cpuTargetPercent: 60,
      scaleOutCooldownSeconds: 30,
      scaleInCooldownSeconds: 600
    }
  }),
  'alarm-rolling': withRollout({ alarms: { use: 'some', own: true, names: [] } }),
  'alarms-named': withRollout({ alarms: { use: 'some', own: false, names: ['shop-latency', 'shop-errors'] } }),
  'blue-green': withStrategy({ kind: 'blue-green', bakeMinutes: 5 }),
  canary: withStrategy({ kind: 'canary', canaryPercent: 10, bakeMinutes: 5 }),
  linear: withStrategy({ kind: 'linear', stepPercent: 20, bakeMinutes: 5 }),
  overrides: only({ overrides }),
  everything: {
    config: {
      ...plain,
      ...checked,
      tags: { team: 'checkout' },
      overrides,
      identity,
      repository: 'team/shop',
      task: { ...checked.task, taskPolicy, registryCredentials: 'ghcr-login', ephemeralStorageGib: 50 },
      rollout: {
        ...plain.rollout,
        strategy: { kind: 'canary', canaryPercent: 10, bakeMinutes: 5 },
        alarms: { use: 'some', own: true, names: [] }
      },
      network: { ...plain.network, ingress: 'public' },
      cluster: { containerInsights: 'enabled' },
      balancer: { deletionProtection: true, waf: { use: 'managed', mode: 'count' } },
      frontDoor: { ...domain, evaluateTargetHealth: false }
    },
    site
  }
} as const satisfies Readonly<Record<string, Configuration>>

/** As they are sent: the templates as texts, whose size counts. */
export function requestsOf({ config, site }: Configuration) {
  const place = { region, ...(site && { site }) }
  return {
    platform: platformRequest(config, { ...place, zones, secrets: secretsWanted(config) }),
    service: serviceRequest(config, { ...place, outputs })
  }
}

export interface Documents {
  readonly platform: JsonObject
  readonly service: JsonObject
  readonly taskDefinition: JsonObject
  /** Parameters and tags by the stack's name. */
  readonly stacks: JsonObject
}

export function documentsOf(configuration: Configuration): Documents {
  const { config } = configuration
  const { platform, service } = requestsOf(configuration)
  const names = namesOf(config)
  return {
    platform: JSON.parse(platform.body) as JsonObject,
    service: JSON.parse(service.body) as JsonObject,
    taskDefinition: taskDefinition(config, { region, image, outputs }),
    stacks: {
      [names.platformStack]: { parameters: platform.parameters, tags: platform.tags },
      [names.serviceStack]: { parameters: service.parameters, tags: service.tags }
    }
  }
}
