// Command lines of docker, built as lists and returned; pure. A value that is secret, or may be, travels in the child's
// environment: every process of a machine can read the command lines of all others.
import type { BuildSource } from '../model/image.ts'

/** A command line and what its environment has more than ours. */
export interface Command {
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** What builds: the buildx plugin, BuildKit inside an older client, or the builder from before it. */
export type Builder = 'buildx' | 'buildkit' | 'legacy'

export interface BuildRequest {
  readonly source: BuildSource
  readonly platform: string
  readonly builder: Builder
  /** The file that docker writes the image's id to. */
  readonly idFile: string
}

export function buildCommand({ source, platform, builder, idFile }: BuildRequest): Command {
  const args = Object.entries(source.buildArgs).map(buildArg)
  const secrets = builder === 'legacy' ? [] : Object.entries(source.buildSecrets).map(buildSecret)
  const commands = [...args, ...secrets]
  return {
    arguments: [
      ...(builder === 'buildx' ? ['buildx', 'build', '--load', '--provenance=false'] : ['build']),
      ...(builder === 'legacy' ? [] : ['--progress', 'plain']),
      ...['--iidfile', idFile],
      ...['--platform', platform],
      ...(source.dockerfile === undefined ? [] : ['--file', source.dockerfile]),
      ...(source.target === undefined ? [] : ['--target', source.target]),
      ...commands.flatMap((command) => command.arguments),
      source.context
    ],
    environment: Object.fromEntries([
      ...(builder === 'buildx' ? [] : [['DOCKER_BUILDKIT', builder === 'buildkit' ? '1' : '0'] as const]),
      ...commands.flatMap((command) => Object.entries(command.environment))
    ])
  }
}

/** Variables that docker itself listens to: as a build argument they must not change what docker does. */
const dockerListensTo = /^(PATH|HOME|TMPDIR|LANG|(DOCKER|BUILDX|BUILDKIT|OTEL|XDG|SSH|GO)[A-Z_]*|.*_PROXY)$/i

/** `--build-arg NAME` takes the value from the environment. */
const buildArg = ([name, value]: readonly [string, string]): Command =>
  dockerListensTo.test(name)
    ? { arguments: ['--build-arg', `${name}=${value}`], environment: {} }
    : { arguments: ['--build-arg', name], environment: { [name]: value } }

/** Under a name of ours: the id may be no name of a variable. */
const buildSecret = ([id, value]: readonly [string, string], index: number): Command => ({
  arguments: ['--secret', `id=${id},env=SLIPWAY_SECRET_${index}`],
  environment: { [`SLIPWAY_SECRET_${index}`]: value }
})

/** The password goes to its standard input. */
export const loginArguments = (registry: string, username: string): readonly string[] => [
  ...['login', '--username', username, '--password-stdin'],
  registry
]

export const tagArguments = (image: string, name: string): readonly string[] => ['tag', image, name]
export const pushArguments = (name: string): readonly string[] => ['push', name]

export const inspectArguments = (image: string): readonly string[] => [
  ...['image', 'inspect', '--format', '{{.Id}} {{.Os}}/{{.Architecture}}'],
  image
]

/** Asks the registry, by the logins that this machine has; needs the buildx plugin. */
export const registryArguments = (image: string): readonly string[] => [
  ...['buildx', 'imagetools', 'inspect', '--format', '{{json .Manifest}}'],
  image
]

/** The same for its configuration, which alone tells the platform of an image that is no index. */
export const registryConfigArguments = (image: string): readonly string[] => [
  ...['buildx', 'imagetools', 'inspect', '--format', '{{json .Image}}'],
  image
]

export const versionArguments: readonly string[] = [
  ...['version', '--format', '{{.Client.Version}} {{if .Server}}{{.Server.Version}}{{end}}']
]
export const buildxVersionArguments: readonly string[] = ['buildx', 'version']

/** Where the docker of the current context listens. */
export const contextArguments: readonly string[] = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']
