// Ranges of IPv4 addresses, and how large the one of a VPC is.

export interface Range {
  /** As it was written: perhaps not the first one of the range. */
  readonly address: number
  readonly prefix: number
}

/** Prefixes: EC2 takes no larger VPC, and a smaller one does not hold two subnets of /27, which an ALB wants (F1.2). */
export const [largest, smallest] = [16, 26] as const

/** Of `10.0.0.0/16`; undefined: that is no range. */
export function rangeOf(cidr: string): Range | undefined {
  const [, address = '', prefix] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(cidr) ?? []
  const parts = address.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => part > 255) || Number(prefix) > 32) return undefined
  return { address: parts.reduce((sum, part) => sum * 256 + part, 0), prefix: Number(prefix) }
}

/** Its first address. */
export const networkOf = ({ address, prefix }: Range): number => address - (address % 2 ** (32 - prefix))

export const addressText = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
