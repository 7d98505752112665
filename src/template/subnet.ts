// The address ranges of the two subnets within the network's.
import { Failure } from '../model/failure.ts'

/** Two of /20 as the guide has them, or two halves where the network is too small for that. */
export function subnetsOf(vpcCidr: string): readonly [string, string] {
  const [address = '', length = ''] = vpcCidr.split('/')
  const bytes = address.split('.').map(Number)
  const prefix = Number(length)
  // A load balancer wants a /27 or larger in each zone (F1.2).
  const fits = bytes.length === 4 && bytes.every((byte) => byte >= 0 && byte <= 255) && prefix >= 16 && prefix <= 26
  if (!fits) throw unusable(vpcCidr)
  const subnetPrefix = Math.max(prefix + 1, 20)
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  const first = number - (number % 2 ** (32 - prefix))
  return [`${dotted(first)}/${subnetPrefix}`, `${dotted(first + 2 ** (32 - subnetPrefix))}/${subnetPrefix}`]
}

const dotted = (number: number): string => [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.')

const unusable = (vpcCidr: string): Failure =>
  new Failure({
    code: 'INPUT_INVALID',
    sentence: `Input \`vpc-cidr\` is ${vpcCidr}; two subnets for a load balancer need an IPv4 range from /16 to /26.`,
    remedy: 'Set `vpc-cidr: 10.0.0.0/16`, or another private range of that size.'
  })
