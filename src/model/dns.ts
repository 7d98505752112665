// A record of a hosted zone.

export interface DnsRecord {
  readonly type: string
  /** None of an alias. */
  readonly values: readonly string[]
  readonly setIdentifier?: string
  readonly region?: string
}
