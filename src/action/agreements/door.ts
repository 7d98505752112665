// The domain with what belongs to it, and the firewall.
import { cite, elsewhere, idle, type Rule } from './rule.ts'
import { longestCommonName } from '../rules/domain.ts'
import type { SettingName } from '../settings/all.ts'

const withDomain: readonly SettingName[] = [
  'www',
  'hosted-zone-id',
  'certificate-arn',
  'evaluate-target-health',
  'adopt-records'
]

export const door: Rule = (context) => [...domainRules(context), ...firewallRules(context)]

const domainRules: Rule = (context) => {
  const { asked, values } = context
  if (asked.domain === undefined)
    return withDomain
      .filter((name) => asked[name] !== undefined && !(name === 'www' && values.www === false))
      .map((name) => `${cite(context, name)} has a meaning only with a \`domain\`; set it, or leave this out`)
  const { domain, www } = values
  return [
    ...(values['hosted-zone-id'] === 'none' && asked['certificate-arn'] === undefined
      ? [
          `${cite(context, 'hosted-zone-id')} is \`none\`, so no certificate can be validated by us; ` +
            'set `certificate-arn` to one that covers the domain'
        ]
      : []),
    ...(values['hosted-zone-id'] === 'none'
      ? idle(context, ['adopt-records'], 'where the records are made by us')
      : []),
    ...elsewhere(context, 'certificate-arn', 'a load balancer takes a certificate of its own region,'),
    ...(domain !== undefined && domain.length > longestCommonName && asked['certificate-arn'] === undefined
      ? [
          `${cite(context, 'domain')} has ${domain.length} characters, and ACM makes certificates for names of at ` +
            `most ${longestCommonName}; set \`certificate-arn\`, or take a shorter name`
        ]
      : []),
    ...(domain?.startsWith('www.') && www === true
      ? [
          `${cite(context, 'www')} would serve \`www.${domain}\`; for both names set ` +
            `\`domain: ${domain.slice('www.'.length)}\``
        ]
      : [])
  ]
}

const firewallRules: Rule = (context) => [
  ...(context.values.waf === undefined || context.values.waf === 'managed'
    ? []
    : idle(context, ['waf-mode'], 'with `waf: managed`')),
  ...elsewhere(context, 'waf', 'a load balancer takes a web ACL of its own region,')
]

export const doorWarnings: Rule = (context) => {
  const { waf } = context.values
  const ingress = context.values['task-ingress']
  return [
    ...(context.values['evaluate-target-health'] === true && context.values.strategy !== 'rolling'
      ? [
          `${cite(context, 'evaluate-target-health')} is true with two target groups, of which one is empty between ` +
            'rollouts: Route 53 may take the region for unhealthy. Leave it out'
        ]
      : []),
    ...(waf !== undefined && waf !== 'none' && ingress !== undefined && ingress !== 'alb-only'
      ? [
          `${cite(context, 'task-ingress')} is \`${ingress}\`: visitors who go to a task's own address pass by the ` +
            'firewall in `waf`'
        ]
      : [])
  ]
}
