import { expect, test } from '@jest/globals'
import {
  priceOfAddress,
  priceOfLoadBalancer,
  priceOfTask,
  priceOfWebAcl,
  type TaskSize
} from '../../src/model/price.ts'

const small: TaskSize = { cpu: 256, memory: 512, architecture: 'x86_64', diskGib: 0 }

test.each<[Partial<TaskSize>, number]>([
  [{}, 9.01],
  [{ cpu: 1024, memory: 2048 }, 36.04],
  [{ architecture: 'arm64' }, 7.21],
  // 20 GiB come along.
  [{ diskGib: 20 }, 9.01],
  [{ diskGib: 120 }, 17.11],
  [{ cpu: 0, memory: 0 }, 0]
])('a task of %j costs %d a month', (size, dollars) => {
  expect(priceOfTask({ ...small, ...size })).toBeCloseTo(dollars, 2)
})

// The facts say about 18 for a balancer with some traffic, 0.005 an hour for an address, 5 and 1 for a firewall (F7#30, #39).
test('a load balancer, an address and a firewall cost what AWS says', () => {
  expect(priceOfLoadBalancer).toBeCloseTo(16.43, 2)
  expect(priceOfAddress).toBeCloseTo(0.005 * 730, 2)
  expect(priceOfWebAcl(3)).toBe(8)
})
