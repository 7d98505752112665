// What there is in an account that decides whether a deployment can succeed. A field is absent when nobody asked for it.
import type { Reading } from './check.ts'
import type { Delegation } from './delegation.ts'
import type { DnsRecord } from './dns.ts'
import type { HostedZone } from './plan.ts'
import type { StackState } from './stack.ts'

export interface Seen {
  readonly account: string
  readonly partition: string
  readonly region: string
  /** When it was looked, in milliseconds since 1970. */
  readonly now: number
  /** Who we are, as an ARN. */
  readonly caller?: string
  readonly platform: Reading<StackState>
  readonly serviceStack: Reading<StackState>
  readonly rights?: readonly SimulatedRights[]
  readonly base?: Reading<BaseImage>
  readonly secrets?: readonly (readonly [reference: string, Reading<SecretState>])[]
  readonly quotas?: Quotas
  /** Of a VPC that is given: whether it and its subnets will do; a failure says why not. */
  readonly network?: Reading<'fit'>
  readonly names?: Names
  readonly zone?: Reading<HostedZone>
  readonly delegation?: Reading<Delegation>
  /** Name -> what it has already. */
  readonly records?: readonly (readonly [name: string, Reading<readonly DnsRecord[]>])[]
  readonly certificate?: Reading<Certificate | undefined>
}

/** A right that is needed. `context`: what a condition may ask for. */
export interface Right {
  readonly actions: readonly string[]
  readonly resource: string
  readonly context?: Readonly<Record<string, string>>
}

/** What IAM says of one principal. */
export interface SimulatedRights {
  readonly of: 'us' | 'CloudFormation'
  readonly principal: string
  readonly decisions: readonly (readonly [Right, Reading<readonly Decision[]>])[]
}

export interface Decision {
  readonly action: string
  /** `unsure`: a condition asks for what only the real call knows. */
  readonly at: 'allowed' | 'denied' | 'unsure'
}

/** What the Dockerfile's last stage stands on. */
export type BaseImage =
  | { readonly at: 'known'; readonly image: string; /** `linux/amd64`, ... */ readonly platforms: readonly string[] }
  | { readonly at: 'unknown'; readonly because: string }

/** `cut-short`: it is there, but named by an ARN without its end, which IAM takes for a whole one. */
export type SecretState = 'there' | 'missing' | 'cut-short' | 'being-deleted' | 'elsewhere'

export interface Quotas {
  /** Absent: none is made. */
  readonly vpcs?: Reading<Usage>
  readonly loadBalancers: Reading<Usage>
  /** vCPUs of all Fargate tasks together. */
  readonly vcpus: Reading<number>
}

export interface Usage {
  readonly used: number
  readonly limit: number
}

export interface Names {
  readonly cluster: Reading<Cluster | undefined>
  /** Whether a service of our name is in that cluster. */
  readonly service: Reading<boolean>
  /** Undefined: there is none. */
  readonly repository: Reading<Owned | undefined>
}

export interface Cluster extends Owned {
  readonly active: boolean
}

export interface Owned {
  /** The stack that made it; absent: none did. */
  readonly stack?: string
  /** That stack is not seen to hold it any more: the tag which tells of it may stay on what a stack leaves behind. */
  readonly isLeft?: true
}

export interface Certificate {
  /** `ISSUED`, ... */
  readonly status: string
  /** Why it is not: `CAA_ERROR`, ... */
  readonly reason?: string
  readonly names: readonly string[]
  /** Milliseconds since 1970. */
  readonly expires?: number
  /** ACM renews it by itself, or says that it cannot; absent: it does not say. */
  readonly renewed?: boolean
}
