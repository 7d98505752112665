// Stacks and their operations (CloudFormation, F3).
import { DeleteStackCommand, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation'
import type { StackState } from '../model/stack.ts'
import { given, required } from './answer.ts'
import { changeSets } from './change-sets.ts'
import type { Clients } from './clients.ts'
import { call, callUnless } from './failures.ts'
import { stackEvents } from './stack-events.ts'

/** @param roleArn what CloudFormation makes and removes everything as; absent: as whoever calls. */
export const stacks = (clients: Clients, roleArn?: string) => {
  const { cloudFormation, ending } = clients
  return {
    /** @param nameOrId a deleted stack is found by its id only. */
    async describe(nameOrId: string): Promise<StackState> {
      const action = 'cloudformation:DescribeStacks'
      const command = new DescribeStacksCommand({ StackName: nameOrId })
      const isMissing = ({ name, message }: Error) => name === 'ValidationError' && message.includes('does not exist')
      const answer = await callUnless(action, isMissing, () => cloudFormation().send(command, ending))
      return answer ? stateOf(required(answer.Stacks?.[0], `${action} Stacks[0]`)) : { at: 'absent' }
    },
    /** Safe to repeat. @param token on every event of the deletion (F3.3). */
    async remove(stackId: string, token: string): Promise<void> {
      const command = new DeleteStackCommand({
        StackName: stackId,
        ClientRequestToken: token,
        ...given('RoleARN', roleArn)
      })
      await call('cloudformation:DeleteStack', () => cloudFormation().send(command, ending))
    },
    ...changeSets(clients, roleArn),
    ...stackEvents(clients)
  }
}

/** What may be done with a stack in each status (F3.1); one that is not listed needs a person. */
export function stateOf(stack: Stack): StackState {
  const id = required(stack.StackId, 'cloudformation:DescribeStacks Stacks[].StackId')
  const status = required<string>(stack.StackStatus, 'cloudformation:DescribeStacks Stacks[].StackStatus')
  const reason = given('reason', stack.StackStatusReason)
  switch (status) {
    case 'DELETE_COMPLETE':
      return { at: 'absent' }
    case 'REVIEW_IN_PROGRESS':
      return { at: 'shell', id }
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
      return { at: 'settled', id, status, outputs: outputsOf(stack), parameters: parametersOf(stack) }
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
      return { at: 'failed-creation', id, status, ...reason }
    default:
      return status.endsWith('_IN_PROGRESS')
        ? { at: 'busy', id, status, outputs: outputsOf(stack), parameters: parametersOf(stack) }
        : { at: 'stuck', id, status, ...reason }
  }
}

const outputsOf = ({ Outputs = [] }: Stack): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Outputs.flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue]]
    )
  )

const parametersOf = ({ Parameters = [] }: Stack): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Parameters.flatMap(({ ParameterKey, ParameterValue }) =>
      ParameterKey === undefined || ParameterValue === undefined ? [] : [[ParameterKey, ParameterValue]]
    )
  )
