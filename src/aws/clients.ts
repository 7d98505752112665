// One client per AWS service, made when it is first used; all share sockets, credentials and the way they retry.
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { ECRClient } from '@aws-sdk/client-ecr'
import { ECSClient } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { Route53Client } from '@aws-sdk/client-route-53'
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { ProxyEnvironment } from '../model/proxy.ts'
import { throttlesOnly } from './retry.ts'

export type Credentials = NonNullable<STSClientConfig['credentials']>

export interface ConnectOptions {
  readonly region: string
  /** From credentials.ts; absent: the SDK's default chain. */
  readonly credentials?: Credentials
  readonly proxyEnvironment: ProxyEnvironment
  readonly userAgent: string
}

export type Clients = ReturnType<typeof makeClients>

/** A read that AWS throttles or drops is worth several tries; what is refused is not tried again (F5.4). */
const maxAttempts = 8
/** Who looks again soon anyway must not hang on one call that AWS throttles. */
const lookAttempts = 3
/** Where there is no instance metadata service its address may swallow packets; missing credentials are said in 2 s. */
const metadataTimeoutMs = 400

export function makeClients({ region, credentials, proxyEnvironment, userAgent }: ConnectOptions) {
  const shared = {
    region,
    maxAttempts,
    retryMode: 'standard',
    customUserAgent: userAgent,
    requestHandler: httpHandler(proxyEnvironment)
  }
  const sts = new STSClient({ ...shared, credentials: credentials ?? defaultChain(region, shared.requestHandler) })
  // The first client's provider remembers and renews; handing it on spares each service a round of its own.
  const options = { ...shared, credentials: sts.config.credentials }
  const hasty = { ...options, maxAttempts: lookAttempts }
  const ecs = once(() => new ECSClient(options))
  return {
    region,
    sts: () => sts,
    // What only some runs need is loaded by those: EC2's client is half of all that the bundle has.
    acm: once(async () => new (await import('@aws-sdk/client-acm')).ACMClient(options)),
    cloudFormation: once(() => new CloudFormationClient(options)),
    ec2: once(async () => new (await import('@aws-sdk/client-ec2')).EC2Client(options)),
    ecr: once(() => new ECRClient(options)),
    ecs,
    /** For writes that would be done twice when an answer is lost (F2.3). */
    carefulEcs: once(() => new ECSClient({ ...options, retryStrategy: throttlesOnly(ecs().config.retryStrategy) })),
    iam: once(async () => new (await import('@aws-sdk/client-iam')).IAMClient(options)),
    loadBalancing: once(() => new ElasticLoadBalancingV2Client(options)),
    logs: once(() => new CloudWatchLogsClient(options)),
    route53: once(() => new Route53Client(options)),
    secretsManager: once(
      async () => new (await import('@aws-sdk/client-secrets-manager')).SecretsManagerClient(options)
    ),
    serviceQuotas: once(async () => new (await import('@aws-sdk/client-service-quotas')).ServiceQuotasClient(options)),
    ssm: once(async () => new (await import('@aws-sdk/client-ssm')).SSMClient(options)),
    /** In place of those above, for looks that are made again and again. */
    looks: {
      ecs: once(() => new ECSClient(hasty)),
      loadBalancing: once(() => new ElasticLoadBalancingV2Client(hasty)),
      logs: once(() => new CloudWatchLogsClient(hasty))
    }
  }
}

function defaultChain(region: string, requestHandler: NodeHttpHandler): Credentials {
  return defaultProvider({ timeout: metadataTimeoutMs, maxRetries: 0, clientConfig: { region, requestHandler } })
}

/** Proxies are Node's own since 24.5, NO_PROXY included. */
export function httpHandler(proxyEnvironment: ProxyEnvironment): NodeHttpHandler {
  const agent = { keepAlive: true, proxyEnv: { ...proxyEnvironment } }
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true
  })
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
