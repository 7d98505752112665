// All that a step may reach: the edges, by their types only, and the clock.
import type { Aws } from '../aws/connect.ts'
import type { Docker } from '../docker/docker.ts'
import type { Config } from '../model/config.ts'
import type { RunNumber } from '../model/release-record.ts'
import type { Several } from '../model/several.ts'
import type { AddressesOf, NameServersOf } from './dns/delegation.ts'
import type { Patience } from './poll.ts'
import type { Visit } from './site/visit.ts'

export interface World extends Patience {
  readonly aws: Aws
  readonly docker: Docker
  readonly visit: Visit
  readonly nameServersOf: NameServersOf
  readonly addressesOf: AddressesOf
  readonly run: RunIdentity
}

/** A region of a run: what is asked for there, and the way to it. */
export interface Place {
  readonly config: Config
  readonly world: World
}

/** All regions of a run; clock, deadline and cancellation are the same in all worlds. */
export type Places = Several<Place>

/** Which run this is; written on the revisions that it registers. */
export interface RunIdentity extends RunNumber {
  readonly commit?: string
  readonly actor?: string
  readonly repository?: string
}
