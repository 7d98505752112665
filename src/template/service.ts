// The service stack: what a release touches. Its parameters are called as the platform's outputs that feed them.
import type { Config } from '../model/config.ts'
import type { JsonObject } from '../model/json.ts'
import { namesOf } from '../model/names.ts'
import { checkTimeoutSeconds } from '../model/overridden.ts'
import { present } from '../model/present.ts'
import type { Site } from '../model/site.ts'
import type { Outputs, StackRequest } from '../model/stack.ts'
import { missingOutput } from './output.ts'
import { overrideTemplate } from './override.ts'
import { joinParts, readPart } from './part.ts'
import { stackRequest, stackTags } from './stack.ts'
import { shapeOf, strategyConstants, type Shape } from './strategy.ts'

export interface ServiceSurroundings {
  readonly region: string
  /** With a domain. */
  readonly site?: Site
  /** Of the platform stack. */
  readonly outputs: Outputs
  /** Not what was asked for, but what a change of the strategy goes by: rolling over two groups. */
  readonly between?: boolean
}

/** @throws Failure that names the output which is missing. */
export function serviceRequest(config: Config, surroundings: ServiceSurroundings): StackRequest {
  const { region, site, outputs, between = false } = surroundings
  const names = namesOf(config)
  const shape = shapeOf(config, between)
  const generated = joinParts([...service(config, shape, site), ...records(site)], {
    Name: config.name,
    ServiceName: names.service,
    Family: names.family,
    ContainerName: names.container,
    ContainerPort: config.task.containerPort,
    PermissionsBoundary: config.identity.permissionsBoundaryArn,
    TargetGroupFullName: { 'Fn::GetAtt': ['TargetGroup', 'TargetGroupFullName'] },
    AlternateTargetGroupFullName: { 'Fn::GetAtt': ['AlternateTargetGroup', 'TargetGroupFullName'] },
    ...strategyConstants(config, shape),
    ...scalingConstants(config),
    ...healthConstants(config),
    ...siteConstants(config, site)
  })
  return stackRequest({
    name: names.serviceStack,
    description: `What a release of ${config.name} touches: service, target group, rule, records`,
    template: overrideTemplate(generated, config.overrides.service, 'service'),
    parameters: { ...outputs, ...present({ HostedZoneId: site?.zone?.id }) },
    missing: (output) =>
      missingOutput({ output, stack: names.platformStack, region, neededBy: `stack ${names.serviceStack}` }),
    tags: stackTags(config, names.serviceStack)
  })
}

const service = ({ rollout }: Config, shape: Shape, site: Site | undefined): readonly JsonObject[] => [
  readPart(new URL('../../templates/service/target-group.yml', import.meta.url)),
  ...(shape.twoGroups ? twoGroups(site) : [rule(site)]),
  ...(rollout.alarms.use === 'some' && rollout.alarms.own ? [alarm(shape)] : []),
  readPart(new URL('../../templates/service/service.yml', import.meta.url)),
  readPart(new URL('../../templates/service/scaling.yml', import.meta.url))
]

const rule = (site: Site | undefined): JsonObject =>
  site
    ? readPart(new URL('../../templates/service/rule-https.yml', import.meta.url))
    : readPart(new URL('../../templates/service/rule-http.yml', import.meta.url))

const twoGroups = (site: Site | undefined): readonly JsonObject[] => [
  readPart(new URL('../../templates/service/alternate-target-group.yml', import.meta.url)),
  readPart(new URL('../../templates/service/infrastructure-role.yml', import.meta.url)),
  site
    ? readPart(new URL('../../templates/service/rules-https.yml', import.meta.url))
    : readPart(new URL('../../templates/service/rules-http.yml', import.meta.url))
]

const alarm = ({ twoGroups }: Shape): JsonObject =>
  twoGroups
    ? readPart(new URL('../../templates/service/alarm-both.yml', import.meta.url))
    : readPart(new URL('../../templates/service/alarm.yml', import.meta.url))

/** None when DNS is elsewhere. */
function records(site: Site | undefined): readonly JsonObject[] {
  if (!site?.zone) return []
  const apex = readPart(new URL('../../templates/service/record-apex.yml', import.meta.url))
  if (site.names.length === 1) return [apex]
  return [apex, readPart(new URL('../../templates/service/record-www.yml', import.meta.url))]
}

const healthConstants = ({ health, overrides }: Config) => ({
  HealthCheckPath: health.path,
  HealthCheckCodes: health.codes,
  HealthCheckIntervalSeconds: health.intervalSeconds,
  HealthCheckTimeoutSeconds: checkTimeoutSeconds(overrides, health.intervalSeconds),
  HealthCheckGraceSeconds: health.graceSeconds,
  // Attributes are texts.
  DeregistrationDelaySeconds: String(health.deregistrationDelaySeconds)
})

const scalingConstants = ({ name, scaling }: Config) => ({
  ScalingPolicyName: `${name}-scaling-policy`,
  MinTasks: scaling.minTasks,
  MaxTasks: scaling.maxTasks,
  CpuTargetPercent: scaling.cpuTargetPercent,
  ScaleOutCooldownSeconds: scaling.scaleOutCooldownSeconds,
  ScaleInCooldownSeconds: scaling.scaleInCooldownSeconds
})

function siteConstants({ frontDoor }: Config, site: Site | undefined) {
  if (!site || frontDoor.at !== 'domain') return {}
  const [domain, www] = site.names
  return {
    Domain: domain,
    ...present({ WwwDomain: www }),
    EvaluateTargetHealth: frontDoor.evaluateTargetHealth
  }
}
