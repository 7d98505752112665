// Clusters (ECS).
import { DescribeClustersCommand } from '@aws-sdk/client-ecs'
import type { Cluster } from '../model/seen.ts'
import { given, required } from './answer.ts'
import { call } from './call.ts'
import type { Clients } from './clients.ts'

/** CloudFormation puts it on whatever it makes. */
export const stackTag = 'aws:cloudformation:stack-name'

export const clusters = ({ ecs }: Clients) => ({
  /** @param nameOrArn one that was deleted may be shown for a while, as not active. */
  async find(nameOrArn: string): Promise<Cluster | undefined> {
    const action = 'ecs:DescribeClusters'
    const command = new DescribeClustersCommand({ clusters: [nameOrArn], include: ['TAGS'] })
    const answer = await call(action, () => ecs().send(command))
    const [found] = answer.clusters ?? []
    return (
      found && {
        active: required(found.status, `${action} clusters[].status`) === 'ACTIVE',
        ...given({ stack: found.tags?.find(({ key }) => key === stackTag)?.value })
      }
    )
  }
})
