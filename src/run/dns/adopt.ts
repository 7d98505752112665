// Takes over the records that the site's names have already, without a gap (docs/decisions/0024).
import { adoption, isAdopting, letGo, rememberedFor, simpleAddress, simpleText } from '../../model/adoption.ts'
import { Failure } from '../../model/failure.ts'
import type { DnsChange, DnsNames } from '../../model/dns.ts'
import type { HostedZone, Situation } from '../../model/plan.ts'
import type { Step } from '../../model/progress.ts'
import { siteOf, type Site } from '../../model/site.ts'
import { answered, firstOf, insist } from '../poll.ts'
import type { Asking } from '../prepare.ts'
import type { World } from '../world.ts'

type Zoned = Site & { readonly zone: HostedZone }

/** @returns undefined when nothing is to be taken over. */
function adoptingSite({ config, current }: Situation): Zoned | undefined {
  const { frontDoor } = config
  const site = siteOf(config, current.hostedZone)
  if (frontDoor.at !== 'domain' || !frontDoor.adoptRecords || !site?.zone) return undefined
  return { ...site, zone: site.zone }
}

/**
 * Before the stack makes ours. What was simple goes on answering, as members beside which ours may stand.
 * @returns whether what was there still answers: DNS does not lead to us alone until it is let go.
 */
export async function* adoptRecords(asking: Asking, world: World): Step<boolean> {
  const { config, regions = [] } = asking
  const site = adoptingSite(asking)
  if (!site) return false
  const found = await readRecords(site, world)
  const changes = adoption(found, config.name, [...regions, config.region])
  if (changes.length === 0) return isAdopting(found, config.name)
  yield { at: 'started', stage: 'dns', title: `Take over the records of ${site.names.join(' and ')}` }
  if (!(await changeRecords(site, changes, world))) {
    // Another region of this run may have been first.
    for (const [name, records] of await readRecords(site, world)) {
      const simple = simpleAddress(records)
      if (simple) throw refused(name, simpleText(simple))
    }
  }
  yield { at: 'finished', stage: 'dns', text: 'they answer as before, and ours may stand beside them' }
  return true
}

/** Once ours are there and stay. @returns how long the old answer may be remembered, in seconds; undefined: there was nothing to let go. */
export async function* letAdoptedGo(asking: Situation, world: World): Step<number | undefined> {
  const site = adoptingSite(asking)
  if (!site) return undefined
  const changes = letGo(await readRecords(site, world), asking.config.name)
  if (changes.length === 0) return undefined
  yield { at: 'started', stage: 'dns', title: `Let go what ${site.names.join(' and ')} had before` }
  if (!(await changeRecords(site, changes, world))) throw changed(site)
  yield { at: 'finished', stage: 'dns', text: 'only ours are left' }
  return rememberedFor(changes)
}

const readRecords = ({ names, zone }: Zoned, world: World): Promise<DnsNames> =>
  Promise.all(
    names.map(async (name) => [name, await answered(() => world.aws.records.find(zone.id, name), world)] as const)
  )

const changeRecords = ({ zone }: Zoned, changes: readonly DnsChange[], world: World): Promise<boolean> =>
  firstOf(insist(() => world.aws.records.change(zone.id, changes), world))

const refused = (name: string, what: string): Failure =>
  new Failure({
    code: 'DNS_CONFLICT',
    sentence: `${name} has ${what}, and Route 53 does not let it become a latency record. Nothing was changed in DNS.`,
    remedy: 'Look at the records of that name in Route 53: somebody may have changed them just now. Run this again.'
  })

const changed = ({ names, zone }: Zoned): Failure =>
  new Failure({
    code: 'DNS_CONFLICT',
    sentence: `The records of ${names.join(' and ')} in the zone ${zone.name} were changed by somebody else just now.`,
    remedy: 'Run this again: it lets go what is left of the records that were there before.'
  })
