import { describe, expect, test } from '@jest/globals'
import type { Json } from '../../src/model/json.ts'
import { withConstants, type Constants } from '../../src/template/constant.ts'

const constants: Constants = { Name: 'shop', Port: 8080, Arns: ['a', 'b'], Never: undefined }

describe('a value of a part becomes', () => {
  test.each<[string, Json, Json]>([
    ['itself when it refers to nothing', { Port: 80, On: true }, { Port: 80, On: true }],
    ['a constant', { Port: { Ref: 'Port' } }, { Port: 8080 }],
    ['a list that is constant', { Resource: { Ref: 'Arns' } }, { Resource: ['a', 'b'] }],
    ['a reference still when it names no constant', [{ Ref: 'Zone' }], [{ Ref: 'Zone' }]],
    ['nothing where nothing is wanted', { Days: { Ref: 'Never' }, Name: 'x' }, { Name: 'x' }],
    ['a shorter list where nothing is wanted', [{ Ref: 'Never' }, 1], [1]],
    ['empty when all of it is not wanted', { Ref: 'Never' }, {}],
    ['plain text when all of it is known', { 'Fn::Sub': '${Name}-vpc' }, 'shop-vpc'],
    [
      'text with a gap when CloudFormation knows the rest',
      { 'Fn::Sub': '${Name}-${ZoneA}' },
      { 'Fn::Sub': 'shop-${ZoneA}' }
    ],
    [
      'text with a gap for what AWS says',
      { 'Fn::Sub': '${Name}-${AWS::Region}' },
      { 'Fn::Sub': 'shop-${AWS::Region}' }
    ],
    ['not what an object inherits', [{ Ref: 'constructor' }], [{ Ref: 'constructor' }]],
    ['the same deep inside', [{ a: [{ b: { Ref: 'Name' } }] }], [{ a: [{ b: 'shop' }] }]]
  ])('%s', (_, value, expected) => {
    expect(withConstants(value, constants)).toEqual(expected)
  })
})
