// Whether a network that is given can hold a load balancer that faces the internet, and tasks of Fargate (EC2).
import type { RouteTable, Subnet } from '@aws-sdk/client-ec2'
import { Failure } from '../model/failure.ts'
import { required } from './answer.ts'
import { call } from './call.ts'
import type { Clients } from './clients.ts'
import { hasFargate } from './zones.ts'

/** What a load balancer needs in each of its subnets (F1.2). */
const largestPrefix = 27
const freeAddresses = 8

export const network = ({ ec2, region }: Clients) => ({
  /** @throws Failure INPUT_INVALID that names each unfit subnet and why. */
  async check(vpcId: string, subnetIds: readonly string[]): Promise<void> {
    const { DescribeRouteTablesCommand, DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2')
    const client = await ec2()
    // As filters: an id that is nowhere is then no error of the call, and can be named with all the others.
    const [subnets, tables] = await Promise.all([
      call('ec2:DescribeSubnets', () =>
        client.send(new DescribeSubnetsCommand({ Filters: [{ Name: 'subnet-id', Values: [...subnetIds] }] }))
      ),
      call('ec2:DescribeRouteTables', () =>
        client.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }))
      )
    ])
    const found = required(subnets.Subnets, 'ec2:DescribeSubnets Subnets')
    const routeTables = required(tables.RouteTables, 'ec2:DescribeRouteTables RouteTables')
    const reasons = [
      ...subnetIds.flatMap((id) => {
        const subnet = found.find(({ SubnetId }) => SubnetId === id)
        return subnet ? unfit(subnet, { vpcId, region, routeTables }) : [`${id} is not in ${region}.`]
      }),
      ...unfitZones(found)
    ]
    if (reasons.length > 0) throw unfitNetwork(vpcId, reasons)
  },

  /** Of network interfaces; one that has none, or is gone, is left out. */
  async publicAddresses(ids: readonly string[]): Promise<readonly string[]> {
    const { DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2')
    const client = await ec2()
    const action = 'ec2:DescribeNetworkInterfaces'
    const command = new DescribeNetworkInterfacesCommand({
      Filters: [{ Name: 'network-interface-id', Values: [...ids] }]
    })
    const { NetworkInterfaces } = await call(action, () => client.send(command))
    return required(NetworkInterfaces, `${action} NetworkInterfaces`).flatMap(
      ({ Association }) => Association?.PublicIp ?? []
    )
  }
})

interface Vpc {
  readonly vpcId: string
  readonly region: string
  readonly routeTables: readonly RouteTable[]
}

function unfit(subnet: Subnet, { vpcId, region, routeTables }: Vpc): readonly string[] {
  const id = subnet.SubnetId ?? ''
  // Nothing else can be said of one in another network: its route tables are not those that were read.
  if (subnet.VpcId !== vpcId) return [`${id} is in ${subnet.VpcId ?? 'no VPC'}, not in ${vpcId}.`]
  const range = subnet.CidrBlock ?? ''
  const free = subnet.AvailableIpAddressCount ?? 0
  return [
    ...(Number(range.split('/')[1] ?? Number.NaN) <= largestPrefix
      ? []
      : [`${id} has the range ${range}; a load balancer needs a /${largestPrefix} or larger.`]),
    ...(free >= freeAddresses ? [] : [`${id} has ${free} free addresses; a load balancer needs ${freeAddresses}.`]),
    ...(hasFargate(region, subnet.AvailabilityZoneId)
      ? []
      : [`${id} is in zone ${subnet.AvailabilityZone ?? ''}, where Fargate does not run.`]),
    ...(reachesInternet(tableOf(id, routeTables)) ? [] : [`${id} has no route 0.0.0.0/0 to an internet gateway.`])
  ]
}

/** A subnet that no table names follows the main one of its network. */
const tableOf = (subnetId: string, tables: readonly RouteTable[]): RouteTable | undefined =>
  tables.find(({ Associations }) => Associations?.some(({ SubnetId }) => SubnetId === subnetId)) ??
  tables.find(({ Associations }) => Associations?.some(({ Main }) => Main === true))

const reachesInternet = (table: RouteTable | undefined): boolean =>
  table?.Routes?.some(
    ({ DestinationCidrBlock, GatewayId, State }) =>
      DestinationCidrBlock === '0.0.0.0/0' && GatewayId?.startsWith('igw-') === true && State !== 'blackhole'
  ) ?? false

/** A load balancer takes one subnet of each zone, in two zones or more (F1.2). */
function unfitZones(subnets: readonly Subnet[]): readonly string[] {
  const zones = subnets.map(({ AvailabilityZone }) => AvailabilityZone ?? '')
  const distinct = [...new Set(zones)].toSorted()
  const shared = distinct.filter((zone) => zones.filter((other) => other === zone).length > 1)
  return [
    ...(distinct.length === 1 && subnets.length > 1
      ? [`All subnets are in zone ${distinct.join()}; a load balancer needs two zones.`]
      : []),
    ...(distinct.length > 1
      ? shared.map((zone) => {
          const ids = subnets
            .filter(({ AvailabilityZone }) => AvailabilityZone === zone)
            .map(({ SubnetId }) => SubnetId)
          return `${ids.join(' and ')} are both in zone ${zone}; a load balancer takes one subnet of each zone.`
        })
      : [])
  ]
}

const unfitNetwork = (vpcId: string, reasons: readonly string[]): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `The subnets in \`subnet-ids\` cannot be used in ${vpcId}: ${reasons.join(' ')}`,
    remedy:
      'Name public subnets of that VPC in two zones or more, or leave out `vpc-id` and `subnet-ids`: a network is then made. Nothing was changed.',
    evidence: reasons
  })
