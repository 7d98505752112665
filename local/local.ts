// The local AWS as a library: start it, get what to export, stop it.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { here } from './cache.ts'
import { connectGateway } from './gateway/client.ts'
import type { GatewayClient } from './gateway/client.ts'
import { requestToken } from './gateway/oidc.ts'
import type { Pace } from './ministack.ts'
import { removeOrphans } from './remains.ts'
import type { Facts, Order, Said } from './supervisor.ts'

export type { Pace } from './ministack.ts'

export interface Local extends Omit<Facts, 'dockerClientFolder'> {
  /** What a program needs in its environment to use this AWS, on top of what it has. */
  readonly env: Readonly<Record<string, string>>
  /** What a job with `id-token: write` has, on top of `env`. */
  readonly oidc: Readonly<Record<string, string>>
  /** Looks at what was called, and makes calls fail. */
  readonly gateway: GatewayClient
  /** Settles when it is over: with a sentence if that came by itself. */
  readonly ended: Promise<string | undefined>
  /** Takes everything away that was started, containers included. */
  readonly stop: () => Promise<void>
}

export interface LocalOptions {
  /** `0` (default): as fast as it can; `aws`: as slow as AWS. */
  readonly pace?: Pace
  /** Told what takes longer, such as a first installation. */
  readonly log?: (line: string) => void
  readonly region?: string
  /** More environment for MiniStack, such as `AUTH: 'true'`. */
  readonly settings?: Readonly<Record<string, string>>
}

export async function startLocal({ pace = '0', log = () => undefined, ...rest }: LocalOptions = {}): Promise<Local> {
  const region = rest.region ?? 'eu-west-1'
  const order: Order = { pace, region, settings: rest.settings ?? {} }
  // In a session of its own, so that Ctrl-C in a terminal reaches us and not the one who has to tidy up.
  const supervisor = spawn(process.execPath, [join(here, 'supervisor.ts'), JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: process.env,
    detached: true
  })
  supervisor.stdin.on('error', () => undefined)
  let failure: string | undefined
  let stopping = false
  const ended = new Promise<string | undefined>((resolve, reject) => {
    supervisor.on('error', reject).on('exit', () => {
      // Had it been killed, the rest would still be there.
      removeOrphans().then(() => {
        resolve(stopping ? undefined : (failure ?? 'The local AWS was ended.'))
      }, reject)
    })
  })
  const stop = async (): Promise<void> => {
    stopping = true
    supervisor.stdin.end()
    await ended
  }
  const facts = await new Promise<Facts | undefined>((resolve, reject) => {
    createInterface({ input: supervisor.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as Said
      if ('say' in said) log(said.say)
      else if ('ready' in said) resolve(said.ready)
      else failure ??= said.failed
    })
    ended.then(() => {
      resolve(undefined)
    }, reject)
  })
  if (facts === undefined) throw new Error(failure ?? 'The local AWS did not start.')
  return {
    ...facts,
    env: environment(facts, region),
    oidc: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${facts.gatewayUrl}/_gateway/oidc/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken
    },
    gateway: connectGateway(facts.gatewayUrl),
    ended,
    stop
  }
}

function environment(facts: Facts, region: string): Record<string, string> {
  const { gatewayUrl, caFile, dockerHost, dockerClientFolder } = facts
  return {
    AWS_ENDPOINT_URL: gatewayUrl,
    AWS_ACCESS_KEY_ID: '000000000000',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    // What the older AWS CLI and boto3 read.
    AWS_DEFAULT_REGION: region,
    HTTP_PROXY: gatewayUrl,
    HTTPS_PROXY: gatewayUrl,
    NO_PROXY: '127.0.0.1,localhost',
    NODE_EXTRA_CA_CERTS: caFile,
    DOCKER_HOST: dockerHost,
    ...(dockerClientFolder === undefined ? {} : { PATH: [dockerClientFolder, process.env['PATH']].join(delimiter) })
  }
}
