// What the platform stack tells the service stack and the task definition.
import { Failure } from '../model/failure.ts'

interface Missing {
  readonly output: string
  /** The stack that should have it. */
  readonly stack: string
  readonly region: string
  /** What cannot be made without it. */
  readonly neededBy: string
}

export const missingOutput = ({ output, stack, region, neededBy }: Missing): Failure =>
  new Failure({
    code: 'STACK_FAILED',
    sentence: `Stack ${stack} in ${region} has no output \`${output}\`, which ${neededBy} needs.`,
    remedy: `Look at stack ${stack}: if it was changed by hand, undo that, then run the deployment again.`
  })
