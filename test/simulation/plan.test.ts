// What a plan says against what a deployment then does, over pairs of configurations that nobody thought of. Others:
// SLIPWAY_SEED=2 npm run unit -- test/simulation/plan
import { afterAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { SettingName } from '../../src/action/settings/all.ts'
import type { Config } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'
import type { Visit } from '../../src/run/site/visit.ts'
import { accepted } from '../action/asking.ts'
import { inRegion, type Inputs } from '../template/anything.ts'
import { healthy } from './app.ts'
import { disconnect } from './sdk.ts'
import { mark, surprises } from './planned.ts'
import { whole, type Circumstances, type Whole } from './whole.ts'
import { isWrite, redirecting } from './run.ts'

afterAll(disconnect)

/** Faster than in AWS: how long it takes is of no matter. */
const brisk: Partial<Circumstances> = {
  ways: { pace: 0.02 },
  settings: { launch: 1, targets: { interval: 5, healthyThreshold: 2, unhealthyThreshold: 3, deregistrationDelay: 1 } },
  appOf: () => healthy
}

/** What this region does not have: networks of others, images of other registries, a second target group. */
const absent: readonly SettingName[] = [
  'vpc-id',
  'subnet-ids',
  'image',
  'registry-credentials',
  'strategy',
  'bake-minutes',
  'canary-percent',
  'linear-step-percent',
  'rollback-alarms'
]
const without = (inputs: Inputs, names: readonly SettingName[]): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name as SettingName)))

/** With this region's one zone. */
function here({ domain, 'hosted-zone-id': zone, ...inputs }: Inputs): Inputs {
  return {
    ...without(inputs, absent),
    name: 'shop',
    ...(domain !== undefined && { domain: 'shop.example', 'hosted-zone-id': zone === 'none' ? 'none' : 'Z0SHOP' })
  }
}

const setting = inRegion('eu-west-1').map(here)
/** A configuration, and others that each take some values of one more: none, a few, all. */
const story = fc.tuple(
  setting,
  fc.array(fc.record({ other: setting, count: fc.constantFrom(0, 1, 2, 4, 60), from: fc.nat(1000) }), {
    minLength: 8,
    maxLength: 8
  })
)

function mixed(inputs: Inputs, other: Inputs, count: number, from: number): Inputs {
  const names = Object.keys(other)
  const taken = Array.from({ length: count }, (_, index) => names[(from + index) % names.length])
  return { ...inputs, ...Object.fromEntries(Object.entries(other).filter(([name]) => taken.includes(name))) }
}

interface Done {
  readonly isRefused: boolean
  readonly verdict: string
  readonly writes: readonly string[]
}

async function deploy(region: Whole, change: Config): Promise<Done> {
  const tags = region.registry.tags.size
  try {
    const { verdict: end, calls } = await region.deploy({ change, over: { visit: answering(change) } })
    const writes = [...calls.filter(isWrite), ...(region.registry.tags.size > tags ? ['docker push'] : [])]
    return { verdict: end.verdict, writes, isRefused: 'failure' in end && end.failure.code === 'INPUT_INVALID' }
  } catch (error) {
    if (error instanceof Failure) return { verdict: error.code, writes: [], isRefused: true }
    throw error
  }
}

/** The site answers as it is asked to. */
const answering = ({ health, frontDoor }: Config): Visit => {
  const status = Number(health.codes.slice(0, 3))
  return frontDoor.at === 'domain' ? redirecting(status) : () => Promise.resolve({ status })
}

const seen = { nothing: 0, change: 0, refused: 0 }

test('a plan says what a deployment then does: whether anything, to which resource, and which one is refused', async () => {
  for (const [inputs, others] of fc.sample(story, { numRuns: 30, seed: Number(process.env.SLIPWAY_SEED ?? 1) })) {
    const region = whole(brisk)
    // Sooner than any run waits for it.
    region.registry.scanning.seconds = 1
    let current = inputs
    const first = accepted(inputs)
    if (!first) continue
    expect(await deploy(region, first)).toMatchObject({ verdict: 'deployed' })
    for (const { other, count, from } of others) {
      const wanted = mixed(current, other, count, from)
      const config = accepted(wanted)
      if (!config) continue
      const { preview, calls } = await region.plan({ change: config })
      expect(calls.filter((call) => isWrite(call) && !/:(Create|Delete)ChangeSet$/.test(call))).toEqual([])
      const since = mark(region)
      const { isRefused, verdict, writes } = await deploy(region, config)
      // Named in what is compared, so that a failure tells them.
      const pair = { from: current, to: wanted, verdict, writes }
      expect({ ...pair, refused: preview.refused !== undefined }).toEqual({ ...pair, refused: isRefused })
      seen[isRefused ? 'refused' : writes.length > 0 ? 'change' : 'nothing']++
      if (isRefused) continue
      expect({ ...pair, hasChanges: preview.hasChanges }).toEqual({ ...pair, hasChanges: writes.length > 0 })
      expect({ ...pair, surprises: surprises(preview, since, region) }).toEqual({ ...pair, surprises: [] })
      current = wanted
    }
  }
})

test('a plan with nothing to say asks seven times at most, and no change set is looked for', async () => {
  const region = whole(brisk)
  await region.deploy()
  const { preview, calls } = await region.plan()
  expect(preview.hasChanges).toBe(false)
  expect(calls.length).toBeLessThanOrEqual(7)
  expect(calls.filter((call) => call.includes('ChangeSet'))).toEqual([])
})

test('there were pairs of each kind', () => {
  expect({ seen, few: Object.values(seen).filter((count) => count <= 5) }).toEqual({ seen, few: [] })
})
