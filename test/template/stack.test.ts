import { describe, expect, test } from '@jest/globals'
import { Failure } from '../../src/model/failure.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { stackRequest, stackTags } from '../../src/template/stack.ts'
import { plain } from './example.ts'

const wanted: Parameters<typeof stackRequest>[0] = {
  name: 'shop-service',
  description: 'A test',
  template: {
    Parameters: { VpcId: { Type: 'String' }, ZoneA: { Type: 'String' } },
    Resources: { Group: { Type: 'G', Properties: { A: 1, B: [1, 2] } } },
    Outputs: { GroupArn: { Value: { Ref: 'Group' } } }
  },
  parameters: { VpcId: 'vpc-1', ZoneA: 'a', Other: 'never sent' },
  missing: (parameter) => new Failure({ code: 'STACK_FAILED', sentence: `no ${parameter}`, remedy: 'none' }),
  tags: { team: 'checkout', 'slipway:name': 'shop' }
}
const { template } = wanted

test('the body is compact JSON that carries its own fingerprint', () => {
  const { body, fingerprint } = stackRequest(wanted)
  const document = JSON.parse(body) as JsonObject
  expect(body).toBe(JSON.stringify(document))
  expect(document.Outputs).toMatchObject({ GroupArn: {}, Fingerprint: { Value: fingerprint } })
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/)
})

test('a parameter that the template does not know is not sent: CloudFormation would refuse it', () => {
  expect(stackRequest(wanted).parameters).toEqual({ VpcId: 'vpc-1', ZoneA: 'a' })
})

test('a parameter without a value is a failure', () => {
  expect(() => stackRequest({ ...wanted, parameters: { VpcId: 'vpc-1' } })).toThrow('no ZoneA')
})

describe('the fingerprint', () => {
  const { fingerprint, body } = stackRequest(wanted)

  test('and the body do not depend on the order of keys', () => {
    const same = stackRequest({
      ...wanted,
      template: {
        ...template,
        Parameters: { ZoneA: { Type: 'String' }, VpcId: { Type: 'String' } },
        Resources: { Group: { Properties: { B: [1, 2], A: 1 }, Type: 'G' } }
      },
      parameters: { ZoneA: 'a', VpcId: 'vpc-1' },
      tags: { 'slipway:name': 'shop', team: 'checkout' }
    })
    expect([same.fingerprint, same.body]).toEqual([fingerprint, body])
  })

  test.each<[string, Partial<typeof wanted>]>([
    ['a property', { template: { ...template, Resources: { Group: { Type: 'G', Properties: { A: 2, B: [1, 2] } } } } }],
    [
      'the order of a list',
      { template: { ...template, Resources: { Group: { Type: 'G', Properties: { A: 1, B: [2, 1] } } } } }
    ],
    ['an output', { template: { ...template, Outputs: {} } }],
    ['a declared parameter', { template: { ...template, Parameters: { VpcId: { Type: 'String' } } } }],
    ['a parameter', { parameters: { VpcId: 'vpc-2', ZoneA: 'a' } }],
    ['a tag', { tags: { 'slipway:name': 'shop' } }],
    ['the description', { description: 'Another' }]
  ])('changes with %s', (_, change) => {
    expect(stackRequest({ ...wanted, ...change }).fingerprint).not.toBe(fingerprint)
  })
})

describe('the size of a template', () => {
  const ofText = (text: string) =>
    stackRequest({ ...wanted, template: { ...template, Outputs: { Text: { Value: text } } } })
  const rest = Buffer.byteLength(ofText('').body)

  test('may be 51,200 bytes and no more', () => {
    expect(ofText('a'.repeat(51_200 - rest)).body).toHaveLength(51_200)
    expect(() => ofText('a'.repeat(51_201 - rest))).toThrow('51201 bytes')
  })

  test('is counted in bytes', () => {
    expect(() => ofText('ü'.repeat(26_000))).toThrow(Failure)
  })
})

test('tags say whose stack it is, whatever the user calls theirs', () => {
  const config = { ...plain, tags: { team: 'checkout', 'slipway:name': 'other' } }
  expect(stackTags(config, 'shop-platform')).toEqual({
    team: 'checkout',
    'slipway:name': 'shop',
    'slipway:stack': 'shop-platform'
  })
})
