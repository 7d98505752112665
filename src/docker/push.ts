// Pushes an image with a login that nobody else sees: in a docker configuration of its own, removed afterwards.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, whoMayAll } from '../model/failure.ts'
import type { RegistryLogin } from '../model/image.ts'
import { present } from '../model/present.ts'
import { contextArguments, loginArguments, pushArguments, tagArguments } from './arguments.ts'
import type { DockerOptions } from './docker.ts'
import { isNews, lastLine, mostTries, readDigest, readPushError } from './answer.ts'
import { only, readProgram, runProgram, type ProgramEnd } from './program.ts'

export interface PushRequest {
  /** What docker calls it here: an id or a name. */
  readonly image: string
  /** `registry/repository`. */
  readonly repositoryUri: string
  readonly tag: string
  readonly login: RegistryLogin
  /** Waits before the next try; 1 for the second try. */
  readonly pause: (attempt: number) => Promise<void>
  /** Ends it at once: the login goes also then. */
  readonly cancelled: AbortSignal
}

export type Pushed =
  | { readonly at: 'pushed'; readonly digest: string }
  /** The tag is immutable and somebody pushed it meanwhile; what it names is in the registry. */
  | { readonly at: 'taken' }

type Run = AsyncGenerator<string, ProgramEnd, void>

/** @returns a function that yields what docker prints. */
export const pushing = ({ environment, temp }: DockerOptions) =>
  async function* push(request: PushRequest): AsyncGenerator<string, Pushed, void> {
    const { image, repositoryUri, tag, login, pause, cancelled } = request
    const name = `${repositoryUri}:${tag}`
    const config = await mkdtemp(join(temp, 'slipway-docker-'))
    const { registry, username, password } = login
    try {
      // An entry keeps docker from choosing the machine's keychain, where the login would outlive us.
      await writeFile(join(config, 'config.json'), JSON.stringify({ auths: { [registry]: {} } }), { mode: 0o600 })
      const options = { environment: { ...environment, ...(await engine()), DOCKER_CONFIG: config }, cancelled }
      const docker = (args: readonly string[], input?: string): Run =>
        runProgram('docker', args, { ...options, ...present({ input }) })
      // Docker warns at length that the login is stored in clear text: it is, in a folder that is gone in a moment.
      const loggingIn = untilDone(() => docker(loginArguments(registry, username), password))
      yield* only(loggingIn, (line) => line.startsWith('trying again'))
      yield* untilDone(() => docker(tagArguments(image, name)))
      const lines = yield* only(
        untilDone(() => docker(pushArguments(name))),
        isNews
      )
      if (lines === 'tag-taken') return { at: 'taken' }
      const digest = readDigest(lines)
      if (digest === undefined) throw pushFailed(name, ['docker does not tell the digest of what it pushed'])
      return { at: 'pushed', digest }
    } finally {
      await rm(config, { recursive: true, force: true })
    }

    /** Which engine the user's own configuration chooses; with another configuration docker would forget it. */
    async function engine(): Promise<Readonly<Record<string, string>>> {
      if (environment.DOCKER_HOST !== undefined) return {}
      const { exitCode, stdout } = await readProgram('docker', contextArguments, { environment })
      const host = stdout.trim()
      return exitCode === 0 && /^\w+:\/\//.test(host) ? { DOCKER_HOST: host } : {}
    }

    /** Tries again what may pass. */
    async function* untilDone(run: () => Run): AsyncGenerator<string, readonly string[] | 'tag-taken', void> {
      for (let attempt = 1; ; attempt++) {
        const { exitCode, lines } = yield* run()
        if (exitCode === 0) return lines
        const error = readPushError(lines)
        if (error === 'tag-taken') return error
        if (error === 'refused' || attempt === mostTries) throw pushFailed(name, lines)
        yield `trying again: ${lastLine(lines)}`
        await pause(attempt)
      }
    }
  }

function pushFailed(name: string, lines: readonly string[]): Failure {
  const text = lines.join('\n')
  const isRefused = /denied|unauthorized|no basic auth|authorization token|\b403 Forbidden|status: 403\b/i.test(text)
  return new Failure({
    code: 'PUSH_FAILED',
    sentence: `The image could not be pushed as ${name}: ${lastLine(lines)}`,
    remedy: isRefused
      ? `Allow ecr:GetAuthorizationToken and the push actions on this repository to the role; ${whoMayAll}`
      : 'Run it again; on a self-hosted runner check its way to the registry, a proxy of the docker daemon included.',
    evidence: lines.filter((line) => line.trim() !== '').slice(-10)
  })
}
