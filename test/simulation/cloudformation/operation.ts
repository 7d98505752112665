// A stack is created, rolled back when that fails, and deleted (F3.1, F3.8).
import { wordOf } from '../../template/function.ts'
import { become } from './event.ts'
import { perform, reversed } from './perform.ts'
import { begin, type Asked, type Cloud, type Operation, type Stack } from './stack.ts'
import { readTemplate, resolve } from './template.ts'
import { failedTo } from './text.ts'
import { knownTo, type Place } from './place.ts'
import { create, remove } from './work.ts'

export type OnFailure = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING'

export interface Order {
  readonly asked: Asked
  readonly token?: string
  readonly onFailure: OnFailure
}

export function createStack(cloud: Cloud, stack: Stack, { asked, token, onFailure }: Order): void {
  const operation = begin(cloud, stack, 'CREATE_STACK', token)
  const place: Place = { cloud, stack, operation, parameters: asked.parameters }
  const template = readTemplate(asked.body)
  Object.assign(stack, { parameters: asked.parameters, tags: asked.tags })
  become(cloud, stack, operation, { status: 'CREATE_IN_PROGRESS', reason: 'User Initiated' })
  const tasks = [...template.resources.values()].map((resource) => create(place, resource))
  perform(operation, tasks, { goesOn: false }, (failed) => {
    if (failed.length === 0) {
      settle(stack, asked)
      become(cloud, stack, operation, { status: 'CREATE_COMPLETE' })
      finish(operation)
      return
    }
    const reason = failedTo('create', failed)
    switch (onFailure) {
      case 'DO_NOTHING':
        become(cloud, stack, operation, { status: 'CREATE_FAILED', reason })
        finish(operation)
        return
      case 'DELETE':
        become(cloud, stack, operation, { status: 'DELETE_IN_PROGRESS', reason: `${reason}Delete requested by user.` })
        removeAll({ ...place, back: true }, [], 'DELETE')
        return
      case 'ROLLBACK':
        become(cloud, stack, operation, {
          status: 'ROLLBACK_IN_PROGRESS',
          reason: `${reason}Rollback requested by user.`
        })
        removeAll({ ...place, back: true }, [], 'ROLLBACK')
    }
  })
}

/** @param retained by name: what a deletion that failed is to leave in the account (F3.1). */
export function deleteStack(cloud: Cloud, stack: Stack, token?: string, retained: readonly string[] = []): void {
  const operation = begin(cloud, stack, 'DELETE_STACK', token)
  become(cloud, stack, operation, { status: 'DELETE_IN_PROGRESS', reason: 'User Initiated' })
  removeAll({ cloud, stack, operation, parameters: stack.parameters }, retained, 'DELETE')
}

function removeAll(place: Place, retained: readonly string[], word: 'DELETE' | 'ROLLBACK'): void {
  const { cloud, stack, operation } = place
  const tasks = [...stack.made.values()].map((made) =>
    remove(place, made, made.resource.retained || retained.includes(made.resource.logicalId))
  )
  perform(operation, reversed(tasks), { goesOn: true }, (failed) => {
    become(
      cloud,
      stack,
      operation,
      failed.length === 0
        ? { status: `${word}_COMPLETE` }
        : { status: `${word}_FAILED`, reason: failedTo('delete', failed) }
    )
    finish(operation)
  })
}

/** The stack is what was asked for. */
export function settle(stack: Stack, asked: Asked): void {
  const { outputs } = readTemplate(asked.body)
  const known = knownTo({ stack, parameters: asked.parameters })
  stack.asked = asked
  stack.parameters = asked.parameters
  stack.tags = asked.tags
  stack.outputs = Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, wordOf(resolve(value, known))])
  )
}

export function finish(operation: Operation): void {
  operation.over = true
}
