// Who reaches the tasks beside the load balancer.
import type { Config } from '../model/config.ts'
import type { JsonObject } from '../model/json.ts'

/** One rule for the tasks' security group, none when only the load balancer is to reach them. */
export function openIngress({ network, task }: Pick<Config, 'network' | 'task'>): JsonObject | undefined {
  switch (network.ingress) {
    case 'alb-only':
      return undefined
    case 'public':
      return {
        Description: 'The container port from anywhere',
        IpProtocol: 'tcp',
        FromPort: task.containerPort,
        ToPort: task.containerPort,
        CidrIp: '0.0.0.0/0'
      }
    case 'all-traffic':
      // Every protocol, which has no ports.
      return { Description: 'All traffic from anywhere', IpProtocol: '-1', CidrIp: '0.0.0.0/0' }
  }
}
