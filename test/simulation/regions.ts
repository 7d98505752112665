// Several whole regions on one clock, empty at first, and runs of the action on all of them.
import { deploy } from '../../src/command/deploy.ts'
import type { ChangeResourceRecordSetsCommandInput } from '@aws-sdk/client-route-53'
import type { Docker } from '../../src/docker/docker.ts'
import type { Config } from '../../src/model/config.ts'
import type { Progress, Step } from '../../src/model/progress.ts'
import { mapSeveral, type Several } from '../../src/model/several.ts'
import type { Verdicts } from '../../src/model/verdict.ts'
import type { Places, World } from '../../src/run/world.ts'
import { aws } from '../aws/aws.ts'
import { plain } from '../template/example.ts'
import { chanceOf } from './chance.ts'
import { virtualTime } from './clock.ts'
import { digestOf, dockerOf } from './docker.ts'
import { connectAll } from './edge.ts'
import { nameServers, nameServerSet, type Elsewhere } from './elsewhere.ts'
import { landOf, type Circumstances, type Land } from './land.ts'
import type { Registered } from './definitions.ts'
import { toEnd, worldOf } from './run.ts'
import type { Life } from './sdk.ts'
import { changeZone, type RecordSet } from './zone.ts'

export interface Asked {
  /** Of the image that it deploys. */
  readonly tag: string
  /** Absent: all. */
  readonly regions?: Several<string>
  readonly change?: Partial<Config>
  readonly over?: Partial<World>
  /** What docker does otherwise. */
  readonly docker?: (docker: Docker) => Partial<Docker>
  /** Absent: `deploy`. */
  readonly command?: (places: Places) => Step<Verdicts>
}

export interface Ran {
  readonly verdicts: Verdicts
  readonly progress: readonly Progress[]
  readonly calls: readonly string[]
  /** Seconds. */
  readonly took: number
  /** Seconds that each stage took, of the last region that had it. */
  readonly spans: Readonly<Partial<Record<Progress['stage'], number>>>
}

export type Regions = ReturnType<typeof regionsOf>

/** @param circumstances of each region. */
export function regionsOf(
  names: Several<string>,
  circumstances: (region: string) => Partial<Circumstances> = () => ({})
) {
  const time = virtualTime(chanceOf(1))
  let life: Life = { over: false, called: () => undefined }
  const zone: RecordSet[] = []
  const lands = new Map(names.map((name) => [name, landOf(circumstances(name), () => life, time, zone)]))
  const landAt = (name: string): Land => {
    const land = lands.get(name)
    if (!land) throw new Error(`There is no region ${name}`)
    return land
  }
  connectAll((name) => {
    const { wire, edge } = landAt(name)
    return {
      wire,
      edge: { ...edge, elsewhere: { ...edge.elsewhere, listResourceRecordSets, changeResourceRecordSets } }
    }
  })
  let runs = 0

  /** A zone is everywhere the same. */
  function recordsOfAll(): readonly RecordSet[] {
    return [...lands].flatMap(([region, { records }]) =>
      records().map((record) => ({
        ...record,
        ...(record.SetIdentifier !== undefined && {
          SetIdentifier: record.SetIdentifier.replace('eu-west-1', region)
        }),
        Region: region as 'us-east-1'
      }))
    )
  }

  function listResourceRecordSets(): ReturnType<Elsewhere['listResourceRecordSets']> {
    return { ResourceRecordSets: [nameServerSet, ...recordsOfAll(), ...zone] }
  }

  function changeResourceRecordSets({
    ChangeBatch
  }: ChangeResourceRecordSetsCommandInput): ReturnType<Elsewhere['changeResourceRecordSets']> {
    changeZone(zone, recordsOfAll(), ChangeBatch)
    return {}
  }

  function placesOf({ tag, regions = names, change, over, docker }: Asked): Places {
    runs++
    const registryAt = (uri: string) => landAt(/\.ecr\.([^.]+)\./.exec(uri)?.[1] ?? '').registry
    const own = dockerOf(time, registryAt, life, tag)
    const all = worldOf(time, 60, {
      docker: { ...own, ...docker?.(own) },
      nameServersOf: () => Promise.resolve(nameServers),
      run: { id: String(runs), attempt: '1' },
      ...over
    })
    return mapSeveral(regions, (region) => ({
      config: { ...plain, ...change, region },
      world: { ...all, aws: aws(region) }
    }))
  }

  return {
    time,
    zone,
    landAt,
    /** A run to its end. */
    async deploy(asked: Asked): Promise<Ran> {
      const { command = (places: Places) => deploy(places, () => []) } = asked
      const calls: string[] = []
      life = { over: false, called: (action) => calls.push(action) }
      const began = time.now()
      const progress: Progress[] = []
      const starts = new Map<string, number>()
      const spans: Partial<Record<Progress['stage'], number>> = {}
      const take = (each: Progress): void => {
        progress.push(each)
        const { at, stage, region = '' } = each
        if (at === 'started') starts.set(region + stage, time.now())
        if (at === 'finished') spans[stage] = (time.now() - (starts.get(region + stage) ?? 0)) / 1000
      }
      const verdicts = await time.pass(toEnd(command(placesOf(asked)), take))
      return { verdicts, progress, calls, took: (time.now() - began) / 1000, spans }
    },
    wait: (seconds: number): Promise<void> => time.pass(time.pause(seconds * 1000)),
    /** Somebody else's run begins to roll out another image in a region. */
    deployOtherwise(name: string, tag: string): void {
      const { region, definitions, registry } = landAt(name)
      const found = definitions.all.at(-1)?.definition
      const [container] = found?.containerDefinitions ?? []
      if (!found || !container) throw new Error(`Nothing was ever deployed to ${name}`)
      const repository = container.image?.split('@')[0] ?? ''
      const digest = digestOf(`git-${tag}`)
      registry.push(`git-${tag}`, digest)
      definitions.registerTaskDefinition({
        ...found,
        containerDefinitions: [{ ...container, image: `${repository}@${digest}` }],
        tags: [
          { key: 'slipway:name', value: 'shop' },
          { key: 'slipway:run', value: 'other-1' }
        ]
      })
      const revision = definitions.all.at(-1)?.revision
      if (revision) region.begin(revision, 'others')
    },
    /** Which image the service of a region runs, by its tag among these; undefined: there is no service. */
    runs(name: string, ...tags: readonly string[]): string | undefined {
      const { region, definitions } = landAt(name)
      const [deployment, ...others] = region.service.deployments
      if (!deployment) return undefined
      const registered = definitions.all.find(({ revision }) => revision === deployment.revision)
      const image = imageIn(registered)
      const tag = tags.find((each) => image?.endsWith(digestOf(`git-${each}`)))
      return others.length === 0 ? (tag ?? image) : `${tag ?? ''} and others`
    },
    /** Which image the newest ACTIVE revision has: what would run. */
    newest(name: string, ...tags: readonly string[]): string | undefined {
      const found = landAt(name).definitions.all.findLast(({ active }) => active)
      const image = imageIn(found)
      return tags.find((each) => image?.endsWith(digestOf(`git-${each}`)))
    }
  }
}

const imageIn = (registered: Registered | undefined): string | undefined =>
  registered?.definition.containerDefinitions?.[0]?.image
