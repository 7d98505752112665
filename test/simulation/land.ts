// One whole region: stacks, the service that they make, revisions, images, and the way to them.
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { apiOf } from './api.ts'
import { healthy, type App } from './app.ts'
import { chanceOf } from './chance.ts'
import type { Time } from './clock.ts'
import { accountOf } from './cloudformation/account.ts'
import { cloudFormationOf } from './cloudformation/api.ts'
import { usualWays, type Cloud, type Ways } from './cloudformation/stack.ts'
import { toldOf } from './cloudformation/told.ts'
import { definitionsOf } from './definitions.ts'
import type { Edge } from './edge.ts'
import { elsewhere, recordsOf } from './elsewhere.ts'
import { gate, none, type Faults } from './faults.ts'
import { historyOf } from './history.ts'
import { makeRegion } from './region.ts'
import { registryOf } from './registry.ts'
import { quota } from './retry.ts'
import type { Life, Wire } from './sdk.ts'
import type { RecordSet } from './zone.ts'
import { usual, type Settings } from './settings.ts'

export interface Circumstances {
  readonly settings: Partial<Settings>
  readonly faults: Partial<Faults>
  readonly ways: Partial<Ways>
  readonly seed: number
  /** What a revision runs. */
  readonly appOf: (definition: RegisterTaskDefinitionCommandInput) => App
}

export type Land = ReturnType<typeof landOf>

/** @param ofAll the time of all regions; absent: its own. @param zone records that no stack has made, of all regions too. */
export function landOf(circumstances: Partial<Circumstances>, life: () => Life, ofAll?: Time, zone: RecordSet[] = []) {
  const { seed = 1, appOf = () => healthy } = circumstances
  const faults: Faults = { ...none, ...circumstances.faults }
  const region = makeRegion({ ...usual, ...circumstances.settings }, seed, healthy, ofAll)
  const { time, service } = region
  // Nothing was ever rolled out here.
  service.revisions.length = 0
  const definitions = definitionsOf(region, appOf)
  const registry = registryOf(
    (name) => account.names.has(`AWS::ECR::Repository ${name}`),
    (name) => account.names.delete(`AWS::ECR::Repository ${name}`),
    time
  )
  const account = accountOf({ region, definitions, hasImages: () => registry.tags.size > 0, zone })
  const cloud: Cloud = {
    time,
    chance: chanceOf(seed + 3),
    ways: { ...usualWays, ...circumstances.ways },
    account,
    stacks: []
  }
  const cloudFormation = cloudFormationOf(cloud)
  const chance = chanceOf(seed + 2)
  const wire: Wire = {
    time,
    chance,
    gate: gate(time, chance, faults),
    api: apiOf(region, historyOf(region, faults), faults),
    latency: faults.latency,
    quota: quota(),
    life
  }
  const edge: Edge = {
    cloudFormation,
    told: toldOf(cloud, cloudFormation.sets),
    definitions,
    registry,
    elsewhere: elsewhere(cloud, zone)
  }
  return { region, definitions, registry, account, cloudFormation, zone, records: () => recordsOf(cloud), wire, edge }
}
