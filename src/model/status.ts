// What runs in one region, and how far that is from what is asked for: what `status` ends with.

export interface Status {
  readonly region: string
  /** Absent: there is no service. */
  readonly running?: Running
  /** Newest first. */
  readonly rollouts: readonly RolloutTold[]
  readonly drift: Drift
  /** Secrets that were changed after a task had started that reads them only then. */
  readonly staleSecrets: readonly StaleSecret[]
  /** Absent where nothing runs. */
  readonly site?: SiteTold
  /** What else answers by the names of the site, in sentences; told of the run's first region alone. Absent: nothing. */
  readonly others?: readonly string[]
  /** What could not be read, and why. */
  readonly unread: readonly string[]
}

export interface Running {
  /** `shop-app:7`. */
  readonly revision: string
  readonly image?: string
  readonly commit?: string
  /** `<run id>-<attempt>`. */
  readonly run?: string
  readonly actor?: string
  /** ISO 8601: when it was seen to serve well; absent: no run of ours has seen it. */
  readonly goodSince?: string
  readonly tasks: { readonly wanted: number; readonly running: number; readonly pending: number }
  /** State of the load balancer's targets, as ELB says it -> how many. */
  readonly targets: Readonly<Record<string, number>>
}

export interface RolloutTold {
  readonly status: string
  readonly revision?: string
  readonly began?: string
  readonly ended?: string
  readonly reason?: string
}

export interface Drift {
  readonly platform: StackDrift
  readonly service: StackDrift
  /** Names of what differs in the task definition, without values. */
  readonly task: readonly string[] | 'cannot be told'
  /** Of a run in several regions: how what runs here differs from the first one. Absent: there is nothing to compare. */
  readonly unlike?: Unlike
}

export interface Unlike {
  readonly region: string
  /** `sha256:...` that runs there; absent: the same one. */
  readonly image?: string
  /** Names of what differs in the task definition, without values; references to secrets are each region's own. */
  readonly settings: readonly string[]
}

/** `in DELETE_FAILED`: it is not at rest, whatever it would be then. `not ours`: somebody else's has the name. */
export type StackDrift = 'as asked for' | 'differs' | 'not there' | 'not ours' | 'cannot be told' | `in ${string}`

export interface StaleSecret {
  /** What the task definition names. */
  readonly secret: string
  readonly changed: string
}

export interface SiteTold {
  readonly url: string
  readonly answers: boolean
  /** What each name said that does not answer as it should. */
  readonly said: readonly string[]
  /** ISO 8601; of the certificate that it answered with. */
  readonly certificateExpires?: string
  /** Absent: that is long enough. */
  readonly warning?: string
}
