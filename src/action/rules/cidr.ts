// The address range of the VPC: what EC2 takes, and large enough for two subnets that a load balancer accepts.
import { addressText, largest, networkOf, rangeOf, smallest, type Range } from '../../model/cidr.ts'

/** Ranges that a VPC cannot have or that do not work there: EC2 refuses the first four, the last is its own. */
const taken = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '198.19.0.0/16']
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']

const isWithin = (range: Range, outer: string): boolean => {
  const around = rangeOf(outer)
  return (
    around !== undefined &&
    range.prefix >= around.prefix &&
    networkOf({ address: range.address, prefix: around.prefix }) === around.address
  )
}

export function cidrProblem(cidr: string): string | undefined {
  const range = rangeOf(cidr)
  if (!range) return 'an IPv4 range is wanted, such as `10.0.0.0/16`'
  const network = networkOf(range)
  if (network !== range.address)
    return `that is an address within a range; the range is \`${addressText(network)}/${range.prefix}\``
  if (range.prefix < largest)
    return `EC2 takes no range larger than /${largest}: \`${addressText(network)}/${largest}\``
  if (range.prefix > smallest)
    return `it must hold two subnets of /27, which a load balancer needs: \`/${smallest}\` or a smaller number`
  if (taken.some((outer) => isWithin(range, outer)))
    return 'that range is reserved; take one within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16'
  return undefined
}

/** Accepted by EC2, but hosts on the internet with these addresses cannot be reached from the tasks. */
export function isPublicRange(cidr: string): boolean {
  const range = rangeOf(cidr)
  return range !== undefined && !privateRanges.some((outer) => isWithin(range, outer))
}
