// Regions that serve the same site and are none of this run: somebody took them out of `regions`, or runs them apart.
import type { Step } from '../model/progress.ts'
import { siteOf } from '../model/site.ts'
import type { Planned } from './region.ts'

/** Named, never touched. What cannot be read is not told: it is beside the point of the run. */
export async function* tellOthers({ config, current, world }: Planned, regions: readonly string[]): Step<void> {
  const site = siteOf(config, current.hostedZone)
  if (!site?.zone) return
  const records = await world.aws.records.find(site.zone.id, site.names[0]).catch(() => [])
  const members = records.flatMap(({ region, setIdentifier }) =>
    region !== undefined && setIdentifier === `${config.name}-${region}` ? [region] : []
  )
  const others = [...new Set(members)].filter((region) => !regions.includes(region))
  if (others.length === 0) return
  const text = `${site.names[0]} is also served from ${others.join(', ')}, which this run did not update: not in \`regions\`.`
  yield { at: 'warning', stage: 'url', text }
}
