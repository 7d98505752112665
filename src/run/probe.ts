// Asks for the site as its visitors will: every name by http and https.
import type { HealthConfig } from '../model/config.ts'
import { asFailure, Failure } from '../model/failure.ts'
import type { Step } from '../model/progress.ts'
import type { Site } from '../model/site.ts'
import { poll } from './poll.ts'
import type { Answer } from './visit.ts'
import type { World } from './world.ts'

/** A new record is everywhere within a minute (F5.2); longer than this is no delay any more. */
const patienceMs = 120_000

export interface Address {
  /** Absent: the load balancer's own name, plain http. */
  readonly site?: Site
  readonly loadBalancer: string
  readonly health: HealthConfig
}

/** @returns the URL that answers. @throws Failure URL_UNREACHABLE with what each name said. */
export async function* probe(world: World, address: Address): Step<string> {
  const { url, problems } = yield* ask(world, address, patienceMs)
  if (problems.length === 0) return url
  /** Whether it is the name that leads elsewhere. */
  const atBalancer = async (each: Finding): Promise<Finding | undefined> =>
    address.site && (await check(world, address, each.url, address.loadBalancer))
  throw unreachable(address, problems, await Promise.all(problems.map(atBalancer)))
}

export interface Answers {
  readonly url: string
  /** Of each name that does not answer as it should, by then. */
  readonly problems: readonly Finding[]
}

/** Until every name answers as it should, or for so many milliseconds. */
export async function* ask(world: World, address: Address, patience: number): Step<Answers> {
  const { site, loadBalancer } = address
  const url = site?.url ?? `http://${loadBalancer}`
  yield { at: 'started', stage: 'url', title: `Ask for ${url}` }
  const deadline = Math.min(world.deadline, world.clock.now() + patience)
  const open = new Set(site ? site.names.flatMap((name) => [`http://${name}`, `https://${name}`]) : [url])
  const checkAll = () => Promise.all([...open].map((each) => check(world, address, each)))
  let problems: readonly Finding[] = []
  try {
    for await (const found of poll(checkAll, { ...world, deadline })) {
      for (const { url: each, said, good } of found) {
        if (!good) continue
        open.delete(each)
        yield { at: 'changed', stage: 'url', text: said }
      }
      problems = found.filter(({ good }) => !good)
      if (open.size === 0) break
      yield { at: 'waiting', stage: 'url', text: problems.map(({ said }) => said).join('; ') }
    }
  } catch (error) {
    const failure = asFailure(error)
    if (failure.code !== 'TIMED_OUT' || deadline === world.deadline) throw error
    return { url, problems }
  }
  yield { at: 'finished', stage: 'url', text: url }
  return { url, problems }
}

/** @param at the host that is asked for it instead. */
async function check(world: World, { site, health }: Address, url: string, at?: string): Promise<Finding> {
  const redirected = site !== undefined && url.startsWith('http:')
  const asked = redirected ? `${url}/` : url + health.path
  try {
    const answer = await world.visit(asked, at)
    return redirected ? readRedirect(asked, answer) : readAnswer(url, asked, answer, health.codes)
  } catch (error) {
    return { url, good: false, said: `${asked}: ${explain(error)}` }
  }
}

export interface Finding {
  readonly url: string
  readonly good: boolean
  readonly said: string
}

function readRedirect(asked: string, { status, location }: Answer): Finding {
  const url = asked.slice(0, -1)
  // Compared as addresses: the load balancer writes its port, 443, into it (F1.8).
  const good = status === 301 && URL.parse(location ?? '')?.origin === url.replace('http:', 'https:')
  return { url, good, said: `${asked} answers ${status}${location === undefined ? '' : ` to ${location}`}` }
}

function readAnswer(url: string, asked: string, { status }: Answer, codes: string): Finding {
  return { url, good: matches(status, codes), said: `${asked} answers ${status}` }
}

/** An ALB matcher: single codes and ranges, separated by commas. */
export const matches = (status: number, codes: string): boolean =>
  codes.split(',').some((part) => {
    const [low = NaN, high = low] = part.split('-').map(Number)
    return status >= low && status <= high
  })

function explain(error: unknown): string {
  const { message, code, cert }: TlsError = error instanceof Error ? error : { message: String(error) }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name does not resolve'
    case 'ECONNREFUSED':
      return 'connection refused'
    case 'ECONNRESET':
      return 'the connection was broken off'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the certificate is for another name${cert?.subjectaltname === undefined ? '' : ` (${cert.subjectaltname})`}`
    case 'CERT_HAS_EXPIRED':
      return `the certificate has expired${cert?.valid_to === undefined ? '' : ` on ${cert.valid_to}`}`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `nobody whom this machine trusts has signed the certificate (${code})`
    default:
      return message
  }
}

interface TlsError {
  readonly message: string
  readonly code?: string
  readonly cert?: { readonly subjectaltname?: string; readonly valid_to?: string }
}

/** @param direct what the load balancer says of each when it is asked itself. */
function unreachable(
  { site, loadBalancer }: Address,
  problems: readonly Finding[],
  direct: readonly (Finding | undefined)[]
): Failure {
  const evidence = problems.map(({ said }, index) => {
    const own = direct[index]
    if (!own) return said
    return own.good ? `${said}; the load balancer itself answers it well` : `${said}; at the load balancer: ${own.said}`
  })
  // Where every bad address is well at the load balancer, the way there is what is wrong.
  const isWay = direct.every((own) => own === undefined || own.good)
  return new Failure({
    code: 'URL_UNREACHABLE',
    sentence: `The service is healthy, but ${site?.url ?? `http://${loadBalancer}`} does not answer as it should.`,
    remedy: isWay ? wayRemedy(site, loadBalancer) : balancerRemedy,
    evidence
  })
}

const balancerRemedy =
  'The load balancer answers so itself, so it is not DNS: check the certificate, the listeners and what the app answers to ' +
  "the site's own name."

const wayRemedy = (site: Site | undefined, loadBalancer: string): string =>
  site?.zone
    ? `Check that the zone ${site.zone.name} is delegated: its registrar must name the zone's own name servers.`
    : `Point ${site?.names.join(' and ') ?? 'your name'} at ${loadBalancer} (an alias, or a CNAME below the apex).`
