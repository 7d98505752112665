// The service stack: what a release touches. Its parameters are called as the platform's outputs that feed them.
import { namesOf, type Config } from '../model/config.ts'
import type { JsonObject } from '../model/json.ts'
import type { Site } from '../model/site.ts'
import type { StackRequest } from '../model/stack.ts'
import { missingOutput, type Outputs } from './output.ts'
import { joinParts, readPart } from './part.ts'
import { stackRequest, stackTags } from './stack.ts'

export interface ServiceFacts {
  readonly region: string
  /** With a domain. */
  readonly site?: Site
  /** Of the platform stack. */
  readonly outputs: Outputs
}

/** @throws Failure that names the output which is missing. */
export function serviceRequest(config: Config, { region, site, outputs }: ServiceFacts): StackRequest {
  const names = namesOf(config)
  const template = joinParts([...service(site), ...records(site)], {
    Name: config.name,
    ServiceName: names.service,
    Family: names.family,
    ContainerName: names.container,
    ContainerPort: config.task.containerPort,
    FailureThreshold: config.rollout.failureThreshold,
    ...healthSettings(config),
    ...siteSettings(config, site)
  })
  return stackRequest({
    name: names.serviceStack,
    description: `What a release of ${config.name} touches: service, target group, rule, records`,
    template,
    parameters: { ...outputs, ...(site?.zone && { HostedZoneId: site.zone.id }) },
    missing: (output) =>
      missingOutput({ output, stack: names.platformStack, region, neededBy: `stack ${names.serviceStack}` }),
    tags: stackTags(config, names.serviceStack)
  })
}

const service = (site: Site | undefined): readonly JsonObject[] => [
  readPart(new URL('../../templates/service/target-group.yml', import.meta.url)),
  site
    ? readPart(new URL('../../templates/service/rule-https.yml', import.meta.url))
    : readPart(new URL('../../templates/service/rule-http.yml', import.meta.url)),
  readPart(new URL('../../templates/service/service.yml', import.meta.url))
]

/** None when DNS is elsewhere. */
function records(site: Site | undefined): readonly JsonObject[] {
  if (!site?.zone) return []
  const apex = readPart(new URL('../../templates/service/record-apex.yml', import.meta.url))
  if (site.names.length === 1) return [apex]
  return [apex, readPart(new URL('../../templates/service/record-www.yml', import.meta.url))]
}

const healthSettings = ({ health }: Config) => ({
  HealthCheckPath: health.path,
  HealthCheckCodes: health.codes,
  HealthCheckIntervalSeconds: health.intervalSeconds,
  // Below the interval (F1.7), whose smallest value is 5.
  HealthCheckTimeoutSeconds: Math.min(5, health.intervalSeconds - 1),
  HealthCheckGraceSeconds: health.graceSeconds,
  // Attributes are texts.
  DeregistrationDelaySeconds: String(health.deregistrationDelaySeconds)
})

function siteSettings({ frontDoor }: Config, site: Site | undefined) {
  if (!site || frontDoor.at !== 'domain') return {}
  const [domain, www] = site.names
  return {
    Domain: domain,
    ...(www !== undefined && { WwwDomain: www }),
    EvaluateTargetHealth: frontDoor.evaluateTargetHealth
  }
}
