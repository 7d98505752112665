// Regions that serve the same site and are none of this run: somebody took them out of `regions`, or runs them apart.
import { asFailure } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import { siteOf } from '../model/site.ts'
import type { Planned } from './region.ts'

/** Named, never touched. What cannot be read is said, and is beside the point of the run. */
export async function* tellOthers({ config, current, world }: Planned, regions: readonly string[]): Step<void> {
  const site = siteOf(config, current.hostedZone)
  if (!site?.zone) return
  const [name] = site.names
  try {
    const records = await world.aws.records.find(site.zone.id, name)
    const members = records.flatMap(({ region, setIdentifier }) =>
      region !== undefined && setIdentifier === `${config.name}-${region}` ? [region] : []
    )
    const others = [...new Set(members)].filter((region) => !regions.includes(region))
    if (others.length === 0) return
    const text = `${name} is also served from ${others.join(', ')}, which this run did not update: not in \`regions\`.`
    yield { at: 'warning', stage: 'url', text }
  } catch (error) {
    const text = `Whether other regions serve ${name} as well could not be seen: ${asFailure(error).sentence}`
    yield { at: 'warning', stage: 'url', text }
  }
}
