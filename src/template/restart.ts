// Which changes of the service start fresh tasks: all of them are made in place, but not without a rollout (F1.14). Pure.
import type { Certainty, ResourcePreview } from '../model/preview.ts'

const restarting: readonly string[] = [
  'CapacityProviderStrategy',
  'ForceNewDeployment',
  'LoadBalancers',
  'NetworkConfiguration',
  'PlatformVersion',
  'ServiceConnectConfiguration',
  'ServiceRegistries',
  'TaskDefinition',
  'VolumeConfigurations',
  'VpcLatticeConfigurations'
]
const quiet: readonly string[] = [
  'AvailabilityZoneRebalancing',
  'DeploymentConfiguration',
  'DesiredCount',
  'EnableECSManagedTags',
  'EnableExecuteCommand',
  'HealthCheckGracePeriodSeconds',
  'PlacementConstraints',
  'PlacementStrategies',
  'PropagateTags',
  'Tags'
]

/** @returns undefined when the tasks that run stay. */
export function restartOf({ type, does, certainty, properties }: ResourcePreview): Certainty | undefined {
  if (type !== 'AWS::ECS::Service' || does === 'add' || does === 'tag') return undefined
  if (does !== 'change') return certainty
  const names = properties.map(({ name }) => name)
  if (names.some((name) => restarting.includes(name))) return certainty
  // A property that we do not know, or none that was named.
  return names.length > 0 && names.every((name) => quiet.includes(name)) ? undefined : 'possible'
}
