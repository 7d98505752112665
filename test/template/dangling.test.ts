import { expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/model/json.ts'
import { danglingReferences } from '../../src/template/dangling.ts'

const template = (member: JsonObject) => ({ Parameters: { P: {} }, Resources: { R: {}, X: member }, Outputs: {} })

test.each<[string, JsonObject]>([
  ['Ref', { A: { Ref: 'R' }, B: [{ Ref: 'P' }], C: { Ref: 'AWS::Region' } }],
  ['GetAtt', { A: { 'Fn::GetAtt': ['R', 'P.Q'] }, B: { 'Fn::GetAtt': 'R.P' } }],
  ['Sub', { A: { 'Fn::Sub': '${R.Arn} ${P} ${!Literal} ${AWS::Region}' } }],
  ['Sub with a map', { A: { 'Fn::Sub': ['${V} ${R}', { V: { Ref: 'P' } }] } }],
  ['DependsOn', { DependsOn: ['R'] }],
  ['what only looks like one', { A: { Ref: 3 }, B: { 'Fn::Sub': 3 }, C: null, D: true }]
])('a reference by %s to what is there is fine', (_, member) => {
  expect(danglingReferences(template(member))).toEqual([])
})

test.each<[string, JsonObject]>([
  ['Ref', { A: [{ B: { Ref: 'Gone' } }, { Ref: 'Gone' }] }],
  ['GetAtt', { A: { 'Fn::GetAtt': ['Gone', 'Arn'] } }],
  ['GetAtt as a text', { A: { 'Fn::GetAtt': 'Gone.Arn' } }],
  ['Sub', { A: { 'Fn::Sub': 'x-${Gone.Arn}' } }],
  ['Sub with a map', { A: { 'Fn::Sub': ['${V}', { V: { Ref: 'Gone' } }] } }],
  ['DependsOn', { DependsOn: 'Gone' }]
])('a reference by %s to what is not is found', (_, member) => {
  expect(danglingReferences(template(member))).toEqual([{ from: 'Resources.X', to: 'Gone' }])
})

test('outputs refer too', () => {
  expect(danglingReferences({ ...template({}), Outputs: { O: { Value: { Ref: 'Gone' } } } })).toEqual([
    { from: 'Outputs.O', to: 'Gone' }
  ])
})
