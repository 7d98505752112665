// Takes a region out of DNS before what serves there goes, so that nobody is sent to what is gone (docs/decisions/0018).
import type { Situation } from '../../model/plan.ts'
import { mapOf, type Json, type JsonObject } from '../../model/json.ts'
import { namesOf, setIdentifierOf } from '../../model/names.ts'
import type { Step } from '../../model/progress.ts'
import type { StackState } from '../../model/stack.ts'
import { pause } from '../poll.ts'
import { awaitStack } from '../stack/settle.ts'
import { applyStack } from '../stack/stack.ts'
import type { World } from '../world.ts'

/** As long as a resolver may go on sending visitors to a record that is gone (F8.2). */
const cachedMs = 90_000

/**
 * While other regions serve the same names, the records go alone and the rest waits until nobody is sent here any more.
 * Where this is the last region they go with the stack, which removes them before the service.
 */
export async function* leaveDns(asking: Situation, world: World): Step<void> {
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

/**
 * By what the stack says: who removes it need not name the domain.
 * @returns false where this is the last region, or none of its records is there.
 */
async function* removeRecords(
  { config, current }: Situation,
  { parameters }: Extract<StackState, { readonly at: 'settled' }>,
  world: World
): Step<boolean> {
  const { records: dns, stacks } = world.aws
  const { serviceStack: name } = namesOf(config)
  const { HostedZoneId: zone } = parameters
  if (zone === undefined) return false
  const { body, names } = withoutThem(await stacks.template(name))
  const records = (await Promise.all(names.map((each) => dns.find(zone, each)))).flat()
  const own = setIdentifierOf(config, current.region)
  if (records.every(({ setIdentifier }) => setIdentifier === undefined || setIdentifier === own)) return false
  yield { at: 'started', stage: 'service', title: `Leave DNS: ${names.join(', ')}` }
  const request = { name, body, parameters, tags: await stacks.tags(name), fingerprint: withoutRecords }
  yield* applyStack({ do: 'apply', change: 'UPDATE', request }, world, { stage: 'service' })
  return true
}

/** The template, and the names whose records were taken out of it. */
function withoutThem(body: string): { readonly body: string; readonly names: readonly string[] } {
  const template = JSON.parse(body) as JsonObject
  const all = Object.entries(mapOf(template.Resources))
  const isRecord = (resource: Json): boolean => mapOf(resource).Type === 'AWS::Route53::RecordSet'
  return {
    body: JSON.stringify({
      ...template,
      Resources: Object.fromEntries(all.filter(([, resource]) => !isRecord(resource))),
      Outputs: { ...mapOf(template.Outputs), Fingerprint: { Value: withoutRecords } }
    }),
    names: all.flatMap(([, resource]) => {
      const { Name } = mapOf(mapOf(resource).Properties)
      return isRecord(resource) && typeof Name === 'string' ? [Name] : []
    })
  }
}
