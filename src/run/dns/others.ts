// What else answers by the names of the site and is not of this run: regions that somebody took out of `regions` or runs
// apart, and records from before.
import { besides } from '../../model/adoption.ts'
import type { DnsNames } from '../../model/dns.ts'
import { asFailure } from '../../model/failure.ts'
import type { Step } from '../../model/progress.ts'
import { setIdentifierOf } from '../../model/names.ts'
import { siteOf } from '../../model/site.ts'
import type { Asking } from '../prepare.ts'
import type { World } from '../world.ts'

/** Named, never touched. What cannot be read is said, and is beside the point of the run. */
export async function* tellOthers(asking: Asking, world: World): Step<void> {
  try {
    for (const text of await othersOf(asking, world)) yield { at: 'warning', stage: 'url', text }
  } catch (error) {
    const text = `Whether other regions serve the same names could not be seen: ${asFailure(error).sentence}`
    yield { at: 'warning', stage: 'url', text }
  }
}

/** In sentences. @throws Failure when the records cannot be read. */
export async function othersOf({ config, current, regions = [] }: Asking, { aws }: World): Promise<readonly string[]> {
  const site = siteOf(config, current.hostedZone)
  const { zone } = site ?? {}
  if (!site || !zone) return []
  const [name] = site.names
  const found: DnsNames = await Promise.all(
    site.names.map(async (each) => [each, await aws.records.find(zone.id, each)] as const)
  )
  const members = found.flatMap(([, records]) =>
    records.flatMap(({ region, setIdentifier }) =>
      region !== undefined && setIdentifier === setIdentifierOf(config, region) ? [region] : []
    )
  )
  const others = [...new Set(members)].filter((region) => !regions.includes(region))
  const served =
    others.length === 0
      ? []
      : [`${name} is also served from ${others.join(', ')}, which this run did not update: not in \`regions\`.`]
  return [...served, ...besides(found, config.name)]
}
