// Releases by blue/green, canary and linear, and changes between the strategies, on a region in memory: visitors always
// find somebody.
import { describe, expect, test } from '@jest/globals'
import type { Config, Strategy } from '../../src/model/config.ts'
import { asFailure } from '../../src/model/failure.ts'
import { plain } from '../template/example.ts'
import { failureOf } from '../told.ts'
import type { Fate } from './fake/ecs.ts'
import { fakeRegion, linesOf, type Region, type Script } from './fake/region.ts'
import { firstGroup, secondGroup } from './fake/traffic.ts'

const blueGreen: Strategy = { kind: 'blue-green', bakeMinutes: 5 }
const canary: Strategy = { kind: 'canary', canaryPercent: 10, bakeMinutes: 3 }
const rolling: Strategy = { kind: 'rolling' }
const by = (strategy: Strategy, more: Partial<Config> = {}): Partial<Config> => ({
  ...more,
  rollout: { ...plain.rollout, strategy }
})
const serving = (region: Region): string => region.ecs.traffic.serving()
const second = secondGroup.targetGroupArn

async function deployed(
  strategy: Strategy,
  fates: Readonly<Record<number, Fate>> = {},
  script: Script = {}
): Promise<Region> {
  const region = fakeRegion({ ...script, fates })
  const run = await region.deploy('1', by(strategy))
  expect(run.verdict.verdict).toBe('deployed')
  return region
}

describe('a release by blue/green', () => {
  test('takes turns between the groups, says where it is, and never moves the rule itself', async () => {
    const region = await deployed(blueGreen)
    expect(serving(region)).toBe(firstGroup)
    for (const [tag, group] of [
      ['2', second],
      ['3', firstGroup]
    ] as const) {
      const run = await region.deploy(tag, by(blueGreen))
      expect(run.verdict.verdict).toBe('deployed')
      expect(serving(region)).toBe(group)
      expect(run.writes.filter((write) => write.includes('shop-service'))).toEqual([])
      const lines = linesOf(run.progress)
      expect(lines).toContain('moving test requests to the new version')
      expect(lines.flatMap((line) => /baking, .*/.exec(line) ?? [])).toEqual(
        [0, 1, 2, 3, 4].map((minute) => `baking, ${minute} of 5 min`)
      )
    }
    expect(region.ecs.traffic.outages).toEqual([])
  })

  test('changes nothing when nothing changed, whichever group serves', async () => {
    const region = await deployed(blueGreen)
    await region.deploy('2', by(blueGreen))
    const run = await region.deploy('2', by(blueGreen))
    expect(run.verdict.verdict).toBe('unchanged')
    expect(run.writes).toEqual([])
  })

  test('that crashes is stopped by us: ECS has no breaker for it', async () => {
    const region = await deployed(blueGreen, { 2: 'crash' })
    const run = await region.deploy('2', by(blueGreen))
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(failureOf(run)?.code).toBe('CRASH_LOOP')
    expect(run.writes.filter((write) => write.startsWith('stop'))).toHaveLength(1)
    expect(region.ecs.active()).toEqual([1])
    expect(region.ecs.traffic.outages).toEqual([])
  })

  test('that crashes is taken back by hand where a deployment cannot be stopped', async () => {
    const region = await deployed(blueGreen, { 2: 'crash' }, { deploymentsApi: 'denied' })
    const run = await region.deploy('2', by(blueGreen))
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(run.writes).toContain('update the service to shop-app:1 by force')
    expect(region.ecs.active()).toEqual([1])
  })

  test('that moves the port keeps the second group', async () => {
    const region = await deployed(blueGreen)
    const { services } = region.world.aws
    const updates: unknown[] = []
    const aws = {
      ...region.world.aws,
      services: {
        ...services,
        update: (wanted: Parameters<typeof services.update>[0]) => {
          updates.push(wanted.loadBalancer)
          return services.update(wanted)
        }
      }
    }
    const task = { ...plain.task, containerPort: 9000 }
    const run = await region.deploy('1', by(blueGreen, { task }), { aws })
    expect(run.verdict.verdict).toBe('deployed')
    expect(updates).toEqual([{ targetGroupArn: firstGroup, secondGroup, container: 'shop-container', port: 9000 }])
    expect(region.ecs.traffic.outages).toEqual([])
  })

  test('that runs out of time says what the waits alone take', async () => {
    const region = await deployed(blueGreen)
    const deadline = region.time.clock.now() + 200_000
    const run = await region.deploy('2', by(blueGreen), { deadline })
    expect(run.verdict.verdict).toBe('timed-out')
    expect(failureOf(run)?.sentence).toMatch(/It was at: visitors get the new version.*of 5 min/)
    expect(failureOf(run)?.remedy).toContain('`strategy: blue-green` alone take 1 x 300 (bake)')
    expect(region.ecs.traffic.outages).toEqual([])
  })
})

