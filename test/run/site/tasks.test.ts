// Tasks at their own addresses, where anybody may ask them.
import { expect, test } from '@jest/globals'
import type { Config } from '../../../src/model/config.ts'
import type { Revision } from '../../../src/model/revision.ts'
import { askTasks } from '../../../src/run/site/tasks.ts'
import type { World } from '../../../src/run/world.ts'
import { plain } from '../../template/example.ts'
import { collect, fakeRegion } from '../fake/region.ts'

const open: Config = { ...plain, network: { ...plain.network, ingress: 'public' } }
const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-app:2'
const revision: Revision = {
  arn,
  family: 'shop-app',
  revision: 2,
  active: true,
  definition: { containerDefinitions: [{ name: 'app', portMappings: [{ containerPort: 8080 }] }] },
  tags: {}
}
const of = (taskDefinition: string, networkInterface?: string) => ({
  arn: 'task',
  taskDefinition,
  addresses: [],
  containers: [],
  ...(networkInterface !== undefined && { networkInterface })
})

async function told(config: Config, visit: World['visit'], tasks = [of(arn, 'eni-1'), of('older', 'eni-2'), of(arn)]) {
  const { world } = fakeRegion({ visit })
  const asked: string[] = []
  const aws: World['aws'] = {
    ...world.aws,
    tasks: { ...world.aws.tasks, running: () => Promise.resolve(tasks) },
    network: {
      ...world.aws.network,
      publicAddresses: (ids: readonly string[]) => {
        asked.push(...ids)
        return Promise.resolve(ids.map((id) => id.replace('eni-', '203.0.113.')))
      }
    }
  }
  const { progress } = await collect(askTasks({ ...world, aws }, config, revision))
  return { asked, said: progress.map((each) => [each.at, 'text' in each ? each.text : '']) }
}

test.each<[string, World['visit'], string, string]>([
  ['answers well', () => Promise.resolve({ status: 200 }), 'changed', 'http://203.0.113.1:8080/ answers 200'],
  ['answers badly', () => Promise.resolve({ status: 503 }), 'warning', 'http://203.0.113.1:8080/ answers 503'],
  ['does not answer', () => Promise.reject(new Error('no route')), 'warning', 'http://203.0.113.1:8080/: no route']
])('one of the new version that %s is told', async (_, visit, at, text) => {
  const { asked, said } = await told(open, visit)
  expect(asked).toEqual(['eni-1'])
  expect(said).toEqual([[at, `a task at its own address: ${text}`]])
})

test('nobody is asked where only the load balancer comes in, or where none has an address', async () => {
  const visit = () => Promise.resolve({ status: 200 })
  expect(await told(plain, visit)).toEqual({ asked: [], said: [] })
  expect(await told(open, visit, [of(arn)])).toEqual({ asked: [], said: [] })
})
