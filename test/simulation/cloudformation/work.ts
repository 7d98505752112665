// What CloudFormation does with one resource: makes it, changes it, deletes it, and says so.
import type { JsonObject } from '../../../src/model/json.ts'
import type { Task } from './perform.ts'
import { resolveIn, say, secondsOf, task, trouble, type Place } from './place.ts'
import { chosenName, identify, type ChosenName } from './resource.ts'
import type { Made } from './stack.ts'
import type { Resource } from './template.ts'
import { customNamed, exists } from './text.ts'

/** What a type does beside taking its time. */
export interface Handler {
  readonly create?: (work: Work) => void
  readonly update?: (work: Work) => void
  readonly remove?: (work: Work) => void
}

export interface Work {
  readonly properties: JsonObject
  readonly before: JsonObject
  readonly done: () => void
  readonly fail: (reason: string) => void
}

export function create(place: Place, resource: Resource, replaces?: Made): Task {
  const { cloud, stack } = place
  const { logicalId } = resource
  const word = replaces ? 'UPDATE' : 'CREATE'
  return task(place, resource, word, (end) => {
    const properties = resolveIn(place, resource)
    const chosen = chosenName(resource.type, properties)
    const isTaken = chosen !== undefined && cloud.account.names.has(chosen.key)
    const adopts = isTaken && resource.retained && !replaces
    say(place, resource, {
      status: adopts ? 'IMPORT_IN_PROGRESS' : `${word}_IN_PROGRESS`,
      ...(replaces && {
        reason: 'Requested update requires the creation of a new physical resource; hence creating one.'
      })
    })
    const reason = isTaken && !adopts ? taken(resource, chosen, replaces) : trouble(place, resource, 'CREATE')
    if (reason !== undefined) {
      end.fail(reason, 0.3)
      return
    }
    const made: Made = {
      resource,
      ...identify(resource, properties, { stack: stack.name, chance: cloud.chance }),
      properties,
      status: `${word}_IN_PROGRESS`
    }
    stack.made.set(logicalId, made)
    if (chosen) cloud.account.names.add(chosen.key)
    if (adopts) {
      end.done('IMPORT_COMPLETE')
      return
    }
    say(place, resource, { status: `${word}_IN_PROGRESS`, reason: 'Resource creation Initiated' })
    const handle = cloud.account.handlers[resource.type]?.create
    if (handle) handle({ properties, before: {}, done: end.done, fail: end.fail })
    else end.done()
  })
}

export function update(place: Place, resource: Resource): Task {
  return task(place, resource, 'UPDATE', (end) => {
    const made = place.stack.made.get(resource.logicalId)
    if (!made) throw new Error(`${resource.logicalId} is not there`)
    say(place, resource, { status: 'UPDATE_IN_PROGRESS' })
    const reason = trouble(place, resource, 'UPDATE')
    if (reason !== undefined) {
      end.fail(reason, 0.3)
      return
    }
    const before = made.properties
    made.properties = resolveIn(place, resource)
    Object.assign(made, { resource })
    const handle = place.cloud.account.handlers[resource.type]?.update
    if (handle) handle({ properties: made.properties, before, done: end.done, fail: end.fail })
    else end.done()
  })
}

/** @param made one that was replaced is no longer what the stack calls by its name. */
export function remove(place: Place, made: Made, kept = made.resource.retained): Task {
  const { cloud, stack } = place
  const { resource } = made
  return task(
    place,
    resource,
    'DELETE',
    (end) => {
      const forget = (): void => {
        if (stack.made.get(resource.logicalId) === made) stack.made.delete(resource.logicalId)
      }
      if (kept) {
        forget()
        end.done('DELETE_SKIPPED', 0)
        return
      }
      say(place, resource, { status: 'DELETE_IN_PROGRESS', physicalId: made.physicalId })
      const reason = trouble(place, resource, 'DELETE')
      if (reason !== undefined) {
        end.fail(reason)
        return
      }
      const done = (): void => {
        const chosen = chosenName(resource.type, made.properties)
        if (chosen) cloud.account.names.delete(chosen.key)
        end.done('DELETE_COMPLETE', 0)
        forget()
      }
      const handle = cloud.account.handlers[resource.type]?.remove
      const work = { properties: made.properties, before: made.properties, done, fail: end.fail }
      cloud.time.after(secondsOf(place, resource, 'DELETE'), () => {
        if (place.operation.over) return
        if (handle) handle(work)
        else done()
      })
    },
    made
  )
}

/** Its own name stands in the way of its replacement (F0.10). */
const taken = ({ type }: Resource, { property, name }: ChosenName, replaces: Made | undefined): string =>
  replaces?.properties[property] === name ? customNamed(name) : exists(type, property, name)
