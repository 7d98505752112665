// Names that people type, and names of the stacks; one place for all of them (docs/decisions/0002).
import type { ClusterConfig, Config } from './config.ts'

/** What an ARN ends with: `shop-app:7`, `shop-cluster`, a task's id. */
export const arnName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** What names of our change sets begin with: a role may be allowed those of one kind alone (docs/bootstrap.md). */
export const changeSetPrefix = (stack: string, kind: 'slipway' | 'plan'): string => `${stack}-${kind}-`

/** Of our DNS record of a region (F8.2), as templates/service has it. */
export const setIdentifierOf = ({ name }: Pick<Config, 'name'>, region: string): string => `${name}-${region}`

/** Where a task's container writes; Fargate demands the prefix (F2.12). */
export const logStream = (container: string, taskArn: string): string =>
  `${logStreamPrefix}/${container}/${arnName(taskArn)}`
export const logStreamPrefix = 'ecs'

export const namesOf = ({
  name,
  cluster
}: Pick<Config, 'name'> & { readonly cluster: Pick<ClusterConfig, 'arn'> }) => ({
  platformStack: `${name}-platform`,
  serviceStack: `${name}-service`,
  /** `arn:aws:ecs:<region>:<account>:cluster/<name>`. */
  cluster: cluster.arn === undefined ? `${name}-cluster` : arnName(cluster.arn),
  service: `${name}-service`,
  family: `${name}-app`,
  container: `${name}-container`,
  logGroup: `/ecs/${name}-app`
})
