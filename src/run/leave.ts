// Takes a region out of DNS before what serves there goes, so that nobody is sent to what is gone (docs/decisions/0018).
import { mapOf, type JsonObject } from '../model/json.ts'
import { namesOf } from '../model/names.ts'
import type { Step } from '../model/progress.ts'
import { siteOf } from '../model/site.ts'
import type { StackState } from '../model/stack.ts'
import { pause } from './poll.ts'
import type { Asking } from './prepare.ts'
import { awaitStack } from './settle.ts'
import { applyStack } from './stack.ts'
import type { World } from './world.ts'

/** As long as a resolver may go on sending visitors to a record that is gone (F8.2). */
const cachedMs = 90_000

/**
 * While other regions serve the same names, the records go alone and the rest waits until nobody is sent here any more.
 * Where this is the last region they go with the stack, which removes them before the service.
 */
export async function* leaveDns(asking: Asking, world: World): Step<void> {
  const state = yield* awaitStack(asking.current.serviceStack, world, 'service')
  if (state.at !== 'settled') return
  // A run that was killed may have left DNS a moment ago.
  if (state.outputs.Fingerprint !== withoutRecords && !(yield* removeRecords(asking, state, world))) return
  yield {
    at: 'changed',
    stage: 'service',
    text: `waiting ${cachedMs / 1000} s until resolvers have forgotten this region`
  }
  await pause(cachedMs, world)
  yield { at: 'finished', stage: 'service', text: 'no visitor is sent here any more' }
}

/** The fingerprint of a stack without its records: a deployment that comes after all sees that they are to be made again. */
const withoutRecords = 'without records'

/** @returns false where this is the last region, or none of its records is there. */
async function* removeRecords(
  { config, current }: Asking,
  { parameters }: Extract<StackState, { readonly at: 'settled' }>,
  world: World
): Step<boolean> {
  const { records: dns, stacks } = world.aws
  const zone = current.hostedZone
  const site = siteOf(config, zone)
  if (!site || !zone) return false
  const records = (await Promise.all(site.names.map((name) => dns.find(zone.id, name)))).flat()
  const own = `${config.name}-${current.region}`
  if (records.every(({ setIdentifier }) => setIdentifier === undefined || setIdentifier === own)) return false
  const { serviceStack: name } = namesOf(config)
  const body = bodyWithoutRecords(await stacks.template(name))
  if (body === undefined) return false
  yield { at: 'started', stage: 'service', title: `Leave DNS: ${site.names.join(', ')}` }
  const request = { name, body, parameters, tags: await stacks.tags(name), fingerprint: withoutRecords }
  yield* applyStack({ do: 'apply', change: 'UPDATE', request }, world, { stage: 'service' })
  return true
}

/** @returns undefined where there is none to take out. */
function bodyWithoutRecords(body: string): string | undefined {
  const template = JSON.parse(body) as JsonObject
  const all = Object.entries(mapOf(template.Resources))
  const others = all.filter(([, resource]) => mapOf(resource).Type !== 'AWS::Route53::RecordSet')
  if (others.length === all.length) return undefined
  return JSON.stringify({
    ...template,
    Resources: Object.fromEntries(others),
    Outputs: { ...mapOf(template.Outputs), Fingerprint: { Value: withoutRecords } }
  })
}
