// Asks for the site as its visitors will: every name by http and https, at the region's own load balancer first, then where
// DNS leads. No name is looked up before its record is everywhere: CloudFormation waits for that, and a resolver that was
// asked too early would remember for a quarter of an hour that there is none (F5.2).
import type { Config, HealthConfig } from '../../model/config.ts'
import { asFailure, Failure } from '../../model/failure.ts'
import type { Current } from '../../model/plan.ts'
import { present } from '../../model/present.ts'
import type { Step } from '../../model/progress.ts'
import { siteOf, type Site } from '../../model/site.ts'
import { readAnswer, readRedirect, unanswered, type ProbeResult } from './result.ts'
import { astray } from '../dns/delegation.ts'
import { poll } from '../poll.ts'
import type { World } from '../world.ts'

/** A new record is everywhere within a minute (F5.2); longer than this is no delay any more. */
const patienceMs = 120_000
/** However long a record was to be remembered: a run is no place to wait for days. */
const longestMs = 600_000

export interface Address {
  /** Absent: the load balancer's own name, plain http. */
  readonly site?: Site
  readonly loadBalancer: string
  readonly health: HealthConfig
  /** What the names had before answers too: DNS does not lead to us alone yet, and is not asked. */
  readonly isAdopting?: boolean
  /** How long resolvers may give what the names had before, in seconds. */
  readonly remembered?: number
}

/** As its settings say it. @param loadBalancer its own name. */
export function addressOf({ config, current }: Settled, loadBalancer = ''): Address {
  const site = siteOf(config, current.hostedZone)
  return { loadBalancer, health: config.health, ...present({ site }) }
}

interface Settled {
  readonly config: Config
  readonly current: Pick<Current, 'hostedZone'>
}

export interface Probed {
  readonly url: string
  /** Of the certificate that expires first, in milliseconds since 1970. */
  readonly expires?: number
}

export interface SiteAnswers extends Probed {
  /** Of each name that does not answer as it should, by then. */
  readonly problems: readonly ProbeResult[]
  /** The load balancer, when it was asked itself; absent: where DNS leads. */
  readonly at?: string
}

/** @throws Failure URL_UNREACHABLE with what each name said. */
export async function* probe(world: World, address: Address): Step<Probed> {
  const { problems, at, ...probed } = yield* askSite(world, address, patienceMs)
  if (problems.length > 0) throw unreachable(address, problems, at)
  const warning = probed.expires !== undefined && expiryWarning(probed.expires, world.clock.now())
  if (warning) yield { at: 'warning', stage: 'url', text: warning }
  return probed
}

