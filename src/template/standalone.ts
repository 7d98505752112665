// The templates without an account, to read, lint and take away: what only an account knows stays a parameter of a
// template, or a `${Name}` in the task definition.
import type { Config } from '../model/config.ts'
import { mapOf, type JsonObject } from '../model/json.ts'
import type { HostedZone } from '../model/plan.ts'
import { present } from '../model/present.ts'
import { secretsWanted } from '../model/revision.ts'
import { siteOf, type Site } from '../model/site.ts'
import { platformRequest } from './platform.ts'
import { serviceRequest } from './service.ts'
import { templateOf } from './stack.ts'
import { taskDefinition } from './task.ts'

export interface Standalone {
  readonly platform: JsonObject
  readonly service: JsonObject
  readonly taskDefinition: JsonObject
}

/** @throws Failure when the configuration gives no template. */
export function standalone(config: Config): Standalone {
  const { region } = config
  const site = assumedSite(config)
  const known = { region, ...present({ site }) }
  const platform = templateOf(
    platformRequest(config, { ...known, zones: ['ZoneA', 'ZoneB'], secrets: secretsWanted(config) })
  )
  const outputs = Object.fromEntries(Object.keys(mapOf(platform.Outputs)).map((name) => [name, `\${${name}}`]))
  return {
    platform,
    service: templateOf(serviceRequest(config, { ...known, outputs })),
    taskDefinition: taskDefinition(config, { region, image: '${Image}', outputs })
  }
}

/** The types of all that would be made. */
export function typesMade(config: Config): readonly string[] {
  const { platform, service } = standalone(config)
  return [platform, service].flatMap(({ Resources }) =>
    Object.values(mapOf(Resources)).flatMap((resource) => {
      const { Type } = mapOf(resource)
      return typeof Type === 'string' ? [Type] : []
    })
  )
}

/**
 * Only an account tells which zone a domain is in, and so whether `www` is served when nobody said it: a name of two
 * labels is taken for its zone's own name, a longer one for a name within its zone.
 */
function assumedSite(config: Config): Site | undefined {
  const { frontDoor } = config
  if (frontDoor.at === 'load-balancer') return undefined
  const { domain, hostedZone } = frontDoor
  const labels = domain.split('.')
  const zone: HostedZone = { id: '${HostedZoneId}', name: labels.length > 2 ? labels.slice(1).join('.') : domain }
  return siteOf(config, hostedZone.do === 'none' ? undefined : zone)
}
