// What CloudFormation answers about a stack and a change set, as the SDK hands it over.
import type * as cfn from '@aws-sdk/client-cloudformation'
import type { ResourceChange } from '../../../src/model/stack.ts'
import type { ChangeSet } from './change-set.ts'
import { isBusy, type Stack } from './stack.ts'

export function describeStack(stack: Stack): cfn.Stack {
  return {
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: new Date(stack.createdAt),
    StackStatus: stack.status as cfn.StackStatus,
    ...(stack.reason !== undefined && { StackStatusReason: stack.reason }),
    EnableTerminationProtection: stack.terminationProtection,
    Parameters: Object.entries(stack.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue
    })),
    Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
    Outputs: Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    LastOperations: stack.operations.slice(0, 1).map(({ id, type }) => ({ OperationId: id, OperationType: type }))
  }
}

/** Changes of a page. */
const perPage = 100

export function describeChangeSet(set: ChangeSet, page = '0'): Partial<cfn.DescribeChangeSetCommandOutput> {
  const from = Number(page)
  const isDone = set.execution === 'EXECUTE_IN_PROGRESS' && !isBusy(set.stack)
  const next = from + perPage < set.changes.length ? { NextToken: String(from + perPage) } : {}
  return {
    ChangeSetId: set.id,
    ChangeSetName: set.name,
    StackId: set.stack.id,
    StackName: set.stack.name,
    Status: set.status,
    ExecutionStatus: isDone ? 'EXECUTE_COMPLETE' : set.execution,
    ...(set.reason !== undefined && { StatusReason: set.reason }),
    Changes: set.changes.slice(from, from + perPage).map(describeChange),
    ...next
  }
}

const replacements = { yes: 'True', no: 'False', maybe: 'Conditional' } as const
const recreations = { never: 'Never', always: 'Always', maybe: 'Conditionally' } as const

function describeChange({ action, logicalId, type, replacement, retained, details }: ResourceChange): cfn.Change {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action as cfn.ChangeAction,
      LogicalResourceId: logicalId,
      ResourceType: type,
      ...(action === 'Modify' && { Replacement: replacements[replacement] }),
      ...(retained && { PolicyAction: 'Retain' }),
      Details: details.map(({ property, recreation, follows }) => ({
        Target: {
          Attribute: property === undefined ? 'Tags' : 'Properties',
          ...(property !== undefined && { Name: property }),
          RequiresRecreation: recreations[recreation]
        },
        ChangeSource: follows === undefined ? 'DirectModification' : 'ResourceReference',
        ...(follows !== undefined && { CausingEntity: follows })
      }))
    }
  }
}
