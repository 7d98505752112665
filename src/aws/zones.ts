// Availability zones in which a subnet for Fargate can be made (EC2).
import { required } from './answer.ts'
import { call } from './call.ts'
import type { Clients } from './clients.ts'

/** Regions in which Fargate runs in some zones only; by id, because names are shuffled per account (F1.2). */
const fargateZones: Readonly<Record<string, readonly string[]>> = {
  'us-west-1': ['usw1-az1', 'usw1-az3'],
  'ap-northeast-1': ['apne1-az1', 'apne1-az2', 'apne1-az4'],
  'cn-north-1': ['cnn1-az1', 'cnn1-az2']
}

/** Whether Fargate runs in a zone of this id. */
export const hasFargate = (region: string, zoneId: string | undefined): boolean => {
  const known = fargateZones[region]
  return !known || (zoneId !== undefined && known.includes(zoneId))
}

export const zones = ({ ec2, region }: Clients) => ({
  /** Names, sorted; at least two or a load balancer cannot be made. */
  async available(): Promise<readonly string[]> {
    const action = 'ec2:DescribeAvailabilityZones'
    const { DescribeAvailabilityZonesCommand } = await import('@aws-sdk/client-ec2')
    const client = await ec2()
    const command = new DescribeAvailabilityZonesCommand({
      Filters: [
        { Name: 'zone-type', Values: ['availability-zone'] },
        { Name: 'state', Values: ['available'] },
        { Name: 'opt-in-status', Values: ['opt-in-not-required', 'opted-in'] }
      ]
    })
    const answer = await call(action, () => client.send(command))
    return required(answer.AvailabilityZones, `${action} AvailabilityZones`)
      .filter(({ ZoneId }) => hasFargate(region, ZoneId))
      .map(({ ZoneName }) => required(ZoneName, `${action} AvailabilityZones[].ZoneName`))
      .toSorted()
  }
})
