// Which tag an image gets: one row per rule of docs/decisions/0007.
import { describe, expect, test } from '@jest/globals'
import { tagOf } from '../../src/decide/image-tag.ts'
import type { Config, ImageSource } from '../../src/model/config.ts'
import type { ContextState } from '../../src/model/plan.ts'
import { plain } from '../template/example.ts'

type Build = Extract<ImageSource, { readonly from: 'build' }>

const commit = 'a'.repeat(40)
const clean: ContextState = { at: 'commit', commit }
const dirty: ContextState = { at: 'commit', commit, difference: 'd1' }
const noGit: ContextState = { at: 'no-git', hash: 'f'.repeat(40) }
const run = { id: '77', attempt: '2' }
const build = (change: Partial<Build>): Config => ({
  ...plain,
  source: { from: 'build', context: '.', buildArgs: {}, buildSecrets: {}, rebuild: false, ...change }
})
const local = (imageTag?: string): Config => ({
  ...plain,
  source: { from: 'image', image: 'shop:local', ...(imageTag !== undefined && { imageTag }) }
})
const hashed = new RegExp(`^git-${commit}-[0-9a-f]{8}$`)

test.each<readonly [string, Config, ContextState, string | RegExp]>([
  ['a commit', plain, clean, `git-${commit}`],
  ['files that differ from it', plain, dirty, hashed],
  ['a Dockerfile of another name', build({ dockerfile: 'Dockerfile.prod' }), clean, hashed],
  ['a target', build({ target: 'prod' }), clean, hashed],
  ['build arguments', build({ buildArgs: { A: '1' } }), clean, hashed],
  ['another processor', { ...plain, architecture: 'arm64' }, clean, hashed],
  ['a folder of the commit', build({ context: 'api' }), clean, hashed],
  ['the same folder in other words', build({ context: './' }), clean, `git-${commit}`],
  ['secrets, which change nothing in the image', build({ buildSecrets: { token: 'x' } }), clean, `git-${commit}`],
  ['a rebuild', build({ rebuild: true }), clean, `git-${commit}-r77-2`],
  ['no checkout', plain, noGit, `src-${'f'.repeat(40)}`],
  ['no checkout, with options', build({ target: 'prod' }), noGit, /^src-(?!f{40})[0-9a-f]{40}$/],
  ['no checkout, another folder of the same content', build({ context: 'api' }), noGit, `src-${'f'.repeat(40)}`],
  ['a tag of the user', build({ imageTag: 'v1' }), dirty, 'v1'],
  ['a tag of the user, rebuilt', build({ imageTag: 'v1', rebuild: true }), clean, 'v1-r77-2'],
  ['a local image', local(), { at: 'local', id: `sha256:${'b'.repeat(64)}` }, `image-${'b'.repeat(40)}`],
  ['a local image with a tag', local('v2'), { at: 'local', id: `sha256:${'b'.repeat(64)}` }, 'v2'],
  [
    'an image of a registry',
    local(),
    { at: 'registry', image: { digest: `sha256:${'c'.repeat(64)}`, reference: 'x' } },
    `used-${'c'.repeat(40)}`
  ]
])('the tag of an image has its rule: %s', (_, config, context, tag) => {
  expect(tagOf(config, context, run)).toMatch(tag instanceof RegExp ? tag : new RegExp(`^${tag}$`))
})

describe('what makes another image makes another tag', () => {
  test.each<readonly [string, Config, Config]>([
    ['values of build arguments', build({ buildArgs: { A: '1' } }), build({ buildArgs: { A: '2' } })],
    ['folders', build({ context: 'api' }), build({ context: 'web' })],
    ['targets and Dockerfiles', build({ target: 'x' }), build({ dockerfile: 'x' })]
  ])('%s', (_, one, other) => {
    expect(tagOf(one, clean, run)).not.toBe(tagOf(other, clean, run))
  })

  test('and the order of build arguments does not', () => {
    expect(tagOf(build({ buildArgs: { A: '1', B: '2' } }), clean, run)).toBe(
      tagOf(build({ buildArgs: { B: '2', A: '1' } }), clean, run)
    )
  })
})
