// A stack that accepts no change now -> who holds it, what is in the way, and the one thing to do (F3.1).
import type { Delegation } from '../model/delegation.ts'
import { Failure } from '../model/failure.ts'
import type { StackEvent, StackResource, UnusableStack } from '../model/stack.ts'
import { sayReason } from './stack-reason.ts'

interface Found {
  readonly id: string
  readonly status: string
  readonly reason?: string
}

/** `arn:...:stack/<name>/<uuid>`. */
export const stackName = (id: string): string => id.split('/')[1] ?? id

/** `an update that run 7, attempt 1, of Slipway began at 10:28:07 UTC`. @param events of the operation, oldest first. */
export function sayOperation([start]: readonly StackEvent[]): string {
  if (!start) return 'an operation'
  const kind = start.status.includes('ROLLBACK') ? 'the undoing' : kinds[start.status.split('_')[0] ?? '']
  const time = start.time.toISOString().replace('T', ' ').slice(0, 19)
  return `${kind ?? 'an operation'} that ${whoOf(start.token)} began at ${time} UTC`
}

const kinds: Readonly<Record<string, string>> = {
  CREATE: 'the creation',
  UPDATE: 'an update',
  DELETE: 'the removal',
  IMPORT: 'an import'
}

/** Our tokens name their run; those of the console say so. */
function whoOf(token: string | undefined): string {
  const [, run, attempt] = /^slipway-(.+?)-(\d+)-[a-z]/.exec(token ?? '') ?? []
  if (run !== undefined && attempt !== undefined) return `run ${run}, attempt ${attempt}, of Slipway`
  return token?.startsWith('Console-') === true ? 'somebody in the console' : 'somebody else'
}

/** The time limit was over before the operation was. */
export function diagnoseBusy(id: string, events: readonly StackEvent[]): Failure {
  return new Failure({
    code: 'STACK_BUSY',
    sentence: `The stack ${stackName(id)} is busy: ${sayOperation(events)} still goes on, and the time limit is over.`,
    remedy:
      'Run this again once it has ended, or raise `timeout-minutes`; `concurrency` in the workflow keeps two runs of ours apart.'
  })
}

/** Our operation came to its end, and then somebody changed what it had made. @param events of theirs, oldest first. */
export function diagnoseSuperseded(id: string, events: readonly StackEvent[]): Failure {
  return new Failure({
    code: 'SUPERSEDED',
    sentence: `The stack ${stackName(id)} was as asked for, until ${sayOperation(events)} changed it.`,
    remedy:
      'Run this again if what it deploys is still wanted; `concurrency` in the workflow keeps two runs of ours apart.'
  })
}

/** The zone that ACM looks into, and how it is reached. */
export interface ZoneSeen {
  readonly name: string
  /** Its own name servers. */
  readonly servers: readonly string[]
  readonly delegation: Delegation
}

/** @param records that ACM looks for and does not see (F5.2). @param zone absent: it could not be looked at. */
export function diagnoseCertificate(records: readonly string[], zone?: ZoneSeen): Failure {
  return new Failure({
    code: 'CERTIFICATE_STUCK',
    sentence:
      `The certificate is not issued after five minutes: ACM does not see ${records.join(', ')}.` +
      (zone ? ` ${sayDelegation(zone)}` : ''),
    remedy: zone?.delegation.at === 'delegated' ? forgiven : delegate(zone)
  })
}

function sayDelegation({ name, delegation }: ZoneSeen): string {
  switch (delegation.at) {
    case 'delegated':
      return `Public DNS leads to the zone ${name}.`
    case 'nowhere':
      return `The zone ${name} is not delegated: public DNS knows no name servers for it.`
    case 'elsewhere':
      return `The zone ${name} is not delegated: public DNS asks ${delegation.servers.join(', ')}.`
    case 'partly':
      return `The zone ${name} is delegated in part only: public DNS asks ${delegation.servers.join(', ')} too.`
    case 'unknown':
      return `Whether the zone ${name} is delegated could not be told: ${delegation.because}.`
  }
}

const forgiven =
  'Mostly that comes by itself: run this again to wait on. Look for a CAA record of the domain that allows no ' +
  '`amazon.com`; the stack waits for the certificate meanwhile.'

function delegate(zone: ZoneSeen | undefined): string {
  const servers = zone && zone.servers.length > 0 ? zone.servers.join(', ') : 'the name servers of its hosted zone'
  const asked = zone ? '' : ' (`dig NS` shows which are asked now)'
  return (
    `Let the domain's registrar, or the zone above, name ${servers}${asked}, then run this again; the stack waits for ` +
    'the certificate meanwhile.'
  )
}

