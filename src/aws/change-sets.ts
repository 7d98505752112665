// Change sets: how every change to a stack is asked for, seen and done (CloudFormation, F3.2, F3.3).
import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  ExecuteChangeSetCommand,
  paginateDescribeChangeSet,
  paginateListChangeSets,
  type Change,
  type ChangeSetSummary as AwsSummary,
  type ResourceChangeDetail,
  type DescribeChangeSetCommandOutput
} from '@aws-sdk/client-cloudformation'
import type { ChangeDetail, ChangeSetState, ResourceChange, StackRequest } from '../model/stack.ts'
import { given, required } from './answer.ts'
import { call, callAll, callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'
import { failedIn } from './stack-events.ts'

export interface ChangeSetSummary {
  readonly arn: string
  readonly name: string
  /** By AWS's clock. */
  readonly created?: Date
}

/** @param roleArn what CloudFormation makes everything as; absent: as whoever calls. It sticks to the stack (F6.1). */
export const changeSets = (clients: Clients, roleArn?: string) => {
  const { cloudFormation } = clients
  const failed = failedIn(clients)
  async function describe(arn: string): Promise<readonly DescribeChangeSetCommandOutput[]> {
    const input = { ChangeSetName: arn, IncludePropertyValues: true }
    const pages = await callUnless('cloudformation:DescribeChangeSet', isGone, () =>
      Array.fromAsync(paginateDescribeChangeSet({ client: cloudFormation() }, input))
    )
    return pages ?? []
  }

  /** Early validation tells what it refuses in DescribeEvents only, which an older endpoint or role may refuse (F3.4). */
  async function validationErrors(arn: string): Promise<readonly string[]> {
    return (await failed({ ChangeSetName: arn })).flatMap((event) =>
      event.ValidationStatusReason === undefined
        ? []
        : [`${event.LogicalResourceId ?? ''} ${event.ValidationPath ?? ''}: ${event.ValidationStatusReason}`.trim()]
    )
  }

  return {
    /** Safe to repeat: the name is the client token too. */
    async createChangeSet(
      request: StackRequest,
      change: 'CREATE' | 'UPDATE',
      changeSetName: string
    ): Promise<{ readonly changeSetArn: string; readonly stackId: string }> {
      const action = 'cloudformation:CreateChangeSet'
      const command = new CreateChangeSetCommand({
        StackName: request.name,
        ChangeSetName: changeSetName,
        ChangeSetType: change,
        ClientToken: changeSetName,
        TemplateBody: request.body,
        Parameters: Object.entries(request.parameters).map(([key, value]) => ({
          ParameterKey: key,
          ParameterValue: value
        })),
        Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        ...given({ RoleARN: roleArn }),
        // What was retained by a creation that failed, or made by hand, is adopted (docs/decisions/0002).
        ImportExistingResources: true,
        // Said, because the API's own default is documented in two ways (F3.3).
        OnStackFailure: 'ROLLBACK'
      })
      const answer = await call(action, () => cloudFormation().send(command))
      return {
        changeSetArn: required(answer.Id, `${action} Id`),
        stackId: required(answer.StackId, `${action} StackId`)
      }
    },

    async describeChangeSet(arn: string): Promise<ChangeSetState> {
      const pages = await describe(arn)
      const [first] = pages
      if (!first) return { status: 'overtaken', changes: [] }
      const state = changeSetStateOf(
        first,
        pages.flatMap(({ Changes = [] }) => Changes)
      )
      if (state.status !== 'failed') return state
      const reasons = [state.reason, ...(await validationErrors(arn))].filter((reason) => reason !== undefined)
      return { ...state, ...(reasons.length > 0 && { reason: reasons.join(' ') }) }
    },

    /** The sets of a stack, or of the shell that one left, but for what was executed. */
    async listChangeSets(stackName: string): Promise<readonly ChangeSetSummary[]> {
      const sets = paginateListChangeSets({ client: cloudFormation() }, { StackName: stackName })
      const pages = await callAll('cloudformation:ListChangeSets', sets)
      return pages.flatMap(({ Summaries = [] }) => Summaries.flatMap(summaryOf))
    },

    /** One that is gone is fine. */
    async deleteChangeSet(arn: string): Promise<void> {
      const command = new DeleteChangeSetCommand({ ChangeSetName: arn })
      await callUnless('cloudformation:DeleteChangeSet', isGone, () => cloudFormation().send(command))
    },

    /** @param token on every event of the operation; safe to repeat (F3.3). */
    async executeChangeSet(arn: string, token: string): Promise<'started' | 'overtaken'> {
      const command = new ExecuteChangeSetCommand({ ChangeSetName: arn, ClientRequestToken: token })
      const isOver = named('InvalidChangeSetStatus', 'InvalidChangeSetStatusException', 'OperationInProgressException')
      const cannot = (error: Error) => isGone(error) || isOver(error)
      const answer = await callUnless('cloudformation:ExecuteChangeSet', cannot, () => cloudFormation().send(command))
      if (answer) return 'started'
      // The answer to an earlier try may have been lost: the set is ours alone, so whoever executed it was us.
      const [state] = await describe(arn)
      return state?.ExecutionStatus?.startsWith('EXECUTE_') === true ? 'started' : 'overtaken'
    }
  }
}

function summaryOf(summary: AwsSummary): readonly ChangeSetSummary[] {
  const from = 'cloudformation:ListChangeSets Summaries[]'
  const execution: string | undefined = summary.ExecutionStatus
  if (execution?.startsWith('EXECUTE_') === true) return []
  return [
    {
      arn: required(summary.ChangeSetId, `${from}.ChangeSetId`),
      name: required(summary.ChangeSetName, `${from}.ChangeSetName`),
      ...given({ created: summary.CreationTime })
    }
  ]
}

/** Whoever executes a change set of a stack removes the others with it (F3.3). */
const isGone = named('ChangeSetNotFoundException', 'ChangeSetNotFound')

/** Both wordings; a set without changes is told by status and reason, not by an empty list (F3.2). */
const noChanges = /^(The submitted information didn't contain changes|No updates are to be performed)/

function changeSetStateOf(answer: DescribeChangeSetCommandOutput, changes: readonly Change[]): ChangeSetState {
  const status = required<string>(answer.Status, 'cloudformation:DescribeChangeSet Status')
  const execution: string | undefined = answer.ExecutionStatus
  const found = { ...given({ reason: answer.StatusReason }), changes: changes.flatMap(changeOf) }
  if (status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS') return { status: 'going-on', ...found }
  if (status === 'CREATE_COMPLETE' && execution === 'AVAILABLE') return { status: 'ready', ...found }
  if (status === 'CREATE_COMPLETE' && execution === 'UNAVAILABLE') return { status: 'going-on', ...found }
  if (status === 'FAILED' && noChanges.test(answer.StatusReason ?? '')) return { status: 'no-changes', ...found }
  // Executed by somebody else, or of a stack that changed meanwhile.
  const isOver = execution === 'OBSOLETE' || execution?.startsWith('EXECUTE_') === true
  if (isOver || status.startsWith('DELETE_')) return { status: 'overtaken', ...found }
  return { status: 'failed', reason: `${status} ${execution ?? ''}`.trim(), ...found }
}

function changeOf({ ResourceChange: change }: Change): readonly ResourceChange[] {
  if (!change) return []
  const from = 'cloudformation:DescribeChangeSet Changes[].ResourceChange'
  const policy: string | undefined = change.PolicyAction
  return [
    {
      action: required<string>(change.Action, `${from}.Action`),
      logicalId: required(change.LogicalResourceId, `${from}.LogicalResourceId`),
      type: required(change.ResourceType, `${from}.ResourceType`),
      replacement: wordOf(change.Replacement, { False: 'no', True: 'yes' }) ?? 'no',
      retained: policy === 'Retain' || policy === 'ReplaceAndRetain',
      details: (change.Details ?? []).map(detailOf)
    }
  ]
}

function detailOf({ Target, ChangeSource, CausingEntity }: ResourceChangeDetail): ChangeDetail {
  const source: string | undefined = ChangeSource
  // `Resource`, or `Resource.Attribute`.
  const resource = source === 'ResourceReference' || source === 'ResourceAttribute' ? CausingEntity : undefined
  return {
    ...given({ property: Target?.Name }),
    recreation: wordOf(Target?.RequiresRecreation, { Never: 'never', Always: 'always' }) ?? 'never',
    ...given({ follows: resource?.split('.')[0], before: Target?.BeforeValue, after: Target?.AfterValue })
  }
}

/** A word that we do not know may mean a replacement. */
const wordOf = <W extends string>(
  word: string | undefined,
  known: Readonly<Record<string, W>>
): W | 'maybe' | undefined => (word === undefined ? undefined : (known[word] ?? 'maybe'))
