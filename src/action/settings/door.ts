// Where visitors come in, and what is written down.
import { choice, flag, text, whole } from './form.ts'
import { cleanDomain, domainProblem } from '../rules/domain.ts'
import { retentionDays, retentionProblem } from '../rules/health.ts'
import { certificateProblem, cleanZoneId, firewallProblem, zoneProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const doorSettings = {
  domain: {
    group: 'front door',
    ...text(domainProblem, cleanDomain),
    otherwise: "the load balancer's own name, by http",
    description: 'The name to serve by https; its Route 53 zone is found.'
  },
  www: {
    group: 'front door',
    ...flag(),
    otherwise: "true when the domain is its zone's own name",
    description: 'Serve `www.` of the domain too.'
  },
  'hosted-zone-id': {
    group: 'front door',
    ...text(zoneProblem, cleanZoneId),
    otherwise: 'the longest matching public zone',
    description: 'The Route 53 zone for the records; `none` when DNS is elsewhere.'
  },
  'certificate-arn': {
    group: 'front door',
    ...text(certificateProblem),
    otherwise: 'one is made',
    description: 'An ACM certificate to use, in the region of the load balancer.'
  },
  waf: {
    group: 'front door',
    ...text(firewallProblem),
    type: '`none`, `managed` or ARN',
    default: 'none',
    description: 'Firewall before the load balancer: `managed` has three rule groups of AWS; or the ARN of a web ACL.'
  },
  'waf-mode': {
    group: 'front door',
    ...choice(['block', 'count']),
    default: 'block',
    description: 'With `waf: managed`, what becomes of a request that a rule matches; `count` lets it through.'
  },
  'deletion-protection': {
    group: 'front door',
    ...flag(),
    default: 'false',
    description: 'Let nobody delete the load balancer, us included.'
  },
  'termination-protection': {
    group: 'front door',
    ...flag(),
    default: 'false',
    description: 'Let nobody delete the two stacks until this is taken back.'
  },
  'evaluate-target-health': {
    group: 'front door',
    ...flag(),
    otherwise: 'true with `strategy: rolling`, false with the others',
    description: 'Let Route 53 send visitors to another region while no task is healthy here.'
  },
  'adopt-records': {
    group: 'front door',
    ...flag(),
    default: 'false',
    description: 'Take over simple A records that the names have already, without a gap.'
  },
  'log-retention-days': {
    group: 'logs',
    ...text(retentionProblem),
    values: [...retentionDays, 'never'],
    type: 'whole number or `never`',
    default: '30',
    description: 'How many days the log is kept; `never` deletes nothing.'
  },
  'container-insights': {
    group: 'logs',
    ...choice(['disabled', 'enabled', 'enhanced']),
    default: 'disabled',
    description: "The cluster's own metrics in CloudWatch, which cost extra."
  },
  'failure-log-lines': {
    group: 'logs',
    ...whole(0, 1000),
    default: '50',
    description: "How many of a failed container's last lines are shown; 0 shows only the link."
  }
} satisfies Readonly<Record<string, Setting>>
