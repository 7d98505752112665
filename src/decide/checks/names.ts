// Whether the names are free, or ours, that people type: stacks, cluster, service, repository.
import { checkOf, notOk, ok, unknown, type Check, type Reading } from '../../model/check.ts'
import type { Config } from '../../model/config.ts'
import { namesOf } from '../../model/names.ts'
import type { Cluster, Owned, Seen } from '../../model/seen.ts'
import { holdsThings, type StackState } from '../../model/stack.ts'

export function nameChecks(config: Config, { names, platform, serviceStack }: Seen): readonly Check[] {
  if (!names) return []
  const { platformStack, serviceStack: serviceName, cluster, service } = namesOf(config)
  return [
    stackCheck(platformStack, platform),
    stackCheck(serviceName, serviceStack),
    config.cluster.arn === undefined
      ? ownCheck('cluster', cluster, { owner: platformStack, stack: platform, found: onlyActive(names.cluster) })
      : givenCluster(config.cluster.arn, names.cluster),
    ownCheck('service', service, { owner: serviceName, stack: serviceStack, found: serviceOf(names.service) }),
    repositoryCheck(config.repository, platformStack, names.repository)
  ]
}

const another = 'Give this app another `name`'

function stackCheck(name: string, reading: Reading<StackState>): Check {
  const about = { topic: 'names', subject: `stack ${name}` } as const
  return checkOf(about, reading, (state) => {
    switch (state.at) {
      case 'absent':
      case 'shell':
        return ok(about, 'The name is free.')
      case 'settled':
        return ok(about, 'It is ours.')
      case 'busy':
      case 'remains':
      case 'half-undone':
        return ok(about, `It is ours, in ${state.status}; a deployment brings it to rest first.`)
      case 'foreign':
        return notOk(about, {
          code: 'NAME_TAKEN',
          text: `There is a stack ${name} that Slipway did not make.`,
          remedy: `${another}, or remove that stack.`
        })
      case 'stuck':
        return notOk(about, {
          code: 'STACK_STUCK',
          text: `The stack ${name} is in ${state.status} and accepts no change.`,
          remedy: "Slipway's docs/operations.md has the way out of each such state."
        })
    }
  })
}

interface Ownership {
  readonly owner: string
  readonly stack: Reading<StackState>
  readonly found: Reading<Owned | undefined>
}

/** What only a stack of ours may have made: it cannot adopt it. */
function ownCheck(kind: 'cluster' | 'service', name: string, { owner, stack, found }: Ownership): Check {
  const about = { topic: 'names', subject: `${kind} ${name}` } as const
  return checkOf(about, found, (thing) => {
    if (!thing) return ok(about, 'The name is free.')
    if (thing.stack === owner) return ok(about, `It is of the stack ${owner}.`)
    if (stack.at === 'failed') return unknown(about, `It is there, and whose it is is not known.`, stack.failure.remedy)
    // Not every answer has the tags.
    if (thing.stack === undefined && holdsThings(stack.value))
      return ok(about, `It is there, and taken for that of the stack ${owner}: its tags are not told.`)
    const whose = thing.stack === undefined ? 'and no stack of ours made it' : `and belongs to the stack ${thing.stack}`
    return notOk(about, {
      code: 'NAME_TAKEN',
      text: `There is a ${kind} ${name} already, ${whose}.`,
      remedy: `${another}, or remove that ${kind}.`
    })
  })
}

function givenCluster(arn: string, reading: Reading<Cluster | undefined>): Check {
  const about = { topic: 'names', subject: `cluster ${arn}` } as const
  return checkOf(about, reading, (cluster) =>
    cluster?.active === true
      ? ok(about, 'It is there and active.')
      : notOk(about, {
          code: 'INPUT_INVALID',
          text: `There is no active cluster ${arn}.`,
          remedy: 'Correct `cluster-arn`, or leave it out: a cluster is then made.'
        })
  )
}

/** One that nobody's stack holds is adopted (docs/decisions/0002). */
function repositoryCheck(name: string, owner: string, reading: Reading<Owned | undefined>): Check {
  const about = { topic: 'names', subject: `repository ${name}` } as const
  return checkOf(about, reading, (found) => {
    if (!found) return ok(about, 'The name is free.')
    if (found.stack === owner) return ok(about, `It is of the stack ${owner}.`)
    if (found.stack === undefined) return ok(about, 'It is there and of no stack: it is adopted.')
    if (found.isLeft)
      return unknown(
        about,
        `The stack ${found.stack} made it, and is not seen to have it still.`,
        'If that stack is gone, it is adopted; else set `repository` to another name.'
      )
    return notOk(about, {
      code: 'NAME_TAKEN',
      text: `The repository ${name} belongs to the stack ${found.stack}.`,
      remedy: 'Set `repository` to another name, or remove it from that stack and keep it.'
    })
  })
}

/** One that was deleted is shown for a while. */
const onlyActive = (reading: Reading<Cluster | undefined>): Reading<Owned | undefined> =>
  reading.at === 'read' && reading.value?.active !== true ? { at: 'read', value: undefined } : reading

const serviceOf = (reading: Reading<boolean>): Reading<Owned | undefined> =>
  reading.at === 'read' ? { at: 'read', value: reading.value ? {} : undefined } : reading
