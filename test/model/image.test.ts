import { expect, test } from '@jest/globals'
import { readImage, withoutTag, type ImageName } from '../../src/model/image.ts'

const digest = `sha256:${'a'.repeat(64)}`
const place = { account: '123456789012', region: 'eu-west-1' }
const uri = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop'

test.each<[string, ImageName]>([
  ['shop:local', { isRemote: false }],
  ['acme/shop', { isRemote: false }],
  ['ghcr.io/acme/shop:1', { isRemote: true }],
  ['localhost/shop', { isRemote: true }],
  ['127.0.0.1:5000/shop', { isRemote: true }],
  [`ghcr.io/acme/shop@${digest}`, { digest, isRemote: true }],
  [uri, { ecr: { ...place, repository: 'team/shop', tag: 'latest' }, isRemote: false }],
  [`${uri}:1.2`, { ecr: { ...place, repository: 'team/shop', tag: '1.2' }, isRemote: false }],
  [`${uri}@${digest}`, { digest, ecr: { ...place, repository: 'team/shop', tag: 'latest' }, isRemote: false }]
])('the name of an image is read: %s', (image, name) => {
  expect(readImage(image)).toEqual(name)
})

test.each([
  ['ghcr.io/acme/shop:1', 'ghcr.io/acme/shop'],
  ['localhost:5000/shop', 'localhost:5000/shop'],
  ['localhost:5000/shop:1', 'localhost:5000/shop']
])('the tag is taken off %s', (image, name) => {
  expect(withoutTag(image)).toBe(name)
})