/** Until every name answers as it should, at each of the two places for so many milliseconds. */
export async function* askSite(world: World, address: Address, patience: number): Step<SiteAnswers> {
  const { site, loadBalancer, isAdopting = false, remembered = 0 } = address
  const url = site?.url ?? `http://${loadBalancer}`
  yield { at: 'started', stage: 'url', title: `Ask for ${url}` }
  const expires = new Set<number>()
  if (site) {
    const problems = yield* askAll(urlsOf(site), patience, loadBalancer)
    if (problems.length > 0) return { url, problems, at: loadBalancer }
  }
  if (!site || !isAdopting) {
    const problems = yield* askAll(site ? urlsOf(site) : [url], patience + Math.min(remembered * 1000, longestMs))
    if (problems.length > 0) return { url, problems: site ? await Promise.all(problems.map(located)) : problems }
  }
  yield { at: 'finished', stage: 'url', text: 'it answers as it should' }
  return { url, problems: [], ...(expires.size > 0 && { expires: Math.min(...expires) }) }

  /** A wrong address is told of a name that was asked for: no resolver learns of it by that. */
  async function located(problem: ProbeResult): Promise<ProbeResult> {
    const leads = await astray(world.addressesOf, new URL(problem.url).hostname, loadBalancer)
    return leads === undefined ? problem : { ...problem, said: `${problem.said}; ${leads}` }
  }

  /** @param at where to connect to; absent: where DNS leads. @returns what is bad in the end. */
  async function* askAll(urls: readonly string[], wait: number, at?: string): Step<readonly ProbeResult[]> {
    const deadline = Math.min(world.deadline, world.clock.now() + wait)
    const where = at === undefined ? '' : 'at the load balancer: '
    const open = new Set(urls)
    const checkAll = () => Promise.all([...open].map((each) => check(world, address, each, at)))
    let problems: readonly ProbeResult[] = []
    try {
      for await (const found of poll(checkAll, { ...world, deadline })) {
        const well = found.filter(({ good }) => good)
        for (const { url: each, expires: end } of well) {
          open.delete(each)
          if (end !== undefined) expires.add(end)
        }
        // A line for each name: what it answers by http and by https belongs together. A proxy is the same for all.
        const lineOf = (one: ProbeResult): string => (one.isProxied ? 'proxy' : new URL(one.url).hostname)
        for (const said of Map.groupBy(well, lineOf).values())
          yield { at: 'changed', stage: 'url', text: where + together(said) }
        problems = found.filter(({ good }) => !good)
        if (open.size === 0) break
        yield { at: 'waiting', stage: 'url', text: where + together(problems) }
      }
    } catch (error) {
      const failure = asFailure(error)
      if (failure.code !== 'TIMED_OUT' || deadline === world.deadline) throw error
    }
    return problems.map((problem) => ({ ...problem, said: where + problem.said }))
  }
}

function together(results: readonly ProbeResult[]): string {
  const said = results.map((one) => one.said)
  return results[0]?.isProxied ? `${said.join(' and ')} cannot be asked for there: a proxy is between` : said.join('; ')
}

/** @param at the host that is asked for it instead. */
function check(world: World, { site, health }: Address, url: string, at?: string): Promise<ProbeResult> {
  const redirected = site !== undefined && url.startsWith('http:')
  const asked = redirected ? `${url}/` : url + health.path
  return world.visit(asked, at).then(
    (answer) => (redirected ? readRedirect(asked, answer) : readAnswer(url, asked, answer, health.codes)),
    (error: unknown) => unanswered(url, asked, error, at)
  )
}

const urlsOf = ({ names }: Site): readonly string[] => names.flatMap((name) => [`http://${name}`, `https://${name}`])

const dayMs = 24 * 3_600_000
/** ACM renews long before (F8.3): what is so old is not renewed by it. */
const soonDays = 30

/** Undefined: it lasts long enough. Both in milliseconds since 1970. */
export function expiryWarning(end: number, now: number): string | undefined {
  const days = Math.floor((end - now) / dayMs)
  if (days > soonDays) return undefined
  return (
    `The certificate expires on ${new Date(end).toISOString().slice(0, 10)}, in ${days} days. ACM renews its own ` +
    'earlier than that: this one was imported, or its renewal fails; look at it in ACM.'
  )
}

function unreachable({ site, loadBalancer }: Address, problems: readonly ProbeResult[], at?: string): Failure {
  const isWay = site && at === undefined
  return new Failure({
    code: 'URL_UNREACHABLE',
    sentence: `The service is healthy, but ${site?.url ?? `http://${loadBalancer}`} does not answer as it should.`,
    remedy: isWay ? wayRemedy(site, loadBalancer) : site ? balancerRemedy : ownNameRemedy,
    evidence: problems.map(({ said }) => (isWay ? `${said}; the load balancer itself answers it well` : said))
  })
}

const balancerRemedy =
  'The load balancer answers so itself, so it is not DNS: check the certificate, the listeners and what the app answers to ' +
  "the site's own name."

const ownNameRemedy =
  "It is the load balancer's own name: check what the app answers there, and whether this machine reaches the load balancer."

const wayRemedy = ({ zone, names }: Site, loadBalancer: string): string =>
  zone
    ? `Check that the zone ${zone.name} is delegated: its registrar must name the zone's own name servers.`
    : `Point ${names.join(' and ')} at ${loadBalancer} (an alias, or a CNAME below the apex).`
