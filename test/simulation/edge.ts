// The SDK's edge beyond a rollout: stacks, revisions, images, and what a run asks of other services.
import { ACMClient } from '@aws-sdk/client-acm'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { EC2Client } from '@aws-sdk/client-ec2'
import { ECRClient } from '@aws-sdk/client-ecr'
import { Route53Client } from '@aws-sdk/client-route-53'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas'
import { SSMClient } from '@aws-sdk/client-ssm'
import { STSClient } from '@aws-sdk/client-sts'
import { mockClient } from 'aws-sdk-client-mock'
import type { CloudFormation } from './cloudformation/api.ts'
import type { Told } from './cloudformation/told.ts'
import type { Definitions } from './definitions.ts'
import type { Elsewhere } from './elsewhere.ts'
import type { Registry } from './registry.ts'
import { connectEach, disconnect, route, type Find, type Handlers, type Wire } from './sdk.ts'

export interface Edge {
  readonly cloudFormation: CloudFormation
  readonly told: Told
  readonly definitions: Definitions
  readonly registry: Registry
  readonly elsewhere: Elsewhere
}

const stacks = mockClient(CloudFormationClient)
const images = mockClient(ECRClient)
const zones = mockClient(Route53Client)
const network = mockClient(EC2Client)
const identity = mockClient(STSClient)
const secrets = mockClient(SecretsManagerClient)
const quotas = mockClient(ServiceQuotasClient)
const parameters = mockClient(SSMClient)
const certificates = mockClient(ACMClient)

/** From now on every client of the process talks to its region, about everything. */
export function connectAll(find: Find<{ readonly wire: Wire; readonly edge: Edge }>): void {
  const handled = (of: (edge: Edge) => Handlers) => (region: string) => {
    const { wire, edge } = find(region)
    return { wire, handlers: of(edge) }
  }
  connectEach(handled(({ definitions, elsewhere }) => ({ ...definitions, ...elsewhere })))
  const about = (mock: unknown, service: string, of: (edge: Edge) => Handlers): void => {
    route(mock, service, handled(of))
  }
  about(stacks, 'cloudformation', ({ cloudFormation, told }) => ({ ...cloudFormation, ...told }))
  about(images, 'ecr', ({ registry, elsewhere }) => ({ ...registry, ...elsewhere }))
  about(zones, 'route53', ({ elsewhere }) => ({ ...elsewhere }))
  about(network, 'ec2', ({ elsewhere }) => ({ ...elsewhere }))
  about(secrets, 'secretsmanager', ({ elsewhere }) => ({ ...elsewhere }))
  about(quotas, 'servicequotas', ({ elsewhere }) => ({ ...elsewhere }))
  about(parameters, 'ssm', ({ elsewhere }) => ({ ...elsewhere }))
  about(certificates, 'acm', ({ elsewhere }) => ({ ...elsewhere }))
  about(identity, 'sts', ({ elsewhere }) => ({ ...elsewhere }))
}

/** The clients are the real ones again. */
export function disconnectAll(): void {
  disconnect()
  for (const mock of [stacks, images, zones, network, identity, secrets, quotas, parameters, certificates])
    mock.restore()
}
