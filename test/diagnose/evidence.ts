// What was asked and what was seen, to vary.
import type { Asked, StoppedTask } from '../../src/model/evidence.ts'
import type { Target, Task } from '../../src/model/service.ts'

export const asked: Asked = {
  memory: 1024,
  port: 8080,
  healthPath: '/health',
  healthCodes: '200-399',
  graceSeconds: 120,
  graceBy: 'computed',
  neededGrace: { seconds: 120, sum: 'the sum' },
  diskGib: 20,
  architecture: 'linux/amd64',
  logGroup: '/ecs/shop-app'
}

export const taskOf = (stoppedReason: string, container: Partial<Task['containers'][number]> = {}): Task => ({
  arn: 'arn:aws:ecs:eu-west-1:123456789012:task/shop-cluster/0123456789abcdef',
  taskDefinition: 'shop-app:2',
  startedBy: 'ecs-svc/2',
  stoppedReason,
  addresses: [],
  containers: [{ name: 'shop-container', ...container }]
})

export const stopped = (task: Task, log: readonly string[] = []): StoppedTask => ({ task, log })

export const targetOf = (target: Partial<Target>): Target => ({
  address: '10.0.0.7',
  port: 8080,
  state: 'unhealthy',
  ...target
})
