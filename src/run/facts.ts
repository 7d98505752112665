// What is known of a region, as it becomes known: what ran, what was tried, what serves now.
import { digestIn } from '../model/image.ts'
import { namesOf } from '../model/names.ts'
import type { Current, Plan, RegionPlan, Situation } from '../model/plan.ts'
import { present } from '../model/present.ts'
import type { Preview } from '../model/preview.ts'
import { imageOf, type Revision } from '../model/revision.ts'
import { isAtRest, type Service } from '../model/service.ts'
import { lastOutputsOf, type Outputs } from '../model/stack.ts'
import type { Facts, Version } from '../model/verdict.ts'
import type { Released } from './service/live.ts'
import { answered } from './poll.ts'
import type { Prepared } from './prepare.ts'
import type { World } from './world.ts'

export function factsBefore({ current }: Situation, { platform, platformWaitsForImage }: RegionPlan): Facts {
  const { running, region, service } = current
  return {
    region,
    // What waits for an image that does not come is not written.
    hasChanges: platform.do !== 'nothing' && platform.do !== 'refuse' && !platformWaitsForImage,
    before: versionIn(running),
    ...present({ serviceArn: service?.arn })
  }
}

export function factsOf(
  { image, outputs }: Prepared,
  { image: imagePlan, region: { platform } }: Plan
): Partial<Facts> {
  return {
    tried: { image: image.reference },
    ...present({ findings: image.findings }),
    hasChanges: !['nothing', 'use'].includes(imagePlan.do) || platform.do !== 'nothing',
    ...madeBy(outputs)
  }
}

const madeBy = ({ ClusterArn, LoadBalancerDnsName }: Outputs) =>
  present({ clusterArn: ClusterArn, loadBalancerDnsName: LoadBalancerDnsName })

/** What ran when the turn of the service came. */
export const factsFound = (facts: Facts, running: Revision | undefined): Facts => ({
  ...facts,
  before: versionIn(running)
})

/** What serves was not touched: what it ran, it runs, unless somebody's rollout goes on. */
export const factsUntouched = (facts: Facts, service: Service | undefined): Facts =>
  service && isAtRest(service) ? { ...facts, ...nowOf(facts.before) } : facts

/** What is known when a release ends by an error: until what serves is touched, it is what ran. */
export function factsUntil() {
  let isTouched = false
  return {
    touching: (): void => {
      isTouched = true
    },
    now: (facts: Facts, service: Service | undefined): Facts =>
      isTouched ? { ...facts, hasChanges: true } : factsUntouched(facts, service)
  }
}

/** What serves at the end, where that is known; what was tried is told beside it when it is another. */
export function factsAfter({ tried: _, ...facts }: Facts, { end, revision }: Released, running?: Revision): Facts {
  const serves = serving({ end, revision }, running)
  return {
    ...facts,
    ...nowOf(versionIn(serves)),
    ...(serves?.arn !== revision.arn && { tried: versionOf(revision) })
  }
}

function serving({ end, revision }: Released, running: Revision | undefined): Revision | undefined {
  switch (end.at) {
    case 'finished':
    case 'unchanged':
      return revision
    case 'rolled-back':
      return running
    case 'left':
      return end.backTo
    case 'failed':
    case 'superseded':
    case 'removed':
      return undefined
  }
}

function versionOf({ arn, definition }: Revision): Version {
  const image = imageOf(definition)
  return { taskDefinitionArn: arn, ...present({ image }) }
}

const versionIn = (revision: Revision | undefined): Version => (revision ? versionOf(revision) : {})

const nowOf = (version: Version = {}): Partial<Facts> => ({
  ...version,
  ...present({ digest: digestIn(version.image) })
})

/** The service of a first deploy is there only now. */
export async function serviceFacts({ config }: Situation, world: World): Promise<Partial<Facts>> {
  const { cluster, service } = namesOf(config)
  const found = await answered(() => world.aws.services.describe(cluster, service), world)
  return found ? { serviceArn: found.arn } : {}
}

/** What serves stays what it is. */
export function plannedFacts(current: Current, { hasChanges }: Pick<Preview, 'hasChanges'>): Facts {
  return { ...identifiersOf(current), hasChanges, ...nowOf(versionIn(current.running)) }
}

/** As it was found, before a run that deploys no image, or of a region that is not begun. */
export const factsThere = (current: Current): Facts => ({
  ...identifiersOf(current),
  hasChanges: false,
  before: versionIn(current.running)
})

const identifiersOf = ({ region, service, platform }: Current) => ({
  region,
  ...present({ serviceArn: service?.arn }),
  ...madeBy(lastOutputsOf(platform))
})
