// A stack: where it is, what it has made, what it says of itself (F3.1).
import type { JsonObject } from '../../../src/model/json.ts'
import type { Chance } from '../chance.ts'
import type { Time } from '../clock.ts'
import type { Account } from './account.ts'
import type { Happened } from './event.ts'
import type { Resource } from './template.ts'

/** What somebody asks a stack to be. */
export interface Asked {
  readonly body: string
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
}

/** A resource of a stack. */
export interface Made {
  readonly resource: Resource
  readonly physicalId: string
  readonly attributes: Readonly<Record<string, string>>
  /** Without functions. */
  properties: JsonObject
  status: string
  reason?: string
}

export interface Operation {
  readonly id: string
  readonly type: 'CREATE_STACK' | 'UPDATE_STACK' | 'DELETE_STACK' | 'CONTINUE_ROLLBACK' | 'CREATE_CHANGESET'
  /** ClientRequestToken. */
  readonly token?: string
  /** Something else has begun, or it has ended: nothing of it happens any more. */
  over: boolean
}

export interface Stack {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  status: string
  reason?: string
  /** What it was last made from, with success. */
  asked?: Asked
  readonly made: Map<string, Made>
  outputs: Readonly<Record<string, string>>
  parameters: Readonly<Record<string, string>>
  tags: Readonly<Record<string, string>>
  /** Oldest first. */
  readonly events: Happened[]
  /** Newest first. */
  operations: readonly Operation[]
  terminationProtection: boolean
  /** What a rollback that failed still has to do. */
  unfinished?: (skipped: readonly string[], operation: Operation) => void
}

export interface Trouble {
  readonly stack: string
  readonly logicalId: string
  readonly type: string
  readonly action: 'CREATE' | 'UPDATE' | 'DELETE'
  /** While what failed is undone. */
  readonly back: boolean
}

/** How CloudFormation goes about things here. */
export interface Ways {
  /** Of the usual durations (F5.2). */
  readonly pace: number
  /** Seconds that its clock is ahead of ours. */
  readonly skew: number
  /** Seconds until an event can be read. */
  readonly late: number
  /** Events of a page (F3.5). */
  readonly perPage: number
  /** How it says that there is nothing to change (F3.2). */
  readonly noChanges: 'plain' | 'transforms'
  /** Why something fails; undefined: it does not. */
  readonly fails: (trouble: Trouble) => string | undefined
  /** Regions of other runs that serve the same names. */
  readonly others?: readonly string[]
}

export const usualWays: Ways = {
  pace: 1,
  skew: 0,
  late: 0,
  perPage: 100,
  noChanges: 'plain',
  fails: () => undefined
}

/** CloudFormation of one region. */
export interface Cloud {
  readonly time: Time
  readonly chance: Chance
  readonly ways: Ways
  readonly account: Account
  /** Deleted ones too: they are found by their id (F3.1). */
  readonly stacks: Stack[]
}

export const isGone = ({ status }: Stack): boolean => status === 'DELETE_COMPLETE'
export const isBusy = ({ status }: Stack): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'

/** By id, or by name when it was not deleted. */
export const findStack = ({ stacks }: Pick<Cloud, 'stacks'>, nameOrId = ''): Stack | undefined =>
  stacks.find((stack) => stack.id === nameOrId || (stack.name === nameOrId && !isGone(stack)))

export const idOf = (chance: Chance): string =>
  [8, 4, 4, 4, 12].map((length) => hex(chance).padStart(12, '0').slice(-length)).join('-')

const hex = (chance: Chance): string => Math.floor(chance.next() * 2 ** 48).toString(16)

export function newStack({ time, chance, stacks }: Cloud, name: string): Stack {
  const stack: Stack = {
    id: `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/${idOf(chance)}`,
    name,
    createdAt: time.now(),
    status: 'REVIEW_IN_PROGRESS',
    made: new Map(),
    outputs: {},
    parameters: {},
    tags: {},
    events: [],
    operations: [],
    terminationProtection: false
  }
  stacks.push(stack)
  return stack
}

/** Another operation begins; whatever still went on is over. */
export function begin({ chance }: Cloud, stack: Stack, type: Operation['type'], token?: string): Operation {
  for (const each of stack.operations) each.over = true
  const operation: Operation = { id: idOf(chance), type, over: false, ...(token !== undefined && { token }) }
  stack.operations = [operation, ...stack.operations]
  return operation
}
