// What a deployment would do, said before it is done: `plan` ends with it, `deploy` begins with it.
import type { PushedImage } from './plan.ts'
import type { ResourceChange } from './stack.ts'

/** `possible`: it depends on what comes before it, or CloudFormation itself cannot tell yet (F3.2). */
export type Certainty = 'will' | 'possible'

export interface Preview {
  readonly region: string
  /** Whether a deployment would write anything. */
  readonly hasChanges: boolean
  readonly image: ImagePreview
  readonly platform: StackPreview
  readonly service: StackPreview
  readonly task: TaskPreview
  /** The revision that runs and is not the newest one: a copy of it is registered first (docs/decisions/0003). */
  readonly copies?: string
  /** Absent: the tasks that run stay. */
  readonly restarts?: Restart
  /** Absent: the stacks are protected against deletion as they are wanted to be. */
  readonly protection?: { readonly on: boolean; readonly stacks: readonly string[] }
  /** What is replaced or removed, and what that does to those who use it. */
  readonly interruptions: readonly string[]
  /** A deployment would end with this, before it changes what it is about. */
  readonly refused?: Refused
  /** What the change adds to a month's bill; a part that gets cheaper is negative. */
  readonly monthly: readonly Cost[]
}

export type ImagePreview =
  /** `tag` is absent for an image that is used where it is. */
  | { readonly do: 'reuse'; readonly image: PushedImage; readonly tag?: string }
  | { readonly do: 'build'; readonly tag: string; readonly platform: string }
  | { readonly do: 'push'; readonly tag: string; readonly local: string; readonly platform: string }
  | { readonly do: 'copy'; readonly tag: string; readonly from: string }

export type StackPreview =
  | { readonly do: 'nothing' }
  /** Listed from its template. */
  | {
      readonly do: 'create'
      readonly resources: readonly ResourcePreview[]
      /** What an earlier creation that failed left is removed first. */
      readonly removesFirst: boolean
    }
  /** `resources` are absent when its change set is made only when it is its turn. */
  | { readonly do: 'change'; readonly certainty: Certainty; readonly resources?: readonly ResourcePreview[] }
  | { readonly do: 'unknown'; readonly because: string }

export interface ResourcePreview {
  readonly logicalId: string
  readonly type: string
  /** In words: `the load balancer`. */
  readonly what: string
  /** `tag`: nothing of it but its tags. `release`: it leaves the stack and stays in the account. */
  readonly does: 'add' | 'adopt' | 'change' | 'tag' | 'replace' | 'remove' | 'release'
  readonly certainty: Certainty
  readonly properties: readonly PropertyPreview[]
}

export interface PropertyPreview {
  readonly name: string
  /** Absent where CloudFormation does not tell. */
  readonly before?: string
  readonly after?: string
}

export type TaskPreview =
  | { readonly do: 'nothing' }
  | { readonly do: 'unknown'; readonly because: string }
  | { readonly do: 'register'; readonly certainty: Certainty; readonly changes: readonly TaskChange[] }

/** One thing that differs between the revision that runs and the one that is wanted. */
export interface TaskChange {
  /** `env`: a variable whose value may have to be hidden. `secret`: a variable with the reference to a secret. */
  readonly of: 'setting' | 'env' | 'secret'
  /** Absent: of the whole task. */
  readonly container?: string
  readonly name: string
  readonly does: 'add' | 'change' | 'remove'
  readonly certainty: Certainty
  readonly before?: string
  readonly after?: string
}

export interface Restart {
  readonly certainty: Certainty
  readonly because: readonly string[]
}

export interface Refused {
  readonly sentence: string
  readonly remedy: string
}

export interface Cost {
  readonly what: string
  /** US dollars a month. */
  readonly dollars: number
}

/** What the change sets say that were asked for; absent: none was. */
export interface Answers {
  readonly platform?: readonly ResourceChange[]
  readonly service?: readonly ResourceChange[]
  readonly refused?: Refused
}
