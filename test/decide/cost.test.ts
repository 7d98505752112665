// What a change adds to a month, by table.
import { expect, test } from '@jest/globals'
import { listOf, mapOf } from '../../src/model/json.ts'
import { priceOfWebAcl } from '../../src/model/price.ts'
import { readPart } from '../../src/template/part.ts'
import { costsOf, type Spending } from '../../src/decide/cost.ts'
import type { JsonObject } from '../../src/model/json.ts'
import type { ResourcePreview } from '../../src/model/preview.ts'
import type { Revision } from '../../src/model/revision.ts'
import type { ResourceChange } from '../../src/model/stack.ts'
import { plain } from '../template/example.ts'

const size = (cpu: string, memory: string, more: JsonObject = {}): JsonObject => ({ cpu, memory, ...more })
const small = size('256', '512')
const running = (definition: JsonObject): Revision => ({
  arn: 'a',
  family: 'f',
  revision: 1,
  active: true,
  definition,
  tags: {}
})
const resource = (type: string, does: ResourcePreview['does']): ResourcePreview => ({
  logicalId: 'A',
  type,
  what: 'it',
  does,
  certainty: 'will',
  properties: []
})
const balancer = 'AWS::ElasticLoadBalancingV2::LoadBalancer'
const given = {
  network: { use: 'given', vpcId: 'vpc-1', subnetIds: ['a', 'b', 'c'], ingress: 'alb-only' }
} as const
const least = (before?: string): ResourceChange => ({
  action: 'Modify',
  logicalId: 'ScalableTarget',
  type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  replacement: 'no',
  retained: false,
  details: [{ property: 'MinCapacity', recreation: 'never', ...(before !== undefined && { before }) }]
})
const scaled = (minTasks: number) => ({ config: { ...plain, scaling: { ...plain.scaling, minTasks } } })

test.each<[string, Partial<Spending>, readonly string[]]>([
  ['nothing', {}, []],
  ['nothing that anybody can tell', { definition: undefined }, []],
  ['a first task', { running: undefined }, ['task 9.01', 'public address 3.65']],
  ['a task of twice the size', { definition: size('512', '1024') }, ['task 9.01']],
  ['a smaller one', { running: running(size('512', '1024')) }, ['task -9.01']],
  ['another processor', { definition: { ...small, runtimePlatform: { cpuArchitecture: 'ARM64' } } }, ['task -1.8']],
  ['more disk', { definition: { ...small, ephemeralStorage: { sizeInGiB: 100 } } }, ['task 6.48']],
  [
    'more tasks',
    { ...scaled(3), serviceChanges: [least('1')] },
    ['3 tasks instead of 1 18.02', '2 public addresses 7.3']
  ],
  ['fewer', { serviceChanges: [least('2')] }, ['task instead of 2 -9.01', 'public address -3.65']],
  ['as many as before, for all that is told', { ...scaled(3), serviceChanges: [least()] }, []],
  ['a load balancer', { resources: [resource(balancer, 'add')] }, ['load balancer 16.43', '2 public addresses 7.3']],
  [
    'one in three subnets',
    { config: { ...plain, ...given }, resources: [resource(balancer, 'add')] },
    ['load balancer 16.43', '3 public addresses 10.95']
  ],
  ['one that is replaced', { resources: [resource(balancer, 'replace')] }, []],
  ['a firewall', { resources: [resource('AWS::WAFv2::WebACL', 'add')] }, ['firewall 8']],
  ['one that goes', { resources: [resource('AWS::WAFv2::WebACL', 'remove')] }, ['firewall -8']],
  ['what has no size', { running: running({}), definition: size('x', 'y') }, []]
])("a change of a month's costs is told: %s", (_, spending, costs) => {
  const usual: Spending = {
    config: plain,
    running: running(small),
    definition: small,
    resources: [],
    serviceChanges: []
  }
  const found = costsOf({ ...usual, ...spending })
  expect(found.map(({ what, dollars }) => `${what} ${dollars}`)).toEqual(costs)
})

test('a firewall is paid for as many groups as its template has', () => {
  const { Resources } = readPart(new URL('../../templates/platform/waf.yml', import.meta.url))
  const [acl] = Object.values(mapOf(Resources))
  expect(priceOfWebAcl(listOf(mapOf(mapOf(acl).Properties).Rules).length)).toBe(8)
})
