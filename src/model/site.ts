// The names that a site answers to, once its hosted zone is known.
import type { Config } from './config.ts'
import type { HostedZone } from './plan.ts'
import { present } from './present.ts'

export interface Site {
  /** Domain first, then `www.` of it when it is served. */
  readonly names: readonly [string, ...string[]]
  /** Absent: no records by us. */
  readonly zone?: HostedZone
  readonly url: string
}

export function siteOf({ frontDoor }: Config, zone: HostedZone | undefined): Site | undefined {
  if (frontDoor.at === 'load-balancer') return undefined
  const { domain } = frontDoor
  const www = frontDoor.www === 'zone-apex' ? zone?.name === domain : frontDoor.www
  return {
    names: www ? [domain, `www.${domain}`] : [domain],
    ...present({ zone }),
    url: `https://${domain}`
  }
}
