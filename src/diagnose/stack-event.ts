// What an event of a stack tells by itself.
import type { StackEvent } from '../model/stack.ts'

/** Cancelled siblings and the stack itself are consequences. */
export const isOfResource = ({ type, reason }: StackEvent): boolean =>
  type !== 'AWS::CloudFormation::Stack' && !/cancelled/i.test(reason ?? '')

export const eventLine = ({ logicalId, status, reason }: StackEvent): string =>
  [`${logicalId} ${status}`, reason].filter(Boolean).join(': ')