export function diagnoseUnusable(state: UnusableStack): Failure {
  const name = stackName(state.id)
  if (state.at === 'foreign') {
    return new Failure({
      code: 'NAME_TAKEN',
      sentence: `There is a stack ${name} that Slipway did not make; it is not touched.`,
      remedy:
        state.status === 'REVIEW_IN_PROGRESS'
          ? `Give this app another \`name\`, or, when nobody waits for its change sets: ${lower(run(`delete-stack --stack-name ${name}`))}`
          : 'Give this app another `name`. A stack of ours has the tag `slipway:stack` with its own name and the output ' +
            '`Fingerprint`: when somebody took them away, put them back.'
    })
  }
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `The stack ${name} ${standing(state)} and accepts no change.`,
    remedy:
      state.status === 'UPDATE_FAILED'
        ? `Somebody updated it with its rollback switched off. ${run(`rollback-stack --stack-name ${name}`)}`
        : `Bring it to an end that AWS documents for ${state.status}, then run this again.`
  })
}

/** @param events what failed when its undoing was continued, oldest first. */
export function diagnoseHalfUndone(state: Found, events: readonly StackEvent[]): Failure {
  const name = stackName(state.id)
  const failed = namesOf(events)
  const skip = failed.length === 0 ? 'RESOURCES' : failed.join(' ')
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `The stack ${name} ${standing(state)}: undoing an update failed again${causes(events)}.`,
    remedy:
      `Mend what the reason names and run this again. If that is not possible: ` +
      run(`continue-update-rollback --stack-name ${name} --resources-to-skip ${skip}`) +
      ' What is skipped stays as it is, and CloudFormation takes it for undone.',
    evidence: events.map(describe)
  })
}

/** @param events what failed when it was removed, oldest first. */
export function diagnoseRemains(state: Found, events: readonly StackEvent[]): Failure {
  const name = stackName(state.id)
  const failed = namesOf(events)
  const command = `delete-stack --stack-name ${name}`
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `The stack ${name} ${standing(state)}: it could not be removed${causes(events)}.`,
    remedy:
      failed.length === 0
        ? run(command)
        : `Remove what the reason names and run this again; it tries anew. Or keep it: ${run(`${command} --retain-resources ${failed.join(' ')}`)}`,
    evidence: events.map(describe)
  })
}

/** What is left in it may hold data, so that we do not remove it. */
export function diagnoseData(id: string, left: readonly StackResource[]): Failure {
  const name = stackName(id)
  const resources = left.map(({ logicalId, type, physicalId = '' }) => `${logicalId} (${type}) ${physicalId}`.trim())
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `What failed of the stack ${name} must be removed before it can be made anew, but may hold data: ${resources.join(', ')}.`,
    remedy: `Save what you need of it, then ${lower(run(`delete-stack --stack-name ${name}`))}`
  })
}

/** Something serves from what stands on it. */
export function diagnoseServing(id: string): Failure {
  const name = stackName(id)
  return new Failure({
    code: 'STACK_STUCK',
    sentence: `What failed of the stack ${name} must be removed before it can be made anew, but the app still serves from it.`,
    remedy: `Delete the service's stack first if the app may be away for some minutes: ${run(`delete-stack --stack-name ${name.replace(/-platform$/, '-service')}`)}`
  })
}

const run = (command: string): string => `Run \`aws cloudformation ${command}\`, then this again.`
const lower = (sentence: string): string => `r${sentence.slice(1)}`

const standing = ({ status, reason }: Found): string =>
  `is in ${status}${reason === undefined ? '' : ` (${sayReason(reason).replace(/\.$/, '')})`}`

const namesOf = (events: readonly StackEvent[]): readonly string[] => [
  ...new Set(events.filter(isResource).map(({ logicalId }) => logicalId))
]

const isResource = ({ type, reason }: StackEvent): boolean =>
  type !== 'AWS::CloudFormation::Stack' && !/cancelled/i.test(reason ?? '')

function causes(events: readonly StackEvent[]): string {
  const found = events.filter(isResource).map(({ logicalId, reason }) => `${logicalId} (${sayReason(reason)})`)
  return found.length === 0 ? '' : ` for ${[...new Set(found)].join(', ')}`
}

const describe = ({ logicalId, status, reason }: StackEvent): string =>
  [`${logicalId} ${status}`, reason].filter(Boolean).join(': ')
