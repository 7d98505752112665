// A stack is changed: what is new first, what is old goes in the clean-up, and when it fails everything back (F3.1, F3.5).
import type { ResourceChange } from '../../../src/model/stack.ts'
import { become } from './event.ts'
import { finish, settle, type Order } from './operation.ts'
import { perform, reversed, type Task } from './perform.ts'
import { begin, type Asked, type Cloud, type Made, type Operation, type Stack } from './stack.ts'
import { readTemplate, type Resource } from './template.ts'
import { failedTo } from './text.ts'
import type { Place } from './place.ts'
import { create, remove, update } from './work.ts'

interface Change {
  readonly place: Place
  readonly from: Asked
  readonly changes: readonly ResourceChange[]
  /** What was replaced. */
  readonly old: Map<string, Made>
  /** Replacements that were given up. */
  readonly givenUp: Made[]
  readonly asked: Asked
}

export function updateStack(
  cloud: Cloud,
  stack: Stack,
  { asked, token }: Omit<Order, 'onFailure'>,
  changes: readonly ResourceChange[]
): void {
  const from = stack.asked
  if (!from) throw new Error(`${stack.name} was never made`)
  const operation = begin(cloud, stack, 'UPDATE_STACK', token)
  const place: Place = { cloud, stack, operation, parameters: asked.parameters }
  const change: Change = { place, from, changes, old: new Map(), givenUp: [], asked }
  become(cloud, stack, operation, { status: 'UPDATE_IN_PROGRESS', reason: 'User Initiated' })
  const { resources } = readTemplate(asked.body)
  const tasks = [...resources.values()].flatMap((resource) => taskFor(change, resource))
  perform(operation, tasks, { goesOn: false }, (failed) => {
    if (failed.length > 0) {
      goBack(change, failedTo('update', failed))
      return
    }
    settle(stack, asked)
    cleanUp(change, 'UPDATE_COMPLETE')
  })
}

function taskFor({ place, changes, old }: Change, resource: Resource): readonly Task[] {
  const { made } = place.stack
  const found = changes.find(({ logicalId }) => logicalId === resource.logicalId)
  const before = made.get(resource.logicalId)
  if (!found) return []
  if (found.action === 'Add' || found.action === 'Import' || !before) return [create(place, resource)]
  if (found.replacement !== 'yes') return [update(place, resource)]
  const task = create(place, resource, before)
  return [
    {
      ...task,
      run(end) {
        old.set(resource.logicalId, before)
        task.run(end)
      }
    }
  ]
}

/** What is no longer needed; what cannot be deleted is left alone (F3.5). */
function cleanUp(
  { place, changes, old, givenUp, asked }: Change,
  status: 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE'
): void {
  const { cloud, stack, operation } = place
  become(cloud, stack, operation, { status: `${status}_CLEANUP_IN_PROGRESS` })
  const isBack = status === 'UPDATE_ROLLBACK_COMPLETE'
  const leaves = changes
    .filter(({ action }) => (isBack ? action === 'Add' : action === 'Remove'))
    .flatMap(({ logicalId }) => stack.made.get(logicalId) ?? [])
  const tasks = [...leaves, ...(isBack ? givenUp : old.values())].map((made) => remove(place, made))
  perform(operation, reversed(tasks), { goesOn: true }, () => {
    const { resources } = readTemplate(asked.body)
    for (const { logicalId } of changes) {
      if (!isBack && !resources.has(logicalId)) stack.made.delete(logicalId)
    }
    become(cloud, stack, operation, { status })
    finish(operation)
  })
}

function goBack(change: Change, reason: string): void {
  const { place } = change
  become(place.cloud, place.stack, place.operation, { status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason })
  undo(change, place.operation, [])
}

/** Again with every resource that was touched, until it is as before; or it fails, and somebody must say how to go on. */
function undo(change: Change, operation: Operation, skipped: readonly string[]): void {
  const { cloud, stack } = change.place
  const { from, changes, old, givenUp } = change
  const place: Place = { cloud, stack, operation, parameters: from.parameters, back: true }
  const { resources } = readTemplate(from.body)
  for (const [logicalId, made] of old) {
    const replacement = stack.made.get(logicalId)
    stack.made.set(logicalId, made)
    old.delete(logicalId)
    if (replacement && replacement !== made) givenUp.push(replacement)
  }
  const isTouched = ({ logicalId }: Resource): boolean =>
    /^UPDATE_/.test(stack.made.get(logicalId)?.status ?? '') &&
    changes.some((each) => each.logicalId === logicalId && each.action === 'Modify') &&
    !skipped.includes(logicalId)
  const tasks = [...resources.values()].filter(isTouched).map((resource) => update(place, resource))
  perform(operation, tasks, { goesOn: false }, (failed) => {
    if (failed.length > 0) {
      stack.unfinished = (toSkip, next) => {
        undo(change, next, toSkip)
      }
      become(cloud, stack, operation, { status: 'UPDATE_ROLLBACK_FAILED', reason: failedTo('update', failed) })
      finish(operation)
      return
    }
    delete stack.unfinished
    settle(stack, from)
    for (const made of stack.made.values()) if (made.status.startsWith('UPDATE_')) made.status = 'UPDATE_COMPLETE'
    cleanUp({ ...change, place, asked: from }, 'UPDATE_ROLLBACK_COMPLETE')
  })
}

/** ContinueUpdateRollback (F3.1). */
export function continueRollback(cloud: Cloud, stack: Stack, skipped: readonly string[], token?: string): void {
  const { unfinished } = stack
  if (!unfinished) throw new Error(`${stack.name} has nothing to go on with`)
  const operation = begin(cloud, stack, 'CONTINUE_ROLLBACK', token)
  become(cloud, stack, operation, { status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason: 'User Initiated' })
  unfinished(skipped, operation)
}
