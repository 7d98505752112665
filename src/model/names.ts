// Names that people type, and names of the stacks; one place for all of them (docs/decisions/0002).
import type { ClusterConfig, Config } from './config.ts'

export const namesOf = ({
  name,
  cluster
}: Pick<Config, 'name'> & { readonly cluster: Pick<ClusterConfig, 'arn'> }) => ({
  platformStack: `${name}-platform`,
  serviceStack: `${name}-service`,
  /** `arn:aws:ecs:<region>:<account>:cluster/<name>`. */
  cluster: cluster.arn?.split('/').at(-1) ?? `${name}-cluster`,
  service: `${name}-service`,
  family: `${name}-app`,
  container: `${name}-container`,
  logGroup: `/ecs/${name}-app`
})
