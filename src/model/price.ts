// What a month costs, about: prices in US dollars of us-east-1 without traffic, as pages of others quoted those of AWS for
// Fargate, Elastic Load Balancing, public IPv4 addresses and WAF in 2026; not read from AWS itself. Elsewhere it is more.
export const pricesOf = 'about what us-east-1 costs in 2026, without traffic'

const hoursPerMonth = 730
const perHour = {
  x86_64: { cpu: 0.04048, gib: 0.004445 },
  arm64: { cpu: 0.03238, gib: 0.00356 },
  /** Each GiB of disk over the 20 that come along. */
  diskGib: 0.000111,
  loadBalancer: 0.0225,
  address: 0.005
} as const
const includedDiskGib = 20
const perMonth = { webAcl: 5, webAclRule: 1 } as const

export interface TaskSize {
  /** 1024 is one vCPU. */
  readonly cpu: number
  /** MiB. */
  readonly memory: number
  readonly architecture: 'x86_64' | 'arm64'
  readonly diskGib: number
}

export function priceOfTask({ cpu, memory, architecture, diskGib }: TaskSize): number {
  const rate = perHour[architecture]
  const disk = Math.max(0, diskGib - includedDiskGib) * perHour.diskGib
  return ((cpu / 1024) * rate.cpu + (memory / 1024) * rate.gib + disk) * hoursPerMonth
}

export const priceOfLoadBalancer = perHour.loadBalancer * hoursPerMonth
export const priceOfAddress = perHour.address * hoursPerMonth
export const priceOfWebAcl = (rules: number): number => perMonth.webAcl + rules * perMonth.webAclRule
