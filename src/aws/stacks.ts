// Stacks and their operations (CloudFormation, F3).
import {
  ContinueUpdateRollbackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateTerminationProtectionCommand,
  type Stack
} from '@aws-sdk/client-cloudformation'
import { asFailure } from '../model/failure.ts'
import { changeSetPrefix } from '../model/names.ts'
import { stackName, type StackResource, type StackState } from '../model/stack.ts'
import { given, textsByName, required } from './answer.ts'
import { anyError, call, callUnless } from './call.ts'
import { changeSets } from './change-sets.ts'
import type { Clients } from './clients.ts'
import { stackEvents } from './stack-events.ts'

/** @param roleArn what CloudFormation makes and removes everything as; absent: as whoever calls. */
export const stacks = (clients: Clients, roleArn?: string) => {
  const { cloudFormation } = clients
  const sets = changeSets(clients, roleArn)

  /** A shell has neither tags nor outputs: whose it is, its change sets tell. One that has none is nobody's. */
  async function shellOf(stackId: string): Promise<StackState> {
    const name = stackName(stackId)
    const found = await sets.listChangeSets(name).catch((error: unknown) => {
      // Another run has removed it meanwhile.
      if (asFailure(error).code === 'STACK_FAILED') return []
      throw error
    })
    const isOwn = found.length === 0 || found.some((set) => set.name.startsWith(changeSetPrefix(name, 'slipway')))
    return isOwn ? { at: 'shell', id: stackId } : { at: 'foreign', id: stackId, status: 'REVIEW_IN_PROGRESS' }
  }

  return {
    /** @param nameOrId a deleted stack is found by its id only. */
    async describe(nameOrId: string): Promise<StackState> {
      const action = 'cloudformation:DescribeStacks'
      const command = new DescribeStacksCommand({ StackName: nameOrId })
      const isMissing = ({ name, message }: Error) => name === 'ValidationError' && message.includes('does not exist')
      const answer = await callUnless(action, isMissing, () => cloudFormation().send(command))
      const state = answer && stackStateOf(required(answer.Stacks?.[0], `${action} Stacks[0]`))
      return state?.at === 'shell' ? shellOf(state.id) : (state ?? { at: 'absent' })
    },
    /** Safe to repeat. @param token on every event of the deletion (F3.3). */
    async remove(stackId: string, token: string): Promise<void> {
      const command = new DeleteStackCommand({
        StackName: stackId,
        ClientRequestToken: token,
        ...given({ RoleARN: roleArn })
      })
      await call('cloudformation:DeleteStack', () => cloudFormation().send(command))
    },
    /** Brings the undoing of an update to its end; nothing is skipped. Safe to repeat by its token. */
    async continueRollback(stackId: string, token: string): Promise<void> {
      const command = new ContinueUpdateRollbackCommand({
        StackName: stackId,
        ClientRequestToken: token,
        ...given({ RoleARN: roleArn })
      })
      await call('cloudformation:ContinueUpdateRollback', () => cloudFormation().send(command))
    },
    /** As it was sent. */
    async template(stackName: string): Promise<string> {
      const action = 'cloudformation:GetTemplate'
      const command = new GetTemplateCommand({ StackName: stackName })
      const answer = await call(action, () => cloudFormation().send(command))
      return required(answer.TemplateBody, `${action} TemplateBody`)
    },
    async tags(stackName: string): Promise<Readonly<Record<string, string>>> {
      const action = 'cloudformation:DescribeStacks'
      const command = new DescribeStacksCommand({ StackName: stackName })
      const { Stacks } = await call(action, () => cloudFormation().send(command))
      const { Tags = [] } = required(Stacks?.[0], `${action} Stacks[0]`)
      return Object.fromEntries(
        Tags.map(({ Key, Value }) => [
          required(Key, `${action} Stacks[0].Tags[].Key`),
          required(Value, `${action} Stacks[0].Tags[].Value`)
        ])
      )
    },
    async protect(stackName: string, isProtected: boolean): Promise<void> {
      const command = new UpdateTerminationProtectionCommand({
        StackName: stackName,
        EnableTerminationProtection: isProtected
      })
      await call('cloudformation:UpdateTerminationProtection', () => cloudFormation().send(command))
    },
    /** The resources that it has or had; at most 100 (CloudFormation's limit for this call). */
    async resources(stackId: string): Promise<readonly StackResource[]> {
      const action = 'cloudformation:DescribeStackResources'
      const command = new DescribeStackResourcesCommand({ StackName: stackId })
      const { StackResources = [] } = await call(action, () => cloudFormation().send(command))
      return StackResources.map((resource) => ({
        logicalId: required(resource.LogicalResourceId, `${action} StackResources[].LogicalResourceId`),
        type: required(resource.ResourceType, `${action} StackResources[].ResourceType`),
        status: required<string>(resource.ResourceStatus, `${action} StackResources[].ResourceStatus`),
        ...given({ physicalId: resource.PhysicalResourceId })
      }))
    },
    /** The name of the stack that made it; undefined: none, or nobody tells us. @param physicalId of a resource. */
    async ownerOf(physicalId: string): Promise<string | undefined> {
      const command = new DescribeStackResourcesCommand({ PhysicalResourceId: physicalId })
      const answer = await callUnless('cloudformation:DescribeStackResources', anyError, () =>
        cloudFormation().send(command)
      )
      return answer?.StackResources?.[0]?.StackName
    },
    ...sets,
    ...stackEvents(clients)
  }
}

/** What may be done with a stack in each status (F3.1); one that is not listed needs a person. @internal Tests try each. */
export function stackStateOf(stack: Stack): StackState {
  const id = required(stack.StackId, 'cloudformation:DescribeStacks Stacks[].StackId')
  const status = required<string>(stack.StackStatus, 'cloudformation:DescribeStacks Stacks[].StackStatus')
  if (status === 'DELETE_COMPLETE') return { at: 'absent' }
  // Nothing is in it yet, not even its tags.
  if (status === 'REVIEW_IN_PROGRESS') return { at: 'shell', id }
  const at = standing(status)
  const { Outputs = [], Parameters = [] } = stack
  const outputs = textsByName(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
  const parameters = textsByName(Parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]))
  const isOwn = isTagged(stack) && (at !== 'settled' || outputs.Fingerprint !== undefined)
  const known = { id, status, ...(stack.EnableTerminationProtection === true && { isProtected: true as const }) }
  const unfit = { ...known, ...given({ reason: stack.StackStatusReason }) }
  if (!isOwn) return { at: 'foreign', ...unfit }
  if (at === 'remains' || at === 'stuck') return { at, ...unfit, lastOutputs: outputs }
  if (at === 'half-undone') return { at, ...unfit, outputs, parameters }
  return { at, ...known, outputs, parameters }
}

function standing(status: string): 'settled' | 'busy' | 'remains' | 'half-undone' | 'stuck' {
  switch (status) {
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
      return 'settled'
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
    case 'DELETE_FAILED':
      return 'remains'
    case 'UPDATE_ROLLBACK_FAILED':
      return 'half-undone'
    default:
      return status.endsWith('_IN_PROGRESS') ? 'busy' : 'stuck'
  }
}

/** Our templates' stacks carry their own name as a tag; the fingerprint is their templates' mark. */
const isTagged = ({ StackName, Tags = [] }: Stack): boolean =>
  Tags.some(({ Key, Value }) => Key === 'slipway:stack' && Value === StackName)
