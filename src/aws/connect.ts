// AWS in one region, as the rest of the project knows it: `type Aws` is the port, there is no interface beside it.
import { makeClients, type ConnectOptions } from './clients.ts'
import { hostedZones } from './hosted-zones.ts'
import { identity } from './identity.ts'
import { logs } from './logs.ts'
import { network } from './network.ts'
import { records } from './records.ts'
import { repository } from './repository.ts'
import { revisions } from './revisions.ts'
import { services } from './services.ts'
import { stacks } from './stacks.ts'
import { targets } from './targets.ts'
import { tasks } from './tasks.ts'
import { zones } from './zones.ts'

export type { ConnectOptions } from './clients.ts'

export type Aws = ReturnType<typeof connect>

/** @param cloudFormationRoleArn what CloudFormation makes and removes everything as; absent: as whoever calls. */
export function connect(options: ConnectOptions & { readonly cloudFormationRoleArn?: string }) {
  const clients = makeClients(options)
  const looks = { ...clients, ...clients.looks }
  return {
    region: options.region,
    identity: identity(clients),
    zones: zones(clients),
    network: network(clients),
    hostedZones: hostedZones(clients),
    records: records(clients),
    stacks: stacks(clients, options.cloudFormationRoleArn),
    repository: repository(clients),
    revisions: revisions(clients),
    services: services(clients),
    tasks: tasks(clients),
    targets: targets(clients),
    logs: logs(clients),
    /** Reads that are made again and again: each with few tries, for the next one comes soon. */
    looks: { services: services(looks), tasks: tasks(looks), targets: targets(looks), logs: logs(looks) }
  }
}
