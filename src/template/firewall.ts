// The web ACL before the load balancer (F1.9).
import type { BalancerConfig } from '../model/config.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { readPart } from './part.ts'

export function firewall({ waf }: BalancerConfig): readonly JsonObject[] {
  if (waf.use === 'none') return []
  const association = readPart(new URL('../../templates/platform/waf-association.yml', import.meta.url))
  if (waf.use === 'given') return [association]
  const acl = readPart(new URL('../../templates/platform/waf.yml', import.meta.url))
  return [waf.mode === 'count' ? counting(acl) : acl, association]
}

/** What the rule groups would block is only counted, so that a team can look before it blocks. */
function counting<T extends Json>(value: T): T
function counting(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => counting(item))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'OverrideAction' ? { Count: {} } : counting(inner)])
  )
}
