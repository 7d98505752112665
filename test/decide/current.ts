// What there may be in a region, to vary: nothing at all, and a service at rest.
import type { Current } from '../../src/model/plan.ts'
import type { Service } from '../../src/model/service.ts'
import { region, zones } from '../template/example.ts'

export const nothing: Current = {
  region,
  account: '123456789012',
  partition: 'aws',
  zones,
  platform: { at: 'absent' },
  serviceStack: { at: 'absent' },
  kept: []
}

export const service: Service = {
  arn: 'service',
  taskDefinition: 'task-definition/shop-app:1',
  desired: 1,
  running: 1,
  pending: 0,
  strategy: 'rolling',
  deployments: [],
  events: []
}
