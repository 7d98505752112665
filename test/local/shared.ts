// The local AWS that setup.ts started.
import { connectGateway } from '../../local/gateway/client.ts'
import type { Local } from '../../local/local.ts'

type Facts = Pick<Local, 'caFile' | 'dockerHost' | 'env' | 'folder' | 'gatewayUrl' | 'ministackUrl' | 'oidc'>

export const facts = JSON.parse(process.env['SLIPWAY_LOCAL'] ?? '{}') as Facts
export const gateway = connectGateway(facts.gatewayUrl)

/** What an SDK client needs to work in this account. */
export function settings(account: string, region = 'eu-west-1') {
  const credentials = { accessKeyId: account, secretAccessKey: 'local' }
  return { endpoint: facts.gatewayUrl, region, credentials, maxAttempts: 1 }
}
