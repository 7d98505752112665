import { expect, test } from '@jest/globals'
import type { ResourcePreview } from '../../src/model/preview.ts'
import { restartOf } from '../../src/template/restart.ts'

const service = (change: Partial<ResourcePreview>, ...names: readonly string[]): ResourcePreview => ({
  logicalId: 'Service',
  type: 'AWS::ECS::Service',
  what: 'the service',
  does: 'change',
  certainty: 'will',
  properties: names.map((name) => ({ name })),
  ...change
})

test.each<[ResourcePreview, ReturnType<typeof restartOf>]>([
  [service({}, 'NetworkConfiguration'), 'will'],
  [service({}, 'HealthCheckGracePeriodSeconds', 'LoadBalancers'), 'will'],
  [service({ certainty: 'possible' }, 'NetworkConfiguration'), 'possible'],
  [service({}, 'HealthCheckGracePeriodSeconds', 'DeploymentConfiguration'), undefined],
  [service({}, 'SomethingNew'), 'possible'],
  [service({}, 'Tags', 'SomethingNew'), 'possible'],
  [service({}), 'possible'],
  [service({ does: 'replace' }), 'will'],
  [service({ does: 'remove', certainty: 'possible' }), 'possible'],
  [service({ does: 'add' }), undefined],
  [service({ does: 'tag' }), undefined],
  [service({ type: 'AWS::EC2::VPC' }, 'NetworkConfiguration'), undefined]
])('it is known whether a change starts fresh tasks: %#: %j', (resource, certainty) => {
  expect(restartOf(resource)).toBe(certainty)
})
