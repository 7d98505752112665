// Reads what runs in a region, and writes nothing. What cannot be read is said, and all else is told.
import { arnName, namesOf } from '../model/names.ts'
import { present } from '../model/present.ts'
import type { Step } from '../model/progress.ts'
import { releaseRecordOf } from '../model/release-record.ts'
import { imageOf, revisionName, secretsOf } from '../model/revision.ts'
import { groupsOf, type ServiceDeployment, type Target } from '../model/service.ts'
import type { Drift, RolloutTold, Running, SiteTold } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { plannedFacts } from './facts.ts'
import { optionalReads } from './evidence/optional.ts'
import { othersOf } from './dns/others.ts'
import type { Asking } from './prepare.ts'
import { addressOf, askSite, expiryWarning } from './site/probe.ts'
import { readStale } from './stale.ts'
import type { World } from './world.ts'

/** How far back rollouts are told, and how many. */
const daysBack = 30
const mostRollouts = 5
/** A name that does not answer by then is told as one that does not. */
const patienceMs = 5_000

export async function* statusRegion(drift: Drift, asking: Asking, world: World): Step<Verdict> {
  const { config, current } = asking
  const { service, running: revision, region } = current
  const facts = plannedFacts(current, { hasChanges: false })
  // Once for all of the run.
  const reads = optionalReads()
  const read = asking.regions && (await reads.read('records', () => othersOf(asking, world)))
  const others = read?.at === 'read' ? read.value : []
  const unread = reads.complaints()
  const nothing = { region, drift, rollouts: [], staleSecrets: [], unread, ...(others.length > 0 && { others }) }
  if (!service || !revision) return { verdict: 'reported', facts, status: nothing }

  const { cluster, service: name } = namesOf(config)
  const { services, tasks, targets } = world.aws
  const since = new Date(world.clock.now() - daysBack * 24 * 3_600_000)
  const [rollouts, crew, groups] = await Promise.all([
    reads.read('rollouts', () => services.deployments(cluster, name, since)),
    reads.read('tasks', () => tasks.running(cluster, name)),
    reads.read('targets', () => Promise.all(groupsOf(service).map((group) => targets.health(group))))
  ])
  const begun = crew.at === 'read' ? crew.value.flatMap(({ startedAt }) => startedAt ?? []) : []
  const oldest = begun.length === 0 ? undefined : Math.min(...begun.map((date) => date.getTime()))
  const stale =
    oldest === undefined ? undefined : await readStale(secretsOf(revision.definition), oldest, current, world, reads)
  const site = facts.loadBalancerDnsName === undefined ? undefined : yield* see(facts.loadBalancerDnsName)
  const { commit, run, actor, good } = releaseRecordOf(revision)
  const image = imageOf(revision.definition)
  const running: Running = {
    revision: revisionName(revision),
    ...present({ image, commit, run, actor, goodSince: good?.time }),
    tasks: { wanted: service.desired, running: service.running, pending: service.pending },
    targets: groups.at === 'read' ? countOf(groups.value.flat()) : {}
  }
  const status = {
    ...nothing,
    running,
    rollouts: rollouts.at === 'read' ? rollouts.value.slice(0, mostRollouts).map(rolloutOf) : [],
    staleSecrets: stale?.secrets ?? [],
    ...present({ site }),
    unread: [
      ...unread,
      ...reads.complaints(),
      ...(site ? [] : ['The site: no stack says where the load balancer is.']),
      ...(stale?.unlisted ?? []).map((name) => `When the parameter ${name} was changed: it is in no list of ${region}.`)
    ]
  }
  return { verdict: 'reported', facts: { ...facts, ...(site?.answers && { url: site.url }) }, status }

  async function* see(loadBalancer: string): Step<SiteTold> {
    const { url, problems, expires } = yield* askSite(world, addressOf(asking, loadBalancer), patienceMs)
    const answers = problems.length === 0
    if (!answers) yield { at: 'finished', stage: 'url', text: 'it does not answer as it should' }
    const told = { url, answers, said: problems.map(({ said }) => said) }
    if (expires === undefined) return told
    const warning = expiryWarning(expires, world.clock.now())
    return { ...told, certificateExpires: new Date(expires).toISOString(), ...present({ warning }) }
  }
}

const countOf = (targets: readonly Target[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(targets.map(({ state }) => state))]
      .toSorted()
      .map((state) => [state, targets.filter((target) => target.state === state).length])
  )

const rolloutOf = ({ rawStatus, taskDefinition, reason, began, ended }: ServiceDeployment): RolloutTold => ({
  status: rawStatus,
  ...present({
    revision: taskDefinition && arnName(taskDefinition),
    began: began?.toISOString(),
    ended: ended?.toISOString(),
    reason
  })
})
