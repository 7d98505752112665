// Whether public DNS leads to a hosted zone.

export type Delegation =
  | { readonly at: 'delegated' }
  /** Nobody has told the parent of the zone where it is. */
  | { readonly at: 'nowhere' }
  /** `servers`: those that are asked instead, or besides. */
  | { readonly at: 'elsewhere' | 'partly'; readonly servers: readonly string[] }
  | { readonly at: 'unknown'; readonly because: string }
