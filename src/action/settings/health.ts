// When a task counts as healthy.
import { text, whole } from './form.ts'
import { codesProblem, pathProblem } from '../rules/health.ts'
import type { Setting } from './setting.ts'

export const health = {
  'health-check-path': {
    ...text(pathProblem),
    default: '/',
    description: 'The path that the load balancer asks.'
  },
  'health-check-codes': {
    ...text(codesProblem, (codes) => codes.replace(/\s+/g, '')),
    default: '200-399',
    description: 'The status codes that count as healthy: `200`, `200,204` or `200-399`.'
  },
  'health-check-interval-seconds': {
    ...whole(5, 300),
    default: '10',
    description: 'How often the load balancer asks.'
  },
  'health-check-grace-seconds': {
    ...whole(0, 2_147_483_647),
    otherwise: 'computed, at least 120',
    description: 'How long after its start ECS leaves an unhealthy task alone.'
  },
  'deregistration-delay-seconds': {
    ...whole(0, 3600),
    default: '30',
    description: 'How long the load balancer lets requests to an old task finish.'
  }
} satisfies Readonly<Record<string, Setting>>
