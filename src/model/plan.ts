// What there is and what to do about it: all stages; the order of doing is run/region.ts's alone.
import type { Architecture, Config } from './config.ts'
import type { Findings } from './scan.ts'
import { sameContent, type Revision } from './revision.ts'
import type { Service, Weight } from './service.ts'
import type { StackAction, StackState } from './stack.ts'

/** What the image is made from: the working tree at the build context, or an image that Docker has (docs/decisions/0007). */
export type ContextState =
  /** `difference`: hash of the files that differ from the commit. */
  | { readonly at: 'commit'; readonly commit: string; readonly difference?: string }
  | { readonly at: 'no-git'; readonly hash: string }
  /** `id`: Docker's image id, `sha256:...`. */
  | { readonly at: 'local'; readonly id: string }
  /** An image that is used where it is. */
  | { readonly at: 'registry'; readonly image: PushedImage }

export interface HostedZone {
  readonly id: string
  /** Without the trailing dot. */
  readonly name: string
}

/** What is there in one region. */
export interface Current {
  readonly region: string
  readonly account: string
  readonly partition: string
  /** Names of the zones that our subnets are in; before there are any, of those that Fargate and a subnet accept (F1.2). */
  readonly zones: readonly string[]
  readonly hostedZone?: HostedZone
  readonly platform: StackState
  readonly serviceStack: StackState
  readonly service?: Service
  /** What the rule for visitors gives each target group: read when a service with two groups is to have one. */
  readonly weights?: readonly Weight[]
  /** The revision that the service runs. */
  readonly running?: Revision
  /** The newest ACTIVE revision of our family: what CloudFormation would take (F1.14). */
  readonly newest?: Revision
  /**
   * The ACTIVE revisions in full, for a command that tells or goes back to them, and when the platform lets secrets be
   * read that the configuration no longer names (its output `ReadableSecrets`); otherwise empty, because then there is
   * nothing that only they need.
   */
  readonly kept: readonly Revision[]
  /** The image that already has the tag we want. */
  readonly image?: PushedImage
}

/** What is asked for in a region, and what is there. */
export interface Situation {
  readonly config: Config
  readonly current: Current
}

export interface PushedImage {
  /** `sha256:...`. */
  readonly digest: string
  /** `registry/repository@sha256:...`. */
  readonly reference: string
  /** With `scan-gate`: what its scan found. */
  readonly findings?: Findings
}

export type ImagePlan =
  /** The tag is already there. */
  | { readonly do: 'nothing'; readonly tag: string; readonly image: PushedImage }
  | { readonly do: 'build'; readonly tag: string; readonly platform: string }
  | { readonly do: 'push'; readonly tag: string; readonly local: string; readonly platform: string }
  /** `from`: the region that has it, or gets it by this run; the same bytes go from there to this one. */
  | { readonly do: 'copy'; readonly tag: string; readonly from: string }
  /** Used where it is, resolved to a digest. */
  | { readonly do: 'use'; readonly image: PushedImage }

/** By the run, and not there yet: only then is it known which bytes it is. */
export const isToCome = (image: ImagePlan): image is Exclude<ImagePlan, { readonly image: PushedImage }> =>
  !('image' in image)

export interface RegionPlan {
  readonly region: string
  readonly platform: StackAction
  /** A live platform is changed only when the image is there: a build that fails must not leave half a commit. */
  readonly platformWaitsForImage: boolean
  /** What runs is not the newest ACTIVE revision: a copy of it is registered first (docs/decisions/0003). */
  readonly copy: { readonly do: 'nothing' } | { readonly do: 'copy'; readonly of: Revision }
  /** Roll out even when nothing differs. */
  readonly force: boolean
}

/** Newest ACTIVE must be what runs before CloudFormation may touch the service: it resolves the family to it. */
export function copyAction(running: Revision | undefined, newest: Revision | undefined): RegionPlan['copy'] {
  if (!running || running.arn === newest?.arn) return { do: 'nothing' }
  if (newest && sameContent(running.definition, newest.definition)) return { do: 'nothing' }
  return { do: 'copy', of: running }
}

/** Of one region. */
export interface Plan {
  readonly image: ImagePlan
  readonly region: RegionPlan
}

export const platformOf = (architecture: Architecture): string =>
  architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64'
