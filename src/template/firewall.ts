// The web ACL before the load balancer (F1.9).
import type { BalancerConfig } from '../model/config.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { readPart } from './part.ts'

export function firewall({ waf }: BalancerConfig): readonly JsonObject[] {
  if (waf.use === 'none') return []
  const association = readPart(new URL('../../templates/platform/waf-association.yml', import.meta.url))
  if (waf.use === 'given') return [association]
  const acl = readPart(new URL('../../templates/platform/waf.yml', import.meta.url))
  return [waf.mode === 'count' ? counting(acl) : acl, association]
}

/** What the rule groups would block is only counted, so that a team can look before it blocks. */
const counting = (acl: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(acl), (key, value: Json) =>
    key === 'OverrideAction' ? { Count: {} } : value
  ) as JsonObject
