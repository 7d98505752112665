// Events as they can be read: newest first, in pages, by the older call and by the newer one (F3.5).
import { awsError } from '../../aws/aws.ts'
import type * as cfn from '@aws-sdk/client-cloudformation'
import type { ChangeSets } from './change-set.ts'
import { stackType, type Happened } from './event.ts'
import { findStack, type Cloud, type Stack } from './stack.ts'

export type Told = ReturnType<typeof toldOf>

export function toldOf(cloud: Cloud, sets: ChangeSets) {
  const { time, ways } = cloud

  /** Those that have become readable. */
  const readable = ({ events }: Stack): readonly Happened[] =>
    events.filter((event) => event.readable <= time.now()).toReversed()

  function page<T>(
    all: readonly T[],
    token = '0'
  ): { readonly items: T[]; readonly next: { readonly NextToken?: string } } {
    const to = Number(token) + ways.perPage
    return { items: all.slice(Number(token), to), next: to < all.length ? { NextToken: String(to) } : {} }
  }

  return {
    /** Without what early validation found (F3.4). */
    describeStackEvents: ({
      StackName,
      NextToken
    }: cfn.DescribeStackEventsCommandInput): Partial<cfn.DescribeStackEventsCommandOutput> => {
      const stack = findStack(cloud, StackName)
      if (!stack) throw awsError('ValidationError', `Stack [${StackName ?? ''}] does not exist`)
      const { items, next } = page(
        readable(stack).filter(({ validation }) => !validation),
        NextToken
      )
      return {
        StackEvents: items.map((event) => toldOnce(stack, event)),
        ...next
      }
    },

    /** What it has and had, each as it was last told of. */
    describeStackResources: ({
      StackName,
      PhysicalResourceId
    }: cfn.DescribeStackResourcesCommandInput): Partial<cfn.DescribeStackResourcesCommandOutput> => {
      const isOwner = ({ made }: Stack) =>
        [...made.values()].some(({ physicalId }) => physicalId === PhysicalResourceId)
      const stack = PhysicalResourceId === undefined ? findStack(cloud, StackName) : cloud.stacks.find(isOwner)
      const name = PhysicalResourceId ?? StackName ?? ''
      if (!stack) throw awsError('ValidationError', `Stack with id ${name} does not exist`)
      const told = stack.events.filter(({ type, validation }) => type !== stackType && !validation)
      const last = new Map(told.map((event) => [event.logicalId, older(event)]))
      return { StackResources: [...last.values()] }
    },

    describeEvents: (input: cfn.DescribeEventsCommandInput): Partial<cfn.DescribeEventsCommandOutput> => {
      const { StackName, ChangeSetName, OperationId, Filters, NextToken } = input
      const set = ChangeSetName === undefined ? undefined : sets.find(ChangeSetName)
      const stack = set?.stack ?? findStack(cloud, StackName)
      const stacks = stack ? [stack] : OperationId === undefined ? [] : cloud.stacks
      if (stacks.length === 0) throw awsError('ValidationError', `Stack [${StackName ?? ''}] does not exist`)
      const found = stacks
        .flatMap((each) => readable(each).map((event) => ({ stack: each, event })))
        .filter(({ event }) => OperationId === undefined || event.operation.id === OperationId)
        .filter(({ event }) => set === undefined || event.validation?.changeSet === set.id)
        .filter(({ event }) => Filters?.FailedEvents !== true || isFailed(event))
      const { items, next } = page(found, NextToken)
      return {
        OperationEvents: items.map(({ stack: { id }, event }) => ({ StackId: id, ...newer(event) })),
        ...next
      }
    }
  }
}

/** The same object each time it is asked for: an event does not change, and thousands of looks read it. */
function toldOnce({ name, id }: Stack, event: Happened): cfn.StackEvent {
  const known = events.get(event) ?? Object.freeze({ StackName: name, StackId: id, ...older(event) })
  events.set(event, known)
  return known
}

const events = new WeakMap<Happened, cfn.StackEvent>()

const isFailed = ({ status, validation }: Happened): boolean => validation !== undefined || status.endsWith('_FAILED')

function older({ id, time, logicalId, physicalId, type, status, reason, operation }: Happened) {
  return {
    EventId: id,
    Timestamp: new Date(time),
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: status as cfn.ResourceStatus,
    ...(reason !== undefined && { ResourceStatusReason: reason }),
    ...(operation.token !== undefined && { ClientRequestToken: operation.token }),
    OperationId: operation.id
  }
}

function newer(event: Happened): cfn.OperationEvent {
  const { id, time, logicalId, type, status, validation, operation } = event
  const common = { EventId: id, Timestamp: new Date(time), OperationId: operation.id, OperationType: operation.type }
  if (validation) {
    return {
      ...common,
      EventType: 'VALIDATION_ERROR',
      LogicalResourceId: logicalId,
      ResourceType: type,
      ValidationName: validation.name,
      ValidationPath: validation.path,
      ValidationStatus: 'FAILED',
      ValidationFailureMode: 'FAIL',
      ...(event.reason !== undefined && { ValidationStatusReason: event.reason })
    }
  }
  return { ...older(event), ...common, EventType: status.endsWith('_FAILED') ? 'PROVISIONING_ERROR' : 'STACK_EVENT' }
}
