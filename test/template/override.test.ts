import { describe, expect, test } from '@jest/globals'
import { Failure } from '../../src/model/failure.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { mergeOverrides, overrideTemplate } from '../../src/template/override.ts'

describe('merged over what is generated', () => {
  test.each<[string, JsonObject, JsonObject | undefined, JsonObject]>([
    ['nothing changes nothing', { a: 1 }, undefined, { a: 1 }],
    ['a value replaces a value', { a: 1, b: 2 }, { a: 3 }, { a: 3, b: 2 }],
    [
      'maps merge, however deep',
      { a: { b: { c: 1, d: 2 } } },
      { a: { b: { d: 3, e: 4 } } },
      { a: { b: { c: 1, d: 3, e: 4 } } }
    ],
    ['null removes', { a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    ['null is never left behind', {}, { a: { b: null, c: [null, { d: null }] } }, { a: { c: [{}] } }],
    ['a map replaces a value', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    ['a value replaces a map', { a: { b: 2 } }, { a: 'x' }, { a: 'x' }],
    ['lists replace', { a: [1, 2, 3] }, { a: [4] }, { a: [4] }],
    ['a list replaces a value', { a: 1 }, { a: [4] }, { a: [4] }],
    ['an empty list replaces', { a: [1] }, { a: [] }, { a: [] }],
    [
      'lists of tags merge by Key',
      {
        a: [
          { Key: 'x', Value: 1 },
          { Key: 'y', Value: 2 }
        ]
      },
      {
        a: [
          { Key: 'y', Value: 3 },
          { Key: 'z', Value: 4 }
        ]
      },
      {
        a: [
          { Key: 'x', Value: 1 },
          { Key: 'y', Value: 3 },
          { Key: 'z', Value: 4 }
        ]
      }
    ],
    [
      'lists of containers merge by name',
      { a: [{ name: 'app', cpu: 1 }] },
      { a: [{ name: 'app', user: 'u' }, { name: 'side' }] },
      { a: [{ name: 'app', cpu: 1, user: 'u' }, { name: 'side' }] }
    ],
    [
      'lists of rules merge by Name',
      { a: [{ Name: 'r', P: 1 }] },
      { a: [{ Name: 'r', P: 2 }] },
      { a: [{ Name: 'r', P: 2 }] }
    ],
    [
      'lists of which an item has no name replace',
      { a: [{ name: 'r' }, { x: 1 }] },
      { a: [{ name: 's' }] },
      { a: [{ name: 's' }] }
    ],
    ['a function is one value', { a: { Ref: 'X' } }, { a: { 'Fn::Sub': 'y' } }, { a: { 'Fn::Sub': 'y' } }],
    ['a function replaces a map', { a: { b: 1 } }, { a: { 'Fn::If': ['c', 1, 2] } }, { a: { 'Fn::If': ['c', 1, 2] } }]
  ])('%s', (_, base, over, merged) => {
    expect(mergeOverrides(base, over)).toEqual(merged)
  })

  test('changes neither of the two', () => {
    const base = Object.freeze({ a: Object.freeze({ b: 1 }) })
    const over = Object.freeze({ a: Object.freeze({ b: null }) })
    expect(mergeOverrides(base, over)).toEqual({ a: {} })
    expect(base).toEqual({ a: { b: 1 } })
  })
})

describe('a template', () => {
  const template = {
    Parameters: { Zone: { Type: 'String' } },
    Resources: { LoadBalancer: { Type: 'B', Properties: { Scheme: 's' } }, Vpc: { Type: 'V' } },
    Outputs: { VpcId: { Value: { Ref: 'Vpc' } } }
  }
  const said = (over: JsonObject): string => {
    try {
      overrideTemplate(template, over, 'platform')
    } catch (error) {
      if (error instanceof Failure) return `${error.code} ${error.sentence}`
      throw error
    }
    return 'accepted'
  }

  test('without overrides stays', () => {
    expect(overrideTemplate(template, undefined, 'platform')).toBe(template)
  })

  test('takes values of its resources, new whole resources, outputs and other sections', () => {
    const over = {
      Resources: { LoadBalancer: { Properties: { Name: 'n' } }, Bucket: { Type: 'AWS::S3::Bucket' }, Vpc: null },
      Parameters: { Size: { Type: 'Number', Default: 1 }, Zone: null },
      Outputs: { VpcId: null },
      Conditions: { Big: { 'Fn::Equals': [1, 1] } }
    }
    expect(overrideTemplate(template, over, 'platform')).toEqual({
      Parameters: { Size: { Type: 'Number', Default: 1 } },
      Resources: {
        LoadBalancer: { Type: 'B', Properties: { Scheme: 's', Name: 'n' } },
        Bucket: { Type: 'AWS::S3::Bucket' }
      },
      Outputs: {},
      Conditions: { Big: { 'Fn::Equals': [1, 1] } }
    })
  })

  test('that loses a section has an empty one', () => {
    expect(overrideTemplate(template, { Outputs: null, Parameters: null, Resources: null }, 'service')).toEqual({
      Parameters: {},
      Resources: {},
      Outputs: {}
    })
  })

  test.each<[string, JsonObject, string]>([
    [
      'a mistyped resource',
      { Resources: { LoadBalancr: { Properties: {} } } },
      'INPUT_INVALID In `overrides.platform`: The template has no resource `LoadBalancr`, and a new one needs a `Type`; did you mean `LoadBalancer`?'
    ],
    ['a resource like none', { Resources: { Queue: null } }, 'it has LoadBalancer, Vpc.'],
    [
      'a parameter that nobody fills',
      { Parameters: { Size: { Type: 'Number' } } },
      'Parameter `Size` has no `Default`'
    ],
    ['a new parameter that is none', { Parameters: { Size: 3 } }, 'Parameter `Size` has no `Default`'],
    ['a parameter that is removed', { Parameters: { Size: null } }, 'accepted'],
    [
      'a resource that something refers to',
      { Resources: { Vpc: null } },
      'INPUT_INVALID In `overrides.platform`: `Outputs.VpcId` refers to `Vpc`, which is not there; keep that, or change what refers to it.'
    ],
    [
      'a reference that is mistyped',
      { Resources: { LoadBalancer: { Properties: { Scheme: { Ref: 'Zonne' } } } } },
      '`Resources.LoadBalancer` refers to `Zonne`'
    ]
  ])('%s', (_, over, message) => {
    expect(said(over)).toContain(message)
  })
})
