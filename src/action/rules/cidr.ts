// The address range of the VPC: what EC2 takes, and large enough for two subnets that a load balancer accepts.

/** ALB subnets are /27 or larger (F1.2), so the smallest VPC that holds two is a /26. */
const [largest, smallest] = [16, 26] as const

const numberOf = (parts: readonly number[]): number => parts.reduce((sum, part) => sum * 256 + part, 0)
const textOf = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')

/** Ranges that a VPC cannot have or that do not work there: EC2 refuses the first four, the last is its own. */
const taken = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '198.19.0.0/16']
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']

interface Range {
  readonly address: number
  readonly prefix: number
}

function rangeOf(cidr: string): Range | undefined {
  const [, address = '', prefix] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(cidr) ?? []
  const parts = address.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => part > 255) || Number(prefix) > 32) return undefined
  return { address: numberOf(parts), prefix: Number(prefix) }
}

const networkOf = ({ address, prefix }: Range): number => Math.floor(address / 2 ** (32 - prefix)) * 2 ** (32 - prefix)

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
    return `that is an address within a range; the range is \`${textOf(network)}/${range.prefix}\``
  if (range.prefix < largest) return `EC2 takes no range larger than /${largest}: \`${textOf(network)}/${largest}\``
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
