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
import type { CloudFormation } from './cloudformation/api.ts'
import type { Told } from './cloudformation/told.ts'
import type { Definitions } from './definitions.ts'
import type { Elsewhere } from './elsewhere.ts'
import type { Registry } from './registry.ts'
import { connectEach, route, type ClientClass, type Find, type Handlers, type Wire } from './sdk.ts'

export interface Edge {
  readonly cloudFormation: CloudFormation
  readonly told: Told
  readonly definitions: Definitions
  readonly registry: Registry
  readonly elsewhere: Elsewhere
}

/** From now on every client of the process talks to its region, about everything. */
export function connectAll(find: Find<{ readonly wire: Wire; readonly edge: Edge }>): void {
  const handled = (of: (edge: Edge) => Handlers) => (region: string) => {
    const { wire, edge } = find(region)
    return { wire, handlers: of(edge) }
  }
  connectEach(handled(({ definitions, elsewhere }) => ({ ...definitions, ...elsewhere })))
  const about = (client: ClientClass, service: string, of: (edge: Edge) => Handlers): void => {
    route(client, service, handled(of))
  }
  about(CloudFormationClient, 'cloudformation', ({ cloudFormation, told }) => ({ ...cloudFormation, ...told }))
  about(ECRClient, 'ecr', ({ registry, elsewhere }) => ({ ...registry, ...elsewhere }))
  about(Route53Client, 'route53', ({ elsewhere }) => ({ ...elsewhere }))
  about(EC2Client, 'ec2', ({ elsewhere }) => ({ ...elsewhere }))
  about(SecretsManagerClient, 'secretsmanager', ({ elsewhere }) => ({ ...elsewhere }))
  about(ServiceQuotasClient, 'servicequotas', ({ elsewhere }) => ({ ...elsewhere }))
  about(SSMClient, 'ssm', ({ elsewhere }) => ({ ...elsewhere }))
  about(ACMClient, 'acm', ({ elsewhere }) => ({ ...elsewhere }))
  about(STSClient, 'sts', ({ elsewhere }) => ({ ...elsewhere }))
}
