// What happened in a stack (CloudFormation, F3.5).
import {
  paginateDescribeEvents,
  paginateDescribeStackEvents,
  type DescribeEventsCommandInput,
  type OperationEvent,
  type StackEvent as AwsEvent
} from '@aws-sdk/client-cloudformation'
import type { StackEvent } from '../model/stack.ts'
import { given, required } from './answer.ts'
import { anyError, call, callUnless } from './call.ts'
import type { Clients } from './clients.ts'

const action = 'cloudformation:DescribeStackEvents'

/** What failed, newest first, where the endpoint has that API and we may call it; otherwise nothing. */
export const failedIn =
  ({ cloudFormation }: Clients) =>
  async (of: Pick<DescribeEventsCommandInput, 'StackName' | 'ChangeSetName'>): Promise<readonly OperationEvent[]> => {
    const input = { ...of, Filters: { FailedEvents: true } }
    const found: OperationEvent[] = []
    await callUnless('cloudformation:DescribeEvents', anyError, async () => {
      const pages = paginateDescribeEvents({ client: cloudFormation() }, input)
      for await (const { OperationEvents = [] } of pages) found.push(...OperationEvents)
    })
    // What came before a page that could not be read is known all the same.
    return found
  }

export const stackEvents = (clients: Clients) => {
  const { cloudFormation } = clients
  const failed = failedIn(clients)
  /** Of one operation, or of the latest one; oldest first. Pages no further back than to where it began. */
  const events = (stackId: string, operation?: string): Promise<readonly StackEvent[]> =>
    call(action, async () => {
      const found: StackEvent[] = []
      let token = operation
      for await (const page of paginateDescribeStackEvents({ client: cloudFormation() }, { StackName: stackId }))
        for (const event of required(page.StackEvents, `${action} StackEvents`).map(eventOf)) {
          // The latest operation is that of the newest event; somebody's may have no token.
          if (operation === undefined && found.length === 0) token = event.token
          const isOwn = event.token === token
          if (isOwn) found.push(event)
          // Newest first: an older event of somebody else after ours, or the stack's own start, ends the operation.
          if (found.length > 0 && (!isOwn || isStart(event))) return found.reverse()
        }
      return found.reverse()
    })

  /** Failures by DescribeEvents. */
  async function failedEvents(stackId: string, operation: string): Promise<readonly StackEvent[]> {
    return (await failed({ StackName: stackId }))
      .filter(({ ClientRequestToken }) => ClientRequestToken === operation)
      .flatMap(failedEventOf)
      .toSorted((a, b) => a.time.getTime() - b.time.getTime())
  }

  return {
    events,
    /** The failed events of one operation, oldest first; DescribeEvents also has what hooks and validation say. */
    async failures(stackId: string, operation: string): Promise<readonly StackEvent[]> {
      const failed = await failedEvents(stackId, operation)
      if (failed.length > 0) return failed
      return (await events(stackId, operation)).filter(({ status }) => status.endsWith('_FAILED'))
    }
  }
}

function eventOf(event: AwsEvent): StackEvent {
  const field = `${action} StackEvents[]`
  return {
    id: required(event.EventId, `${field}.EventId`),
    time: required(event.Timestamp, `${field}.Timestamp`),
    logicalId: required(event.LogicalResourceId, `${field}.LogicalResourceId`),
    ...given({ physicalId: event.PhysicalResourceId }),
    type: required(event.ResourceType, `${field}.ResourceType`),
    status: required<string>(event.ResourceStatus, `${field}.ResourceStatus`),
    ...given({ reason: event.ResourceStatusReason, token: event.ClientRequestToken })
  }
}

/** Of the other API: one of a validation or a hook has no resource status, but has failed all the same. */
function failedEventOf(event: OperationEvent): readonly StackEvent[] {
  const { EventId, LogicalResourceId, ResourceType, Timestamp = event.StartTime } = event
  const { ValidationPath: path, ValidationStatusReason: invalid } = event
  const validation = invalid === undefined || path === undefined ? invalid : `${path}: ${invalid}`
  if (EventId === undefined || LogicalResourceId === undefined || Timestamp === undefined) return []
  return [
    {
      id: EventId,
      time: Timestamp,
      logicalId: LogicalResourceId,
      ...given({ physicalId: event.PhysicalResourceId }),
      type: ResourceType ?? 'unknown',
      status: event.ResourceStatus ?? 'VALIDATION_FAILED',
      ...given({
        reason: event.ResourceStatusReason ?? validation ?? event.HookStatusReason,
        token: event.ClientRequestToken
      })
    }
  ]
}

/** The stack's own first event of an operation. */
const isStart = ({ type, status }: StackEvent): boolean =>
  type === 'AWS::CloudFormation::Stack' &&
  ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'IMPORT_IN_PROGRESS'].includes(status)
