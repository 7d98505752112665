import { describe, expect, test } from '@jest/globals'
import {
  buildCommand,
  inspectArguments,
  loginArguments,
  pushArguments,
  tagArguments,
  type Builder
} from '../../src/docker/arguments.ts'
import type { BuildSource } from '../../src/model/image.ts'

const source: BuildSource = { from: 'build', context: '.', buildArgs: {}, buildSecrets: {}, rebuild: false }
const buildx = 'buildx build --load --provenance=false --progress plain --iidfile /t/id --platform linux/amd64'
const none = {}

describe('a build is one command line', () => {
  test.each<[string, Partial<BuildSource>, Builder, string, Record<string, string>]>([
    ['with buildx', {}, 'buildx', `${buildx} .`, none],
    ['of another folder', { context: 'a folder' }, 'buildx', `${buildx} a folder`, none],
    ['of another Dockerfile', { dockerfile: 'x/D' }, 'buildx', `${buildx} --file x/D .`, none],
    ['of a stage', { target: 'web' }, 'buildx', `${buildx} --target web .`, none],
    ['with an argument', { buildArgs: { A: 'b c=d' } }, 'buildx', `${buildx} --build-arg A .`, { A: 'b c=d' }],
    ['with an empty argument', { buildArgs: { A: '' } }, 'buildx', `${buildx} --build-arg A .`, { A: '' }],
    [
      'with an argument that docker would listen to itself',
      { buildArgs: { DOCKER_HOST: 'x', http_proxy: 'y' } },
      'buildx',
      `${buildx} --build-arg DOCKER_HOST=x --build-arg http_proxy=y .`,
      none
    ],
    [
      'with secrets',
      { buildSecrets: { npm: 's1', 'other.token': 's2' } },
      'buildx',
      `${buildx} --secret id=npm,env=SLIPWAY_SECRET_0 --secret id=other.token,env=SLIPWAY_SECRET_1 .`,
      { SLIPWAY_SECRET_0: 's1', SLIPWAY_SECRET_1: 's2' }
    ],
    [
      'with BuildKit inside the client',
      { buildSecrets: { npm: 's1' } },
      'buildkit',
      'build --progress plain --iidfile /t/id --platform linux/amd64 --secret id=npm,env=SLIPWAY_SECRET_0 .',
      { DOCKER_BUILDKIT: '1', SLIPWAY_SECRET_0: 's1' }
    ],
    [
      'with the legacy builder',
      { buildArgs: { A: 'b' } },
      'legacy',
      'build --iidfile /t/id --platform linux/amd64 --build-arg A .',
      { DOCKER_BUILDKIT: '0', A: 'b' }
    ]
  ])('with %s', (_, more, builder, line, environment) => {
    const command = buildCommand({
      source: { ...source, ...more },
      platform: 'linux/amd64',
      builder,
      idFile: '/t/id'
    })
    expect(command.arguments.join(' ')).toBe(line)
    expect(command.environment).toEqual(environment)
  })

  test('keeps a folder with a space one argument', () => {
    const { arguments: args } = buildCommand({
      source: { ...source, context: 'a folder' },
      platform: 'linux/arm64',
      builder: 'buildx',
      idFile: 'i'
    })
    expect(args.at(-1)).toBe('a folder')
    expect(args).toContain('linux/arm64')
  })
})

test.each([
  ['login', loginArguments('r:443', 'AWS'), 'login --username AWS --password-stdin r:443'],
  ['tag', tagArguments('sha256:1', 'r/a:t'), 'tag sha256:1 r/a:t'],
  ['push', pushArguments('r/a:t'), 'push r/a:t'],
  ['inspect', inspectArguments('a:1'), 'image inspect --format {{.Id}} {{.Os}}/{{.Architecture}} a:1']
])('docker %s is one command line', (_, args, line) => {
  expect(args.join(' ')).toBe(line)
})
