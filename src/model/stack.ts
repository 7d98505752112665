// A CloudFormation stack: what we want it to be, and what it is.

/** What we want. */
export interface StackRequest {
  readonly name: string
  /** The template as JSON text, at most 51,200 bytes (F3.6). */
  readonly body: string
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  /** Hash of all of the above; also the stack's output `Fingerprint`. */
  readonly fingerprint: string
}

/** Of its id: `arn:...:stack/<name>/<uuid>`. */
export const stackName = (id: string): string => id.split('/')[1] ?? id

/** Output name -> value. */
export type Outputs = Readonly<Record<string, string>>

/** What is there, by what may be done next (F3.1). `isProtected`: nobody may delete it. */
export type StackState =
  | { readonly at: 'absent' }
  /** A shell that an unexecuted CREATE change set left: only type CREATE is accepted. */
  | { readonly at: 'shell'; readonly id: string }
  | ({ readonly at: 'settled' } & Standing)
  /** Something is going on; somebody's operation, perhaps an earlier run of ours. */
  | ({ readonly at: 'busy' } & Standing)
  /** A creation or a removal that failed: it can only be deleted. */
  | ({ readonly at: 'remains' } & Unfit)
  /** UPDATE_ROLLBACK_FAILED: an update was undone in part only; that can be continued. */
  | ({ readonly at: 'half-undone' } & Standing & Unfit)
  /** Needs a person: an update whose undoing was switched off, a status that we do not know. */
  | ({ readonly at: 'stuck' } & Unfit)
  /** A stack of that name which we did not make: it is never touched. */
  | ({ readonly at: 'foreign' } & Unfit)

interface Standing {
  readonly id: string
  readonly status: string
  readonly isProtected?: true
  readonly outputs: Outputs
  readonly parameters: Readonly<Record<string, string>>
}

interface Unfit {
  readonly id: string
  readonly status: string
  readonly isProtected?: true
  readonly reason?: string
  /** Its outputs from when it stood: what is left of it may still serve there. */
  readonly lastOutputs?: Outputs
}

/** What no action of ours gets out of. */
export type UnusableStack = Extract<StackState, { readonly at: 'stuck' | 'foreign' }>

export type StackAction =
  | { readonly do: 'nothing' }
  | { readonly do: 'apply'; readonly change: 'CREATE' | 'UPDATE'; readonly request: StackRequest }
  /** A failed creation or removal stands in the way. */
  | { readonly do: 'recreate'; readonly remove: string; readonly request: StackRequest }
  /** Somebody's operation must end first; what then is to do depends on how it ends. */
  | { readonly do: 'join'; readonly id: string; readonly request: StackRequest }
  /** The undoing of an update must be brought to its end first. */
  | { readonly do: 'continue'; readonly id: string; readonly request: StackRequest }
  | { readonly do: 'refuse'; readonly state: UnusableStack }

/** What takes the stack from what is there to what we want; equal fingerprint and settled = nothing to ask. */
export function stackAction(request: StackRequest, state: StackState): StackAction {
  switch (state.at) {
    case 'absent':
    case 'shell':
      return { do: 'apply', change: 'CREATE', request }
    case 'settled':
      return state.outputs.Fingerprint === request.fingerprint
        ? { do: 'nothing' }
        : { do: 'apply', change: 'UPDATE', request }
    case 'busy':
      return { do: 'join', id: state.id, request }
    case 'remains':
      return { do: 'recreate', remove: state.id, request }
    case 'half-undone':
      return { do: 'continue', id: state.id, request }
    case 'stuck':
    case 'foreign':
      return { do: 'refuse', state }
  }
}

/** What it says of itself; none does that does not stand. */
export const outputsOf = (state: StackState): Outputs => ('outputs' in state ? state.outputs : {})

export const parametersOf = (state: StackState): Readonly<Record<string, string>> =>
  'parameters' in state ? state.parameters : {}

/** What it says of itself, or said when it last stood. */
export function lastOutputsOf(state: StackState): Outputs {
  return ('lastOutputs' in state ? state.lastOutputs : undefined) ?? outputsOf(state)
}

/** Something may serve from it; from one that is being made, or removed after that failed, nothing does. */
export const isLive = (state: StackState): boolean =>
  state.at === 'settled' ||
  state.at === 'half-undone' ||
  (state.at === 'busy' && !/^(CREATE|ROLLBACK|DELETE)_/.test(state.status))

/** Resources of ours may be in it: also in one whose creation or removal failed, unless that was undone. */
export const holdsThings = (state: StackState): boolean =>
  state.at !== 'absent' && state.at !== 'shell' && state.at !== 'foreign' && state.status !== 'ROLLBACK_COMPLETE'

export interface StackEvent {
  readonly id: string
  readonly time: Date
  readonly logicalId: string
  readonly physicalId?: string
  readonly type: string
  readonly status: string
  readonly reason?: string
  /** The ClientRequestToken of the operation that caused it. */
  readonly token?: string
}

/** A resource of a stack. */
export interface StackResource {
  readonly logicalId: string
  readonly type: string
  readonly status: string
  /** Absent: it was never made. */
  readonly physicalId?: string
}

/** Those that are still there. */
export const remainingOf = (resources: readonly StackResource[]): readonly StackResource[] =>
  resources.filter(({ status, physicalId }) => physicalId !== undefined && !/^DELETE_(COMPLETE|SKIPPED)$/.test(status))

export interface ChangeSetState {
  /** `overtaken`: another run removed it, executed its own, or the stack changed meanwhile. */
  readonly status: 'going-on' | 'ready' | 'no-changes' | 'overtaken' | 'failed'
  readonly reason?: string
  readonly changes: readonly ResourceChange[]
}

export interface ResourceChange {
  readonly action: string
  readonly logicalId: string
  readonly type: string
  readonly replacement: 'yes' | 'no' | 'maybe'
  /** What leaves the stack stays in the account. */
  readonly retained: boolean
  readonly details: readonly ChangeDetail[]
}

/** One reason for a change (F3.2). */
export interface ChangeDetail {
  /** Absent: tags, a policy. */
  readonly property?: string
  /** Whether this one makes another resource of it. */
  readonly recreation: 'never' | 'maybe' | 'always'
  /** The resource whose id or attribute the property is; it changes only when that one is replaced. */
  readonly follows?: string
  /** What the property was and becomes, where CloudFormation tells. May hold what must not be read. */
  readonly before?: string
  readonly after?: string
}
