// The address ranges of the two subnets within the network's.
import { addressText, largest, networkOf, rangeOf, smallest } from '../model/cidr.ts'
import { Failure } from '../model/failure.ts'

/** Two of /20 as the guide has them, or two halves where the network is too small for that. */
export function subnetsOf(vpcCidr: string): readonly [string, string] {
  const range = rangeOf(vpcCidr)
  if (!range || range.prefix < largest || range.prefix > smallest) throw unusable(vpcCidr)
  const prefix = Math.max(range.prefix + 1, 20)
  const first = networkOf(range)
  return [`${addressText(first)}/${prefix}`, `${addressText(first + 2 ** (32 - prefix))}/${prefix}`]
}

const unusable = (vpcCidr: string): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `Input \`vpc-cidr\` is ${vpcCidr}; two subnets for a load balancer need an IPv4 range from /${largest} to /${smallest}.`,
    remedy: 'Set `vpc-cidr: 10.0.0.0/16`, or another private range of that size.'
  })
