// Docker on this machine: builds, looks at images, pushes them.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../model/failure.ts'
import { dockerfileOf, type BuildSource } from '../model/image.ts'
import { readJson } from '../model/json.ts'
import { membersOf, platformIn } from '../model/manifest.ts'
import type { BaseImage } from '../model/seen.ts'
import * as commands from './arguments.ts'
import { baseOf } from './base.ts'
import { buildFailure } from './build-failure.ts'
import { readContext } from './context.ts'
import { copying } from './copy.ts'
import { isNews, lastLine, readBuilder, readInspect, readManifest } from './answer.ts'
import { only, readProgram, runProgram } from './program.ts'
import { pushing } from './push.ts'

export interface DockerOptions {
  /** The environment that docker runs in. */
  readonly environment: Readonly<Record<string, string>>
  /** A folder for what does not stay. */
  readonly temp: string
}

export interface LocalImage {
  /** `sha256:...`. */
  readonly id: string
  /** `linux/amd64`. */
  readonly platform: string
}

export type Docker = ReturnType<typeof connectDocker>

export function connectDocker({ environment, temp }: DockerOptions) {
  let known: Promise<commands.Builder> | undefined

  async function askBuilder(): Promise<commands.Builder> {
    try {
      const [version, buildx] = await Promise.all([
        readProgram('docker', commands.versionArguments, { environment }),
        readProgram('docker', commands.buildxVersionArguments, { environment })
      ])
      return readBuilder(version.stdout, buildx.exitCode === 0)
    } catch (error) {
      throw new Failure({
        code: 'BUILD_FAILED',
        sentence: 'There is no docker on this machine.',
        remedy: 'Use a runner that has docker (GitHub-hosted Linux runners have it), or install it on yours.',
        cause: error
      })
    }
  }

  async function resolveLocal(image: string): Promise<LocalImage | undefined> {
    await builderHere()
    const { exitCode, stdout, stderr } = await readProgram('docker', commands.inspectArguments(image), { environment })
    if (exitCode === 0) return readInspect(stdout)
    if (/no such image/i.test(stderr)) return undefined
    throw new Failure({
      code: 'BUILD_FAILED',
      sentence: `docker does not describe ${image}: ${lastLine(stderr.split('\n'))}`,
      remedy: 'Check that docker runs and that this job may use it.'
    })
  }

  /** As its registry has it, else as this machine has it. */
  async function platformsOf(image: string): Promise<BaseImage> {
    const platforms =
      (await remotePlatforms(image)) ?? (await resolveLocal(image).then((local) => local && [local.platform]))
    return platforms
      ? { at: 'known', image, platforms: [...new Set(platforms)] }
      : { at: 'unknown', because: `docker on this machine does not show ${image}` }
  }

  async function remotePlatforms(image: string): Promise<readonly string[] | undefined> {
    const manifest = await askRegistry(commands.registryArguments(image))
    if (manifest === undefined) return undefined
    const members = membersOf(manifest)
    if (members) return members.map(({ platform }) => platform)
    const config = await askRegistry(commands.registryConfigArguments(image))
    const platform = config === undefined ? undefined : platformIn(readJson(config))
    return platform === undefined ? undefined : [platform]
  }

  /** By buildx. Undefined: it is not there, or not for the logins of this machine. */
  async function askRegistry(args: readonly string[]): Promise<string | undefined> {
    if ((await builderHere()) !== 'buildx') return undefined
    const { exitCode, stdout } = await readProgram('docker', args, { environment })
    return exitCode === 0 ? stdout : undefined
  }

  const builderHere = (): Promise<commands.Builder> => (known ??= askBuilder())

  return {
    /** The state of the working tree at the build context. */
    readContext: (source: BuildSource) =>
      readContext(source.context, { environment, dockerfile: dockerfileOf(source) }),

    /** Yields what docker prints. @throws Failure BUILD_FAILED */
    async *build({
      source,
      platform,
      cancelled
    }: {
      readonly source: BuildSource
      readonly platform: string
      /** Ends it at once. */
      readonly cancelled: AbortSignal
    }): AsyncGenerator<string, { readonly imageId: string }, void> {
      checkFiles(source)
      const builder = await builderHere()
      if (builder === 'legacy' && Object.keys(source.buildSecrets).length > 0) throw noSecrets()
      const folder = await mkdtemp(join(temp, 'slipway-build-'))
      try {
        const idFile = join(folder, 'id')
        const command = commands.buildCommand({ source, platform, builder, idFile })
        const options = { environment: { ...environment, ...command.environment }, cancelled }
        const { exitCode, lines } = yield* only(runProgram('docker', command.arguments, options), isNews)
        if (exitCode !== 0) throw buildFailure(lines)
        return { imageId: (await readFile(idFile, 'utf8')).trim() }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },

    /** @returns undefined when there is no such image on this machine. */
    resolveLocal,

    /** The digest of an image in a registry; undefined when it is not there, or not for the logins of this machine. */
    async resolveRemote(image: string): Promise<string | undefined> {
      const manifest = await askRegistry(commands.registryArguments(image))
      return manifest === undefined ? undefined : readManifest(manifest)
    },

    platformsOf,

    /** What the image will stand on, and for which platforms that is there. */
    async readBase(source: BuildSource): Promise<BaseImage> {
      const file = dockerfileOf(source)
      if (!existsSync(file)) return { at: 'unknown', because: `there is no Dockerfile at ${file}` }
      const base = baseOf(await readFile(file, 'utf8'), source)
      if (base.at === 'unknown') return base
      const { image, platform } = base
      if (platform !== undefined) return { at: 'known', image, platforms: [platform] }
      return platformsOf(image)
    },

    /** @throws Failure ARCHITECTURE_MISMATCH when the image is for another platform; BUILD_FAILED when it is not there. */
    async checkPlatform(image: string, wanted: string): Promise<void> {
      const found = await resolveLocal(image)
      if (!found) {
        throw new Failure({
          code: 'BUILD_FAILED',
          sentence: `There is no image ${image} on this machine.`,
          remedy: 'Build or pull it in an earlier step of the same job, or leave `image` out to have it built.'
        })
      }
      if (found.platform === wanted) return
      throw new Failure({
        code: 'ARCHITECTURE_MISMATCH',
        sentence: `The image ${image} is for ${found.platform}, but the tasks run on ${wanted}.`,
        remedy: 'Set `architecture` to that of the image, or build the image for the other platform.'
      })
    },

    push: pushing({ environment, temp }),

    copy: copying(environment)
  }
}

/** Said before docker is asked: its own words for a missing folder or file differ with every builder. */
function checkFiles(source: BuildSource): void {
  const { context, dockerfile } = source
  const file = dockerfileOf(source)
  const hasContext = existsSync(context)
  if (hasContext && existsSync(file)) return
  const inContext = join(context, dockerfile ?? '')
  throw new Failure({
    code: 'BUILD_FAILED',
    sentence: hasContext ? `There is no Dockerfile at ${file}.` : `There is no folder ${context} to build in.`,
    remedy:
      hasContext && dockerfile !== undefined && existsSync(inContext)
        ? `\`dockerfile\` is relative to the workspace: set it to ${inContext}.`
        : 'Check `context` and `dockerfile`, both relative to the workspace, and that the repository is checked out.'
  })
}

function noSecrets(): Failure {
  return new Failure({
    code: 'BUILD_FAILED',
    sentence: 'This docker has no BuildKit, and only BuildKit keeps `build-secrets` out of the image.',
    remedy: 'Run docker/setup-buildx-action before this step, or install the buildx plugin on the runner.'
  })
}
