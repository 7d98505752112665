// Where visitors come in.
import { choice, flag, text } from './form.ts'
import { cleanDomain, domainProblem } from '../rules/domain.ts'
import { certificateProblem, cleanZoneId, firewallProblem, zoneProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const door = {
  domain: {
    ...text(domainProblem, cleanDomain),
    otherwise: "the load balancer's own name, by http",
    description: 'The name to serve by https; its Route 53 zone is found.'
  },
  www: {
    ...flag(),
    otherwise: "true when the domain is its zone's own name",
    description: 'Serve `www.` of the domain too.'
  },
  'hosted-zone-id': {
    ...text(zoneProblem, cleanZoneId),
    otherwise: 'the longest matching public zone',
    description: 'The Route 53 zone for the records; `none` when DNS is elsewhere.'
  },
  'certificate-arn': {
    ...text(certificateProblem),
    otherwise: 'one is made',
    description: 'An ACM certificate to use, in the region of the load balancer.'
  },
  waf: {
    ...text(firewallProblem),
    type: '`none`, `managed` or ARN',
    default: 'none',
    description: 'Firewall before the load balancer: `managed` has three rule groups of AWS; or the ARN of a web ACL.'
  },
  'waf-mode': {
    ...choice(['block', 'count']),
    default: 'block',
    description: 'With `waf: managed`, what becomes of a request that a rule matches; `count` lets it through.'
  },
  'deletion-protection': {
    ...flag(),
    default: 'false',
    description: 'Let nobody delete the load balancer, us included.'
  },
  'termination-protection': {
    ...flag(),
    default: 'false',
    description: 'Let nobody delete the two stacks until this is taken back.'
  },
  'evaluate-target-health': {
    ...flag(),
    otherwise: 'true with `strategy: rolling`, false with the others',
    description: 'Let Route 53 send visitors to another region while no task is healthy here.'
  },
  'adopt-records': {
    ...flag(),
    default: 'false',
    description: 'Take over simple A records that the names have already, without a gap.'
  }
} satisfies Readonly<Record<string, Setting>>
