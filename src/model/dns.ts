// A record of a hosted zone.

export interface DnsRecord {
  readonly type: string
  /** None of an alias. */
  readonly values: readonly string[]
  /** Seconds; none of an alias. */
  readonly ttl?: number
  readonly alias?: { readonly zoneId: string; readonly name: string; readonly evaluatesHealth: boolean }
  readonly healthCheckId?: string
  readonly setIdentifier?: string
  readonly region?: string
}

export interface DnsChange {
  readonly do: 'create' | 'delete'
  readonly name: string
  readonly record: DnsRecord
}

/** What each name has. */
export type DnsNames = readonly (readonly [name: string, records: readonly DnsRecord[]])[]
