// How a version comes in, where visitors come from, and what is written down.
import { choice, flag, text, whole } from '../form.ts'
import { cidrProblem } from '../rules/cidr.ts'
import { cleanDomain, domainProblem } from '../rules/domain.ts'
import { retentionProblem } from '../rules/health.ts'
import { certificateProblem, cleanZoneId, zoneProblem } from '../rules/reference.ts'
import type { Setting } from '../setting.ts'

export const doorSettings = {
  'failure-threshold': {
    group: 'rollout',
    ...whole(1, 200),
    default: '2',
    description: 'After how many failed tasks the rollout is given up and undone.'
  },
  'on-cancel': {
    group: 'rollout',
    ...choice(['rollback', 'leave']),
    default: 'rollback',
    description: 'What becomes of a rollout when the run is cancelled or times out.'
  },
  'vpc-cidr': {
    group: 'network',
    ...text(cidrProblem),
    default: '10.0.0.0/16',
    description: 'The address range of the VPC.'
  },
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
  'evaluate-target-health': {
    group: 'front door',
    ...flag(),
    default: 'true',
    description: 'Let Route 53 send visitors to another region while no task is healthy here.'
  },
  'log-retention-days': {
    group: 'logs',
    ...text(retentionProblem),
    type: 'whole number or `never`',
    default: '30',
    description: 'How many days the log is kept; `never` deletes nothing.'
  },
  'failure-log-lines': {
    group: 'logs',
    ...whole(0, 1000),
    default: '50',
    description: "How many of a failed container's last lines are shown; 0 shows only the link."
  }
} satisfies Readonly<Record<string, Setting>>
