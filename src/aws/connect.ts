// AWS in one region, as the rest of the project knows it: `type Aws` is the port, there is no interface beside it.
import { present } from '../model/present.ts'
import { mapSeveral, type Several } from '../model/several.ts'
import { certificates } from './certificates.ts'
import { makeClients, type Clients, type ConnectOptions } from './clients.ts'
import { clusters } from './clusters.ts'
import { hostedZones } from './hosted-zones.ts'
import { identity } from './identity.ts'
import { logs } from './logs.ts'
import { network } from './network.ts'
import { parameters } from './parameters.ts'
import { quotas } from './quotas.ts'
import { records } from './records.ts'
import { repository } from './repository.ts'
import { revisions } from './revisions.ts'
import { rights } from './rights.ts'
import { scans } from './scans.ts'
import { secrets } from './secrets.ts'
import { services } from './services.ts'
import { stacks } from './stacks.ts'
import { targets } from './targets.ts'
import { tasks } from './tasks.ts'
import { zones } from './zones.ts'

export type Aws = ReturnType<typeof portOf>

type Options = ConnectOptions & { readonly cloudFormationRoleArn?: string }

/** One for each region; the first one's credentials are asked for, remembered and renewed for all of them. */
export function connectAll(regions: Several<string>, options: Omit<Options, 'region'>): Several<Aws> {
  let shared: Options['credentials']
  return mapSeveral(regions, (region) => {
    const clients = makeClients({ ...options, region, ...present({ credentials: shared }) })
    shared ??= clients.sts().config.credentials
    return portOf(clients, options.cloudFormationRoleArn)
  })
}

/** @param cloudFormationRoleArn what CloudFormation makes and removes everything as; absent: as whoever calls. */
function portOf(clients: Clients, cloudFormationRoleArn: string | undefined) {
  const looks = { ...clients, ...clients.looks }
  return {
    region: clients.region,
    identity: identity(clients),
    zones: zones(clients),
    network: network(clients),
    hostedZones: hostedZones(clients),
    records: records(clients),
    certificates: certificates(clients),
    clusters: clusters(clients),
    parameters: parameters(clients),
    quotas: quotas(clients),
    rights: rights(clients),
    stacks: stacks(clients, cloudFormationRoleArn),
    repository: repository(clients),
    revisions: revisions(clients),
    scans: scans(clients),
    secrets: secrets(clients),
    services: services(clients),
    tasks: tasks(clients),
    targets: targets(clients),
    logs: logs(clients),
    /** Reads that are made again and again: each with few tries, for the next one comes soon. */
    looks: { services: services(looks), tasks: tasks(looks), targets: targets(looks), logs: logs(looks) }
  }
}
