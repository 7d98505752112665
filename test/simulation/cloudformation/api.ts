// The calls that the product makes to CloudFormation, answered by its stacks and change sets.
import { awsError } from '../../aws/aws.ts'
import type * as cfn from '@aws-sdk/client-cloudformation'
import { describeChangeSet, describeStack } from './answers.ts'
import { changeSetsOf, type ChangeSet } from './change-set.ts'
import { tell, stackType } from './event.ts'
import { createStack, deleteStack } from './operation.ts'
import { begin, findStack, isBusy, isGone, newStack, type Asked, type Cloud, type Stack } from './stack.ts'
import { continueRollback, updateStack } from './update.ts'

export type CloudFormation = ReturnType<typeof cloudFormationOf>

const invalid = (message: string): Error => awsError('ValidationError', message)
/** From which a change set of type UPDATE is accepted (F3.1). */
const changeable = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE'
]

export function cloudFormationOf(cloud: Cloud) {
  const sets = changeSetsOf(cloud)

  const existing = (nameOrId: string | undefined): Stack => {
    const stack = findStack(cloud, nameOrId)
    if (!stack) throw invalid(`Stack with id ${nameOrId ?? ''} does not exist`)
    return stack
  }

  const refuseToken = (stack: Stack, token: string | undefined): void => {
    if (token === undefined || stack.operations.every((operation) => operation.token !== token)) return
    throw awsError('TokenAlreadyExistsException', `Token ${token} already exists`)
  }

  const notUpdatable = ({ id, status }: Stack): Error =>
    invalid(`Stack:${id} is in ${status} state and can not be updated.`)

  /** The stack that a new change set is for; the first one of a name leaves a shell (F3.1). */
  function stackFor(name: string, type: ChangeSet['type'], set: string): Stack {
    const stack = findStack(cloud, name)
    if (type === 'CREATE') {
      if (stack && stack.status !== 'REVIEW_IN_PROGRESS') {
        throw invalid(`Stack [${name}] already exists and cannot be created again with the changeSet [${set}].`)
      }
      if (stack) return stack
      const made = newStack(cloud, name)
      const happening = { logicalId: name, physicalId: made.id, type: stackType, status: made.status }
      tell(cloud, made, { id: set, type: 'CREATE_CHANGESET', over: true }, { ...happening, reason: 'User Initiated' })
      return made
    }
    if (!stack) throw invalid(`Stack [${name}] does not exist`)
    if (!changeable.includes(stack.status)) throw notUpdatable(stack)
    return stack
  }

  return {
    sets,
    stacks: cloud.stacks,

    describeStacks: ({ StackName }: cfn.DescribeStacksCommandInput): Partial<cfn.DescribeStacksCommandOutput> => {
      return { Stacks: [describeStack(existing(StackName))] }
    },

    getTemplate: ({ StackName }: cfn.GetTemplateCommandInput): Partial<cfn.GetTemplateCommandOutput> => ({
      TemplateBody: existing(StackName).asked?.body ?? '{}'
    }),

    createChangeSet: (input: cfn.CreateChangeSetCommandInput): Partial<cfn.CreateChangeSetCommandOutput> => {
      const { StackName = '', ChangeSetName = '', ChangeSetType, ClientToken, OnStackFailure } = input
      const type = ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE'
      const onFailure = OnStackFailure ?? 'ROLLBACK'
      if (onFailure === 'DELETE' && type === 'UPDATE') throw invalid('OnStackFailure DELETE is for creations only')
      const set = sets.create({
        stack: stackFor(StackName, type, ChangeSetName),
        name: ChangeSetName,
        type,
        asked: askedOf(input),
        onFailure,
        ...(ClientToken !== undefined && { clientToken: ClientToken })
      })
      return { Id: set.id, StackId: set.stack.id }
    },

    describeChangeSet: ({
      ChangeSetName,
      NextToken
    }: cfn.DescribeChangeSetCommandInput): Partial<cfn.DescribeChangeSetCommandOutput> => {
      return describeChangeSet(sets.find(ChangeSetName), NextToken)
    },

    listChangeSets: ({ StackName }: cfn.ListChangeSetsCommandInput): Partial<cfn.ListChangeSetsCommandOutput> => {
      const stack = existing(StackName)
      const found = sets.all().filter((set) => set.stack === stack)
      return {
        Summaries: found.map(({ id, name, status, execution, created }) => ({
          ChangeSetId: id,
          ChangeSetName: name,
          CreationTime: new Date(created),
          StackId: stack.id,
          Status: status,
          ExecutionStatus: execution
        }))
      }
    },

    deleteChangeSet: ({ ChangeSetName }: cfn.DeleteChangeSetCommandInput): object => {
      sets.remove(sets.find(ChangeSetName))
      return {}
    },

    executeChangeSet: ({ ChangeSetName, ClientRequestToken }: cfn.ExecuteChangeSetCommandInput): object => {
      const set = sets.find(ChangeSetName)
      const { stack, asked, onFailure, changes } = set
      refuseToken(stack, ClientRequestToken)
      if (isBusy(stack)) throw notUpdatable(stack)
      sets.take(set)
      const token = ClientRequestToken === undefined ? {} : { token: ClientRequestToken }
      if (set.type === 'CREATE') createStack(cloud, stack, { asked, onFailure, ...token })
      else updateStack(cloud, stack, { asked, ...token }, changes)
      return {}
    },

    /** Of one that is being deleted, or is gone: nothing to do. One that is being changed must first come to rest. */
    deleteStack: ({ StackName, ClientRequestToken, RetainResources }: cfn.DeleteStackCommandInput): object => {
      const stack = findStack(cloud, StackName)
      if (!stack || isGone(stack) || stack.status === 'DELETE_IN_PROGRESS') return {}
      refuseToken(stack, ClientRequestToken)
      if (stack.terminationProtection) {
        throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`)
      }
      if (/^UPDATE_.*_IN_PROGRESS$|^UPDATE_IN_PROGRESS$/.test(stack.status)) {
        throw invalid(`Stack [${stack.id}] cannot be deleted while in status ${stack.status}`)
      }
      if (RetainResources?.length && stack.status !== 'DELETE_FAILED') {
        throw invalid(
          `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`
        )
      }
      sets.forget(stack)
      deleteStack(cloud, stack, ClientRequestToken, RetainResources)
      return {}
    },

    continueUpdateRollback: (input: cfn.ContinueUpdateRollbackCommandInput): object => {
      const stack = existing(input.StackName)
      if (stack.status !== 'UPDATE_ROLLBACK_FAILED') {
        throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not continue with the rollback.`)
      }
      continueRollback(cloud, stack, input.ResourcesToSkip ?? [], input.ClientRequestToken)
      return {}
    },

    updateTerminationProtection: (input: cfn.UpdateTerminationProtectionCommandInput): object => {
      const stack = existing(input.StackName)
      stack.terminationProtection = input.EnableTerminationProtection === true
      return { StackId: stack.id }
    },

    /** Somebody else changes the stack by other means: change sets of it are of no use any more. */
    changeByHand: (name: string): void => {
      const stack = existing(name)
      sets.outdate(stack)
      begin(cloud, stack, 'UPDATE_STACK').over = true
      stack.status = 'UPDATE_COMPLETE'
    }
  }
}

const askedOf = ({ TemplateBody = '{}', Parameters = [], Tags = [] }: cfn.CreateChangeSetCommandInput): Asked => ({
  body: TemplateBody,
  parameters: Object.fromEntries(
    Parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue])
  ),
  tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))
})
