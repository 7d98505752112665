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
  const { site, loadBalancer, health } = address
  const url = site?.url ?? `http://${loadBalancer}`
  yield { at: 'started', stage: 'url', title: `Ask for ${url}` }
  const deadline = Math.min(world.deadline, world.clock.now() + patienceMs)
  const open = new Set(site ? site.names.flatMap((name) => [`http://${name}`, `https://${name}`]) : [url])
  let problems: readonly string[] = []
  try {
    for await (const found of poll(() => Promise.all([...open].map((each) => check(each))), { ...world, deadline })) {
      for (const { url: each, said, good } of found) {
        if (!good) continue
        open.delete(each)
        yield { at: 'changed', stage: 'url', text: said }
      }
      problems = found.filter(({ good }) => !good).map(({ said }) => said)
      if (open.size === 0) break
      yield { at: 'waiting', stage: 'url', text: problems.join('; ') }
    }
  } catch (error) {
    const failure = asFailure(error)
    if (failure.code !== 'TIMED_OUT' || deadline === world.deadline) throw error
    throw unreachable(address, problems)
  }
  yield { at: 'finished', stage: 'url', text: url }
  return url

  async function check(each: string): Promise<Finding> {
    const redirected = site !== undefined && each.startsWith('http:')
    const asked = redirected ? `${each}/` : each + health.path
    try {
      const answer = await world.visit(asked)
      return redirected ? readRedirect(asked, answer) : readAnswer(each, asked, answer, health.codes)
    } catch (error) {
      return { url: each, good: false, said: `${asked}: ${explain(error)}` }
    }
  }
}

interface Finding {
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
  const { message, code } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error), code: '' }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name does not resolve'
    case 'ECONNREFUSED':
      return 'connection refused'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'the certificate is for another name'
    default:
      return message
  }
}

function unreachable({ site, loadBalancer }: Address, problems: readonly string[]): Failure {
  return new Failure({
    code: 'URL_UNREACHABLE',
    sentence: `The service is healthy, but ${site?.url ?? `http://${loadBalancer}`} does not answer as it should.`,
    remedy: site?.zone
      ? `Check that the zone ${site.zone.name} is delegated: its registrar must name the zone's own name servers.`
      : `Point ${site?.names.join(' and ') ?? 'your name'} at ${loadBalancer} (an alias, or a CNAME below the apex).`,
    evidence: problems
  })
}
