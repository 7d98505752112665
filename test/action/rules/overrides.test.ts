import { expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/model/json.ts'
import { overridesProblems } from '../../../src/action/rules/overrides.ts'

test('changes of the three things that the template command prints are taken', () => {
  expect(
    overridesProblems({
      platform: {
        Outputs: { Mine: { Value: 1 } },
        Resources: {
          Vpc: { Properties: { InstanceTenancy: 'dedicated' } },
          WebAcl: null,
          Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } }
        }
      },
      service: { Outputs: {} },
      taskDefinition: { cpu: '512', ipcMode: '${Mine}' }
    })
  ).toEqual([])
})

test.each<[JsonObject, string]>([
  [{ task: {} }, 'it has no `task`; did you mean `taskDefinition`?'],
  [{ services: {} }, 'it has no `services`; did you mean `service`?'],
  [{ service: null }, '`service` in it must be a map'],
  [{ service: { Resource: {} } }, '`service` has no `Resource`; did you mean `Resources`?'],
  [{ platform: { Vpc: {} } }, '`platform` has no `Vpc`; what it may have is AWSTemplateFormatVersion'],
  [{ platform: { Resources: { Vpc: 1 } } }, '`platform.Resources.Vpc` must be a map'],
  [
    { service: { Resources: { Service: { Propertes: {} } } } },
    '`service.Resources.Service` has no `Propertes`; did you mean `Properties`?'
  ],
  [
    { service: { Resources: { Service: { Properties: { EnableExecuteComand: true } } } } },
    '`service.Resources.Service.Properties` has no `EnableExecuteComand`; did you mean `EnableExecuteCommand`?'
  ],
  [
    { platform: { Resources: { Second: { Type: 'AWS::EC2::VPC', Properties: { Cidr: '' } } } } },
    '`platform.Resources.Second.Properties` has no `Cidr`; did you mean `CidrBlock`?'
  ]
])('%j is refused', (given, part) => {
  expect(overridesProblems(given)).toEqual([expect.stringContaining(part)])
})
