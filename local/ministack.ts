// MiniStack, with what it lacks (local/ministack).
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { here } from './cache.ts'
import { comesUp, mortal } from './mortal.ts'
import { freePort } from './port.ts'

export type Pace = '0' | 'aws'

/** @throws Error on another word. */
export function paceOf(word: string): Pace {
  if (word === '0' || word === 'aws') return word
  throw new Error(`--pace is ${word}; it takes 0 or aws.`)
}

interface Place {
  readonly python: string
  readonly dockerHost: string
  /** Holds the login with which tasks pull from the gateway's registry, as an execution role would. */
  readonly dockerConfig: string
  /** With the port, this labels every container that MiniStack makes. */
  readonly name: string
  readonly scratch: string
  readonly log: string
  readonly pace: Pace
  readonly settings: Readonly<Record<string, string>>
}

export interface MiniStack {
  readonly url: string
  readonly process: ChildProcess
  /** The label of the containers of this one, `key=value`. */
  readonly label: string
}

/** Starts it on a free port. Between finding a port and taking it somebody else may: then another one is tried. */
export async function startMiniStack(place: Place): Promise<MiniStack> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const child = launch(place, port)
    if (await comesUp(child, () => isHealthy(url), 180))
      return { url, process: child, label: `ministack.instance=${place.name}:${port}` }
    child.kill('SIGKILL')
    if (attempt === 3) throw new Error(`MiniStack did not start; its log is ${place.log}.`)
  }
}

function launch(place: Place, port: number): ChildProcess {
  const [program, args] = mortal(place.python, [join(here, 'ministack', 'main.py')])
  const output = openSync(place.log, 'a')
  // The user's own AWS settings are no business of the emulator, which would take its keys from them.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))
  return spawn(program, args, {
    stdio: ['ignore', output, output],
    env: {
      ...Object.fromEntries(inherited),
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: 'false',
      SFTP_ENABLED: 'false',
      STATE_DIR: join(place.scratch, 'state'),
      TMPDIR: place.scratch,
      DOCKER_HOST: place.dockerHost,
      DOCKER_CONFIG: place.dockerConfig,
      MINISTACK_HOSTNAME: place.name,
      PYTHONUNBUFFERED: '1',
      SLIPWAY_PACE: place.pace,
      ...place.settings
    }
  })
}

async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined)
  await answer?.body?.cancel()
  return answer?.ok === true
}
