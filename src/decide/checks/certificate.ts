// Whether the certificate that is given can serve the names (F8.3).
import { checkOf, notOk, ok, type Bad, type Check } from '../../model/check.ts'
import type { Config } from '../../model/config.ts'
import type { Certificate, Seen } from '../../model/seen.ts'
import { siteOf } from '../../model/site.ts'

export function certificateChecks(config: Config, { certificate, zone, now }: Seen): readonly Check[] {
  const site = siteOf(config, zone?.at === 'read' ? zone.value : undefined)
  if (!certificate || !site) return []
  const about = { topic: 'certificate', subject: 'certificate' } as const
  return [
    checkOf(about, certificate, (found) => {
      if (!found) return notOk(about, missing)
      const bad = problemOf(found, { names: site.names, now })
      return bad ? notOk(about, bad) : ok(about, textOf(found))
    })
  ]
}

interface Needed {
  readonly names: readonly string[]
  readonly now: number
}

const another = 'or leave `certificate-arn` out: one is then made and renewed.'

const missing: Bad = {
  code: 'INPUT_INVALID',
  text: 'There is no certificate of that ARN.',
  remedy: `Correct \`certificate-arn\`, ${another}`
}

function textOf({ names, expires, renewed }: Certificate): string {
  const until = expires === undefined ? '' : `, until ${dayOf(expires)}`
  return `It is issued for ${names.join(', ')}${until}${renewed === false ? ', and ACM does not renew it' : ''}.`
}

function problemOf(found: Certificate, { names, now }: Needed): Bad | undefined {
  if (found.status !== 'ISSUED') {
    const reason = found.reason === undefined ? '' : ` (${found.reason})`
    return {
      code: 'CERTIFICATE_STUCK',
      text: `The certificate is ${found.status}${reason}, and a load balancer takes only one that is ISSUED.`,
      remedy: `Write the CNAME record that ACM shows for it into the DNS of the domain, give another, ${another}`
    }
  }
  if (found.expires !== undefined && found.expires <= now) {
    const text = `The certificate has expired on ${dayOf(found.expires)}.`
    return { code: 'INPUT_INVALID', text, remedy: `Renew it, give another, ${another}` }
  }
  const uncovered = names.filter((name) => !found.names.some((pattern) => covers(pattern, name)))
  if (uncovered.length === 0) return undefined
  return {
    code: 'INPUT_INVALID',
    text: `The certificate is for ${found.names.join(', ')}, and not for ${uncovered.join(', ')}.`,
    remedy: `Give one that has every name (set \`www: false\` where it is about www alone), ${another}`
  }
}

/** A wildcard stands for one label. */
function covers(pattern: string, name: string): boolean {
  const [exact, wild] = [pattern.toLowerCase(), name.toLowerCase().replace(/^[^.]+/, '*')]
  return exact === name.toLowerCase() || exact === wild
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
