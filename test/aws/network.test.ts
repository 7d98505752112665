import {
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Subnet
} from '@aws-sdk/client-ec2'
import { describe, expect, test } from '@jest/globals'
import { Failure } from '../../src/model/failure.ts'
import { aws } from './aws.ts'
import { mocked } from './mocked.ts'

const ec2 = mocked(EC2Client)
const subnet = (SubnetId: string, zone: string, change: Partial<Subnet> = {}): Subnet => ({
  SubnetId,
  VpcId: 'vpc-1',
  CidrBlock: '10.0.0.0/24',
  AvailableIpAddressCount: 200,
  AvailabilityZone: `us-west-1${zone}`,
  AvailabilityZoneId: zone === 'b' ? 'usw1-az2' : zone === 'a' ? 'usw1-az1' : 'usw1-az3',
  ...change
})
const route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' } as const
const main = { Associations: [{ Main: true }], Routes: [route] }

async function reasonsFor(subnets: readonly Subnet[], tables: object[] = [main]): Promise<readonly string[]> {
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [...subnets] })
  ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: tables })
  try {
    await aws('us-west-1').network.check('vpc-1', ['subnet-a', 'subnet-c'])
  } catch (error) {
    if (error instanceof Failure && error.code === 'INPUT_INVALID') return error.evidence
    throw error
  }
  return []
}

const [a, c] = [subnet('subnet-a', 'a'), subnet('subnet-c', 'c')]

describe('a network is taken when it has a way out', () => {
  test('by its main table', async () => {
    expect(await reasonsFor([a, c])).toEqual([])
  })

  test("by the subnets' own table", async () => {
    const own = { Associations: [{ SubnetId: 'subnet-a' }, { SubnetId: 'subnet-c' }], Routes: [route] }
    expect(await reasonsFor([a, c], [{ ...main, Routes: [] }, own])).toEqual([])
  })
})

describe('a network is refused for', () => {
  test.each<[string, readonly Subnet[], object[], string]>([
    ['a subnet that is nowhere', [a], [main], 'subnet-c is not in us-west-1.'],
    ['a subnet of another VPC', [a, { ...c, VpcId: 'vpc-2' }], [main], 'subnet-c is in vpc-2, not in vpc-1.'],
    [
      'a subnet that is too small',
      [a, { ...c, CidrBlock: '10.0.0.0/28' }],
      [main],
      'a load balancer needs a /27 or larger.'
    ],
    ['a subnet that is too full', [a, { ...c, AvailableIpAddressCount: 3 }], [main], 'subnet-c has 3 free addresses'],
    ['a zone without Fargate', [a, subnet('subnet-c', 'b')], [main], 'zone us-west-1b, where Fargate does not run.'],
    ['subnets of one zone', [a, subnet('subnet-c', 'a')], [main], 'All subnets are in zone us-west-1a'],
    [
      'a private subnet',
      [a, c],
      [main, { Associations: [{ SubnetId: 'subnet-c' }], Routes: [{ ...route, GatewayId: 'local' }] }],
      'subnet-c has no route 0.0.0.0/0 to an internet gateway.'
    ],
    [
      'a dead route',
      [a, c],
      [main, { Associations: [{ SubnetId: 'subnet-c' }], Routes: [{ ...route, State: 'blackhole' }] }],
      'subnet-c has no route'
    ]
  ])('%s', async (_, subnets, tables, part) => {
    expect(await reasonsFor(subnets, tables)).toEqual([expect.stringContaining(part)])
  })

  test('two subnets of one zone among others', async () => {
    expect(await reasonsFor([a, c, subnet('subnet-d', 'c')])).toEqual([
      'subnet-c and subnet-d are both in zone us-west-1c; a load balancer takes one subnet of each zone.'
    ])
  })
})

test('public addresses are those of the interfaces that have one', async () => {
  const filter = { Filters: [{ Name: 'network-interface-id', Values: ['eni-1', 'eni-2', 'eni-3'] }] }
  ec2.on(DescribeNetworkInterfacesCommand, filter).resolves({
    NetworkInterfaces: [{ Association: { PublicIp: '203.0.113.1' } }, {}]
  })
  expect(await aws().network.publicAddresses(['eni-1', 'eni-2', 'eni-3'])).toEqual(['203.0.113.1'])
})