describe('a canary', () => {
  test('gets a part of the visitors first', async () => {
    const region = await deployed(canary)
    const run = await region.deploy('2', by(canary))
    expect(run.verdict.verdict).toBe('deployed')
    expect(linesOf(run.progress)).toEqual(
      expect.arrayContaining([
        '10 % of the visitors get the new version, baking, 0 of 3 min',
        '10 % of the visitors get the new version, baking, 2 of 3 min',
        'visitors get the new version, the old one is still there, baking, 0 of 3 min'
      ])
    )
    expect(region.ecs.traffic.outages).toEqual([])
  })

  test('is undone when an alarm goes off, which is named', async () => {
    const region = await deployed(canary)
    region.time.after(100, () => {
      region.ecs.alarm('slow')
    })
    const run = await region.deploy('2', by(canary))
    expect(run.verdict.verdict).toBe('rolled-back')
    expect(failureOf(run)).toMatchObject({ code: 'ALARM_TRIGGERED' })
    expect(failureOf(run)?.sentence).toContain('slow')
    expect(linesOf(run.progress)).toContain('ECS goes back to the earlier version: the alarm slow went off')
    expect(region.ecs.serving()).toBe(1)
    expect(serving(region)).toBe(firstGroup)
    expect(region.ecs.traffic.outages).toEqual([])
  })
})

describe('a change of the strategy on a live service', () => {
  test('goes by rolling over two groups, both ways, and visitors never miss it', async () => {
    const region = await deployed(rolling)
    const there = await region.deploy('2', by(blueGreen))
    expect(there.verdict.verdict).toBe('deployed')
    expect(there.writes.filter((write) => write.startsWith('execute'))).toEqual([
      'execute UPDATE of shop-service',
      'execute UPDATE of shop-service'
    ])
    expect(serving(region)).toBe(second)

    const refused = await region.deploy('3', by(rolling)).catch((error: unknown) => error)
    expect(asFailure(refused)).toMatchObject({ code: 'INPUT_INVALID' })
    expect(asFailure(refused).remedy).toContain('`force-new-deployment: true`')

    const once = await region.deploy('2', by(blueGreen, { forceNewDeployment: true }))
    expect(once.verdict.verdict).toBe('deployed')
    expect(serving(region)).toBe(firstGroup)

    const back = await region.deploy('3', by(rolling))
    expect(back.verdict.verdict).toBe('deployed')
    expect(back.writes.filter((write) => write.startsWith('execute'))).toHaveLength(2)
    expect(region.ecs.serving()).toBe(Number(region.ecs.active().at(-1)))
    expect(region.ecs.traffic.outages).toEqual([])
    const after = await region.deploy('3', by(rolling))
    expect(after.verdict.verdict).toBe('unchanged')
  })

  test('to another one with two groups needs no step between', async () => {
    const region = await deployed(blueGreen)
    await region.deploy('2', by(blueGreen))
    const run = await region.deploy('3', by(canary))
    expect(run.verdict.verdict).toBe('deployed')
    expect(run.writes.filter((write) => write.startsWith('execute'))).toHaveLength(1)
    expect(region.ecs.traffic.outages).toEqual([])
  })

  test('that is half way when the run ends is finished by the next one', async () => {
    const region = await deployed(rolling)
    region.cancelAfter(30)
    expect((await region.deploy('2', by(blueGreen))).verdict.verdict).toBe('cancelled')
    const run = await region.deploy('2', by(blueGreen), { cancelled: new AbortController().signal })
    expect(run.verdict.verdict).toBe('deployed')
    expect(region.ecs.traffic.outages).toEqual([])
  })
})

test('a tag that would send the rule again is refused while the second group serves', async () => {
  const region = await deployed(blueGreen)
  await region.deploy('2', by(blueGreen))
  const run = await region.deploy('2', by(blueGreen, { tags: { team: 'checkout' } }))
  expect(run.verdict.verdict).toBe('failed')
  expect(failureOf(run)).toMatchObject({ code: 'INPUT_INVALID' })
  expect(failureOf(run)?.sentence).toContain('the rule of the load balancer')
  expect(run.writes.at(-1)).toBe('delete the change set of shop-service')
  expect(region.ecs.traffic.outages).toEqual([])

  await region.deploy('2', by(blueGreen, { forceNewDeployment: true }))
  const then = await region.deploy('2', by(blueGreen, { tags: { team: 'checkout' } }))
  expect(then.verdict.verdict).toBe('deployed')
  expect(region.ecs.traffic.outages).toEqual([])
})
