import { expect, test } from '@jest/globals'
import { reservedProblems } from '../../../src/action/rules/reserved.ts'
import type { Json, JsonObject } from '../../../src/model/json.ts'

const service = (Properties: JsonObject): JsonObject => ({ service: { Resources: { Service: { Properties } } } })
const platform = (resource: string, Properties: JsonObject): JsonObject => ({
  platform: { Resources: { [resource]: { Properties } } }
})

test.each<[JsonObject, string]>([
  [{ taskDefinition: { family: 'x' } }, '`taskDefinition.family` in it is what the revisions are found by; set `name`'],
  [{ taskDefinition: { family: null } }, '`taskDefinition.family`'],
  [{ taskDefinition: { tags: [] } }, 'set `tags`'],
  [service({ TaskDefinition: 'x:1' }), '`service.Resources.Service.Properties.TaskDefinition` in it would roll out'],
  [service({ DesiredCount: 0 }), 'set `min-tasks` and `max-tasks`'],
  [service({ ServiceName: 'x' }), 'set `name`'],
  [service({ Cluster: 'x' }), 'set `cluster-arn`'],
  [platform('Repository', { RepositoryName: 'x' }), 'set `repository`'],
  [platform('Cluster', { ClusterName: 'x' }), 'set `name` or `cluster-arn`'],
  [platform('LogGroup', { LogGroupName: 'x' }), 'set `name`'],
  [{ service: { Resources: null } }, '`service.Resources` in it must be a map of what is to be changed'],
  [{ platform: { Outputs: null } }, '`platform.Outputs` in it must be a map'],
  [{ platform: { Outputs: { VpcId: null } } }, '`platform.Outputs.VpcId` in it cannot be taken away'],
  [{ service: { Outputs: { TargetGroupArn: null } } }, '`service.Outputs.TargetGroupArn` in it cannot be taken away'],
  [
    { service: { Parameters: { VpcId: { Default: 'vpc-1' } } } },
    '`service.Parameters.VpcId.Default` in it would be ignored: we give that parameter its value'
  ],
  [{ platform: { Parameters: { ZoneA: { Default: 'z' } } } }, '`platform.Parameters.ZoneA.Default`']
])('%j is refused', (overrides, part) => {
  expect(reservedProblems(overrides)).toEqual([expect.stringContaining(part)])
})

test.each<Json>([
  {},
  { service: { Parameters: { Grace: { Default: 90 }, VpcId: { Description: 'ours' } } } },
  { platform: { Outputs: { Mine: null, HttpListenerArn: null } } },
  service({ EnableExecuteCommand: true })
])('%j is taken', (overrides) => {
  expect(reservedProblems(overrides as JsonObject)).toEqual([])
})
