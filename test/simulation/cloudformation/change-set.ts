// Change sets: what somebody asks a stack to become, what that would do, and whether it may still be done (F3.2, F3.3).
import { awsError } from '../../aws/aws.ts'
import { isDeepStrictEqual } from 'node:util'
import type { ResourceChange } from '../../../src/model/stack.ts'
import { compare } from '../../template/changes.ts'
import { chosenName } from './resource.ts'
import { idOf, type Asked, type Cloud, type Stack } from './stack.ts'
import type { OnFailure } from './operation.ts'
import { readTemplate } from './template.ts'
import { noChanges } from './text.ts'

export interface ChangeSet {
  readonly id: string
  readonly name: string
  readonly type: 'CREATE' | 'UPDATE'
  readonly stack: Stack
  readonly clientToken?: string
  /** Milliseconds since 1970. */
  readonly created: number
  readonly asked: Asked
  readonly onFailure: OnFailure
  changes: readonly ResourceChange[]
  status: 'CREATE_PENDING' | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'FAILED'
  execution: 'UNAVAILABLE' | 'AVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'EXECUTE_FAILED' | 'OBSOLETE'
  reason?: string
}

export type NewSet = Pick<ChangeSet, 'name' | 'type' | 'stack' | 'asked' | 'onFailure'> & {
  readonly clientToken?: string
}

export type ChangeSets = ReturnType<typeof changeSetsOf>

export function changeSetsOf(cloud: Cloud) {
  let sets: readonly ChangeSet[] = []

  const find = (nameOrId = ''): ChangeSet => {
    const set = sets.find(({ id, name }) => id === nameOrId || name === nameOrId)
    if (!set) throw awsError('ChangeSetNotFoundException', `ChangeSet [${nameOrId}] does not exist`)
    return set
  }

  return {
    all: () => sets,
    find,

    /** The same name and client token: the same set (F3.2). */
    create(wanted: NewSet): ChangeSet {
      const { stack, name, clientToken } = wanted
      const known = sets.find((each) => each.stack === stack && each.name === name)
      if (known && clientToken !== undefined && known.clientToken === clientToken) return known
      if (known) throw awsError('AlreadyExistsException', `ChangeSet ${name} already exists`)
      const id = `arn:aws:cloudformation:eu-west-1:123456789012:changeSet/${name}/${idOf(cloud.chance)}`
      const created = cloud.time.now()
      const set: ChangeSet = { ...wanted, id, created, changes: [], status: 'CREATE_PENDING', execution: 'UNAVAILABLE' }
      sets = [...sets, set]
      cloud.time.after(cloud.chance.between(0.5, 2) * cloud.ways.pace, () => {
        set.status = 'CREATE_IN_PROGRESS'
      })
      cloud.time.after(cloud.chance.between(3, 8) * cloud.ways.pace, () => {
        workOut(set)
      })
      return set
    },

    /** The last one of a stack that was never made leaves the shell (F3.1). */
    remove(set: ChangeSet): void {
      sets = sets.filter((each) => each !== set)
    },

    /** @throws Error when it is not to be had any more: its stack has changed, or it was done (F3.3). */
    take(set: ChangeSet): void {
      if (set.execution !== 'AVAILABLE') {
        const message = `ChangeSet [${set.id}] cannot be executed in its current execution status of [${set.execution}]`
        throw awsError('InvalidChangeSetStatusException', message)
      }
      set.execution = 'EXECUTE_IN_PROGRESS'
      // Executing one deletes the others (F3.3).
      sets = sets.filter((each) => each === set || each.stack !== set.stack)
    },

    /** The stack became another one without them. */
    outdate(stack: Stack): void {
      for (const set of sets.filter((each) => each.stack === stack && each.execution === 'AVAILABLE')) {
        set.execution = 'OBSOLETE'
      }
    },

    forget(stack: Stack): void {
      sets = sets.filter((each) => each.stack !== stack)
    }
  }

  function workOut(set: ChangeSet): void {
    if (!sets.includes(set)) return
    const { asked, stack } = set
    const before = set.type === 'CREATE' ? undefined : stack.asked
    set.changes = changesOf(cloud, asked, before)
    if (before && isSame(before, asked)) {
      Object.assign(set, { status: 'FAILED', reason: noChanges[cloud.ways.noChanges] })
      return
    }
    // Outputs alone are worth executing, though no resource changes (F3.2).
    Object.assign(set, { status: 'CREATE_COMPLETE', execution: 'AVAILABLE' })
  }
}

/** Only what is made, how, and what is told of it: a metadata or a description is nothing to do (F3.2). */
const isSame = (before: Asked, asked: Asked): boolean =>
  isDeepStrictEqual(essenceOf(before), essenceOf(asked)) && isDeepStrictEqual(before.tags, asked.tags)

function essenceOf({ body, parameters }: Asked): unknown {
  const { resources, outputs } = readTemplate(body)
  const made = [...resources.values()].map(({ logicalId, type, properties }) => ({ logicalId, type, properties }))
  return { made, outputs, parameters }
}

function changesOf(cloud: Cloud, asked: Asked, before: Asked | undefined): readonly ResourceChange[] {
  const request = ({ body, parameters, tags }: Asked) => ({ name: '', fingerprint: '', body, parameters, tags })
  const nothing: Asked = { body: '{"Resources":{}}', parameters: {}, tags: {} }
  const { changes } = compare(request(before ?? nothing), request(asked))
  const { resources } = readTemplate(asked.body)
  const found = changes.map((change) => {
    const resource = resources.get(change.logicalId)
    const chosen = resource && chosenName(resource.type, resource.properties)
    const adopts =
      change.action === 'Add' && resource?.retained === true && chosen && cloud.account.names.has(chosen.key)
    return adopts ? { ...change, action: 'Import' } : change
  })
  if (!before || isDeepStrictEqual(before.tags, asked.tags)) return found
  // A tag of the stack is one of nearly every resource (F3.2).
  const others = [...resources.values()].filter(({ logicalId }) => !found.some((each) => each.logicalId === logicalId))
  const tagged = others.map(({ logicalId, type }) => ({
    action: 'Modify',
    logicalId,
    type,
    replacement: 'no' as const,
    retained: false,
    details: [{ recreation: 'never' as const }]
  }))
  return [...found, ...tagged]
}
