import { expect, test } from '@jest/globals'
import type { ImageSource } from '../../../src/model/config.ts'
import type { ContextState } from '../../../src/model/plan.ts'
import { readSource } from '../../../src/run/image/source.ts'
import type { World } from '../../../src/run/world.ts'
import { fakeRegion, pushed } from '../fake/region.ts'

const digest = `sha256:${'a'.repeat(64)}`
const there = `sha256:${'b'.repeat(64)}`
const commit: ContextState = { at: 'commit', commit: 'c0ffee' }

function world(): World {
  const region = fakeRegion()
  region.tags.set('1.2', 'there')
  region.tags.set('latest', 'there')
  return {
    ...region.world,
    aws: {
      ...region.world.aws,
      repository: {
        ...region.world.aws.repository,
        imageByDigest: (_, asked) => Promise.resolve(asked === there ? pushed('1.2') : undefined)
      },
      identity: { whoAmI: () => Promise.resolve({ account: '123456789012', arn: '', partition: 'aws' }) }
    },
    docker: {
      ...region.world.docker,
      readContext: () => Promise.resolve(commit as Extract<ContextState, { readonly at: 'commit' }>),
      resolveLocal: (image) =>
        Promise.resolve(image === 'shop:local' ? { id: digest, platform: 'linux/amd64' } : undefined),
      resolveRemote: (image) => Promise.resolve(image === 'ghcr.io/x/y:1.2' ? digest : undefined)
    }
  }
}
const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop'
const image = (name: string): ImageSource => ({ from: 'image', image: name })

test.each<readonly [string, ImageSource, ContextState]>([
  ['a build', { from: 'build', context: '.', buildArgs: {}, buildSecrets: {}, rebuild: false }, commit],
  [
    'a digest',
    image(`ghcr.io/x/y@${digest}`),
    { at: 'registry', image: { digest, reference: `ghcr.io/x/y@${digest}` } }
  ],
  [
    'a digest of our own',
    image(`${ecr}@${there}`),
    { at: 'registry', image: { digest: there, reference: `${ecr}@${there}` } }
  ],
  [
    'a digest of another repository, which may not be shown to us',
    image(`${ecr}-base@${digest}`),
    { at: 'registry', image: { digest, reference: `${ecr}-base@${digest}` } }
  ],
  ['an ECR tag', image(`${ecr}:1.2`), { at: 'registry', image: pushed('1.2') }],
  ['an ECR address', image(ecr), { at: 'registry', image: pushed('latest') }],
  [
    "another registry's tag",
    image('ghcr.io/x/y:1.2'),
    { at: 'registry', image: { digest, reference: `ghcr.io/x/y@${digest}` } }
  ],
  ['an image of this machine', image('shop:local'), { at: 'local', id: digest }]
])('the image is found by what is asked for: %s', async (_, source, state) => {
  expect(await readSource({ source, repository: 'shop' }, world())).toEqual(state)
})

test.each([
  [`${ecr}:none`, 'has no image with the tag none'],
  [`${ecr.replace('123456789012', '999999999999')}:1.2`, 'no repository of this account in this region'],
  [`${ecr.replace('eu-west-1', 'us-west-2')}:1.2`, 'no repository of this account in this region'],
  ['ghcr.io/x/y:none', 'Its registry does not show it to this machine'],
  ['shop:none', 'Docker has no image shop:none']
])('an image that is nowhere is told with where it was looked for: %s', async (name, said) => {
  await expect(readSource({ source: image(name), repository: 'shop' }, world())).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    sentence: expect.stringContaining(said)
  })
})

test('a digest that is not in our own repository is refused', async () => {
  await expect(readSource({ source: image(`${ecr}@${digest}`), repository: 'shop' }, world())).rejects.toMatchObject({
    code: 'IMAGE_UNPULLABLE',
    sentence: expect.stringContaining('is not in the repository shop')
  })
})
