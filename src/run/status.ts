// Reads what runs in a region, and writes nothing. What cannot be read is said, and all else is told.
import { namesOf } from '../model/config.ts'
import type { Step } from '../model/progress.ts'
import { recordOf } from '../model/record.ts'
import { imageOf, secretsOf } from '../model/revision.ts'
import { groupsOf, type ServiceDeployment, type Target } from '../model/service.ts'
import { siteOf } from '../model/site.ts'
import type { Drift, RolloutTold, Running, SiteTold, StaleSecret } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { plannedFacts } from './facts.ts'
import { optionalReads } from './optional.ts'
import type { Asking } from './prepare.ts'
import { ask } from './probe.ts'
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
  const nothing = { region, drift, rollouts: [], staleSecrets: [], unread: [] }
  if (!service || !revision) return { verdict: 'reported', facts, status: nothing }

  const { cluster, service: name } = namesOf(config)
  const { services, tasks, targets, secrets } = world.aws
  const reads = optionalReads()
  const since = new Date(world.clock.now() - daysBack * 24 * 3_600_000)
  const [rollouts, crew, groups] = await Promise.all([
    reads.read('rollouts', () => services.deployments(cluster, name, since)),
    reads.read('tasks', () => tasks.running(cluster, name)),
    reads.read('targets', () => Promise.all(groupsOf(service).map((group) => targets.health(group))))
  ])
  const begun = crew.at === 'read' ? crew.value.flatMap(({ startedAt }) => startedAt ?? []) : []
  const oldest = begun.length === 0 ? undefined : Math.min(...begun.map((date) => date.getTime()))
  const named = [...new Set(secretsOf(revision.definition).flatMap(secretIn))]
  const changed = await Promise.all(
    oldest === undefined ? [] : named.map((secret) => reads.read('secrets', () => staleOf(secret, oldest)))
  )
  const site = yield* see()
  const { commit, run, actor, good } = recordOf(revision)
  const image = imageOf(revision.definition)
  const running: Running = {
    revision: `${revision.family}:${revision.revision}`,
    ...(image !== undefined && { image }),
    ...(commit !== undefined && { commit }),
    ...(run !== undefined && { run }),
    ...(actor !== undefined && { actor }),
    ...(good && { goodSince: good.time }),
    tasks: { wanted: service.desired, running: service.running, pending: service.pending },
    targets: groups.at === 'read' ? countOf(groups.value.flat()) : {}
  }
  const status = {
    ...nothing,
    running,
    rollouts: rollouts.at === 'read' ? rollouts.value.slice(0, mostRollouts).map(rolloutOf) : [],
    staleSecrets: changed.flatMap((answer) => (answer.at === 'read' ? (answer.value ?? []) : [])),
    site,
    unread: [
      ...reads.complaints(),
      ...(secretsOf(revision.definition).some((each) => secretIn(each).length === 0)
        ? ['Parameters of Systems Manager are not asked when they were changed.']
        : [])
    ]
  }
  return { verdict: 'reported', facts: { ...facts, ...(site.answers && { url: site.url }) }, status }

  async function staleOf(secret: string, started: number): Promise<StaleSecret | undefined> {
    const at = await secrets.changedAt(secret)
    return at && at.getTime() > started ? { secret, changed: at.toISOString() } : undefined
  }

  async function* see(): Step<SiteTold> {
    const found = siteOf(config, current.hostedZone)
    const loadBalancer = facts.loadBalancerDnsName ?? ''
    const address = { loadBalancer, health: config.health, ...(found && { site: found }) }
    const { url, problems } = yield* ask(world, address, patienceMs)
    const answers = problems.length === 0
    if (!answers) yield { at: 'finished', stage: 'url', text: 'it does not answer as it should' }
    return { url, answers, said: problems.map(({ said }) => said) }
  }
}

/** The secret whose part a variable is: a JSON key and a version may follow its ARN (F1.17). A parameter is none. */
function secretIn(valueFrom: string): readonly string[] {
  const arn = /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[^:]+/.exec(valueFrom)?.[0]
  const name = /^secret:(.+)$/.exec(valueFrom)?.[1]
  return [arn ?? name].filter((known) => known !== undefined)
}

const countOf = (targets: readonly Target[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(targets.map(({ state }) => state))]
      .toSorted()
      .map((state) => [state, targets.filter((target) => target.state === state).length])
  )

const rolloutOf = ({ rawStatus, taskDefinition, reason, began, ended }: ServiceDeployment): RolloutTold => ({
  status: rawStatus,
  ...(taskDefinition !== undefined && { revision: taskDefinition.split('/').at(-1) ?? taskDefinition }),
  ...(began && { began: began.toISOString() }),
  ...(ended && { ended: ended.toISOString() }),
  ...(reason !== undefined && { reason })
})
