// One local AWS for all test files: each uses account numbers of its own.
import { startLocal } from '../../local/local.ts'
import type { Local } from '../../local/local.ts'

let local: Local | undefined

export default async function setup(): Promise<void> {
  local = await startLocal({ log: console.log })
  const { caFile, dockerHost, env, folder, gatewayUrl, ministackUrl, oidc } = local
  const facts = { caFile, dockerHost, env, folder, gatewayUrl, ministackUrl, oidc }
  process.env['SLIPWAY_LOCAL'] = JSON.stringify(facts)
}

export async function stop(): Promise<void> {
  await local?.stop()
}
