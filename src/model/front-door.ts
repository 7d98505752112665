// Where visitors come in: at the load balancer's own name, or at a domain with its DNS and certificate.

export type FrontDoor =
  | { readonly at: 'load-balancer' }
  | {
      readonly at: 'domain'
      readonly domain: string
      /** `zone-apex`: www is served when the domain is its zone's own name. */
      readonly www: boolean | 'zone-apex'
      /** `find`: the longest matching public zone; `none`: DNS is elsewhere. */
      readonly hostedZone:
        { readonly do: 'find' } | { readonly do: 'none' } | { readonly do: 'use'; readonly id: string }
      readonly certificateArn?: string
      readonly evaluateTargetHealth: boolean
      /** Simple records that the names have give way to ours. */
      readonly adoptRecords: boolean
    }

/** The ARN of the one that is given; undefined: none is, or none is needed. */
export const certificateOf = ({ frontDoor }: { readonly frontDoor: FrontDoor }): string | undefined =>
  frontDoor.at === 'domain' ? frontDoor.certificateArn : undefined
