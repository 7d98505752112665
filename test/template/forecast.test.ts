import { expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/model/json.ts'
import { serviceRequest } from '../../src/template/service.ts'
import { usersOf } from '../../src/template/forecast.ts'
import { outputs, plain } from './example.ts'

const request = serviceRequest(plain, { region: 'eu-west-1', outputs })
const using = (value: JsonObject): boolean => {
  const body = JSON.stringify({ Resources: { One: { Type: 'T', Properties: { Of: [value] } } } })
  return usersOf({ ...request, body }, ['VpcId']).length > 0
}

test.each<[JsonObject, boolean]>([
  [{ Ref: 'VpcId' }, true],
  [{ Ref: 'Other' }, false],
  [{ 'Fn::GetAtt': ['VpcId', 'Arn'] }, true],
  [{ 'Fn::GetAtt': 'VpcId.Arn' }, true],
  [{ 'Fn::GetAtt': { odd: true } }, false],
  [{ 'Fn::Sub': 'x-${VpcId}' }, true],
  [{ 'Fn::Sub': ['x-${A}', { A: { Ref: 'VpcId' } }] }, true],
  [{ Deep: { Ref: 'VpcId' } }, true]
])('it is known whether a value uses the parameter: %j, %s', (value, expected) => {
  expect(using(value)).toBe(expected)
})
