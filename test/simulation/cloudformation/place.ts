// Where a resource is worked on, and how what is done with it goes on: in its time, and told.
import type { JsonObject } from '../../../src/model/json.ts'
import { durationOf } from './duration.ts'
import { tell, type Happening } from './event.ts'
import type { Task } from './perform.ts'
import type { Cloud, Made, Operation, Stack, Trouble } from './stack.ts'
import { resolve, type Known, type Resource } from './template.ts'
import { cancelled } from './text.ts'

type Action = Trouble['action']

/** Where a resource is worked on. */
export interface Place {
  readonly cloud: Cloud
  readonly stack: Stack
  readonly operation: Operation
  readonly parameters: Readonly<Record<string, string>>
  /** What failed is being undone. */
  readonly back?: boolean
}

export const knownTo = ({ stack, parameters }: Pick<Place, 'stack' | 'parameters'>): Known => ({
  ref: (name) => parameters[name] ?? madeIn(stack, name).physicalId,
  attribute(resource, name) {
    const found = madeIn(stack, resource).attributes[name]
    if (found === undefined) throw new Error(`${resource} has no attribute ${name} here`)
    return found
  }
})

function madeIn(stack: Stack, name: string): Made {
  const made = stack.made.get(name)
  if (!made) throw new Error(`Neither a parameter nor a resource of ${stack.name} is called ${name}`)
  return made
}

export const resolveIn = (place: Place, { properties }: Resource): JsonObject =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, resolve(value, knownTo(place))]))

export interface End {
  /** `share`: of the usual duration that passes until then. */
  readonly done: (status?: string, share?: number) => void
  readonly fail: (reason: string, share?: number) => void
}

/** Ends at the time and with the event that are due. */
export function task(place: Place, resource: Resource, action: Action, run: (end: End) => void, gone?: Made): Task {
  const { cloud, stack } = place
  const { logicalId } = resource
  const settle = (status: string, reason?: string): void => {
    const made = gone ?? stack.made.get(logicalId)
    if (made) Object.assign(made, { status, ...(reason !== undefined && { reason }) })
    const physicalId = made === undefined ? {} : { physicalId: made.physicalId }
    say(place, resource, { status, ...physicalId, ...(reason !== undefined && { reason }) })
  }
  let isOver = false
  return {
    id: logicalId,
    after: resource.after,
    cancel() {
      isOver = true
      settle(`${action}_FAILED`, cancelled[action])
    },
    run({ done, fail }) {
      const usual = secondsOf(place, resource, action)
      const later = (share: number, happen: () => void): void => {
        const act = (): void => {
          if (isOver || place.operation.over) return
          isOver = true
          happen()
        }
        if (share === 0) act()
        else cloud.time.after(usual * share, act)
      }
      run({
        done: (status = `${action}_COMPLETE`, share = 1) => {
          later(share, () => {
            settle(status)
            done()
          })
        },
        fail: (reason, share = 0.1) => {
          later(share, () => {
            settle(`${action}_FAILED`, reason)
            fail()
          })
        }
      })
    }
  }
}

export const secondsOf = ({ cloud }: Place, { type }: Resource, action: Action): number =>
  durationOf(type, action, cloud.chance) * cloud.ways.pace

export function trouble(
  { cloud, stack, back = false }: Place,
  { logicalId, type }: Resource,
  action: Action
): string | undefined {
  return cloud.ways.fails({ stack: stack.name, logicalId, type, action, back })
}

export function say(
  place: Place,
  { logicalId, type }: Resource,
  happening: Omit<Happening, 'logicalId' | 'type'>
): void {
  const physicalId = place.stack.made.get(logicalId)?.physicalId ?? ''
  tell(place.cloud, place.stack, place.operation, { physicalId, ...happening, logicalId, type })
}
