import { expect, test } from '@jest/globals'
import { certificate, parsed } from './asking.ts'

test('a domain alone: zone and www are found', () => {
  expect(parsed({ domain: 'shop.example' }).config.frontDoor).toEqual({
    at: 'domain',
    domain: 'shop.example',
    www: 'zone-apex',
    hostedZone: { do: 'find' },
    evaluateTargetHealth: true
  })
})

test('DNS elsewhere', () => {
  const given = { domain: 'shop.example', 'hosted-zone-id': 'none', 'certificate-arn': certificate, www: 'true' }
  expect(parsed(given).config.frontDoor).toMatchObject({ hostedZone: { do: 'none' }, www: true })
})

test('an image instead of a build', () => {
  const image = 'shop:local'
  expect(parsed({ image }).config.source).toEqual({ from: 'image', image })
  expect(parsed({ image, 'image-tag': 'v1' }).config.source).toEqual({ from: 'image', image, imageTag: 'v1' })
})
