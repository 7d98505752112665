import { describe, expect, test } from '@jest/globals'
import { membersOf, partsOf, platformIn } from '../../src/model/manifest.ts'

const [image, index] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json'
]
const [config, layer] = [
  { digest: 'sha256:c', size: 1 },
  { digest: 'sha256:l', size: 2 }
]

describe('the parts', () => {
  test('of an image are its configuration and its layers, but for one that is kept elsewhere', () => {
    const elsewhere = { digest: 'sha256:e', size: 3, urls: ['https://elsewhere.example'] }
    expect(partsOf(JSON.stringify({ mediaType: image, config, layers: [layer, elsewhere] }))).toEqual({
      mediaType: image,
      manifests: [],
      blobs: [config, layer]
    })
  })

  test('of an index are the manifests; what it is may be told beside it', () => {
    expect(partsOf('{"manifests":[{"digest":"sha256:m"},{}]}', `${index}; charset=utf-8`)).toEqual({
      mediaType: index,
      manifests: ['sha256:m'],
      blobs: []
    })
  })

  test.each(['', '[]', '{}', '{"mediaType":"text/plain"}'])('of %j are not known', (text) => {
    expect(partsOf(text)).toBeUndefined()
  })
})

test('the members of an index are its images, not its attestations', () => {
  const manifests = [
    { digest: 'sha256:amd', platform: { os: 'linux', architecture: 'amd64' } },
    { digest: 'sha256:attestation', platform: { os: 'unknown', architecture: 'unknown' } },
    { platform: { os: 'linux', architecture: 'arm64' } }
  ]
  expect(membersOf(JSON.stringify({ manifests }))).toEqual([{ digest: 'sha256:amd', platform: 'linux/amd64' }])
  expect(membersOf(JSON.stringify({ config }))).toBeUndefined()
})

test.each([
  [{ os: 'linux', architecture: 'arm64' }, 'linux/arm64'],
  [{ os: 'linux' }, undefined],
  [undefined, undefined]
])('the platform in %j is %s', (told, platform) => {
  expect(platformIn(told)).toBe(platform)
})
