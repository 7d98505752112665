// What a stack tells of what happens in it; told late, and by a clock of its own (F3.5).
import type { Cloud, Operation, Stack } from './stack.ts'

export interface Happened {
  readonly id: string
  /** By CloudFormation's clock. */
  readonly time: number
  /** Milliseconds since 1970 from which it can be read. */
  readonly readable: number
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly operation: Operation
  /** Of early validation, which only DescribeEvents tells (F3.4). */
  readonly validation?: { readonly name: string; readonly path: string; readonly changeSet: string }
}

export type Happening = Pick<Happened, 'logicalId' | 'type' | 'status' | 'reason' | 'validation'> & {
  readonly physicalId?: string
}

export const stackType = 'AWS::CloudFormation::Stack'

export function tell({ time, ways, chance }: Cloud, stack: Stack, operation: Operation, happening: Happening): void {
  stack.events.push({
    physicalId: '',
    ...happening,
    id: `${happening.logicalId}-${happening.status}-${stack.events.length}`,
    time: time.now() + ways.skew * 1000,
    readable: time.now() + chance.between(0, ways.late) * 1000,
    operation
  })
}

/** The stack itself is in another status from now on. */
export function become(
  cloud: Cloud,
  stack: Stack,
  operation: Operation,
  { status, reason }: { readonly status: string; readonly reason?: string }
): void {
  stack.status = status
  delete stack.reason
  if (reason !== undefined) stack.reason = reason
  const why = reason === undefined ? {} : { reason }
  tell(cloud, stack, operation, { logicalId: stack.name, physicalId: stack.id, type: stackType, status, ...why })
}
