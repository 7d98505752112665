// slipway.schema.json and the parser must judge a file the same: an editor that contradicts a run helps nobody.
import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isObject, type Json, type JsonObject } from '../../../src/model/json.ts'
import { mistakesOf } from '../asking.ts'

const schema = JSON.parse(readFileSync(new URL('../../../slipway.schema.json', import.meta.url), 'utf8')) as JsonObject

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [])
const map = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const typeOf = (value: Json): string => (Array.isArray(value) ? 'array' : isObject(value) ? 'object' : typeof value)

/** The words of JSON Schema that ours uses. */
function fits(value: Json, { type, enum: values, anyOf, pattern, minimum, maximum, ...rest }: JsonObject): boolean {
  const { items, properties, additionalProperties } = rest
  const types = [type].flat().map((name) => (name === 'integer' ? 'number' : name))
  return (
    (type === undefined || types.includes(typeOf(value))) &&
    (values === undefined || list(values).includes(value)) &&
    (anyOf === undefined || list(anyOf).some((one) => fits(value, map(one)))) &&
    (typeof pattern !== 'string' || typeof value !== 'string' || new RegExp(pattern).test(value)) &&
    (typeof value !== 'number' || (value >= Number(minimum ?? value) && value <= Number(maximum ?? value))) &&
    (items === undefined || list(value).every((item) => fits(item, map(items)))) &&
    Object.entries(map(value)).every(([name, inner]) => {
      const known = map(properties)[name]
      return known !== undefined
        ? fits(inner, map(known))
        : additionalProperties !== false && fits(inner, map(additionalProperties))
    })
  )
}

test.each([
  ['cpu: 512', true],
  ['cpu: "512"', true],
  ['cpu: 500', false],
  ['cpu: "500"', false],
  ['timeout-minutes: "45"', true],
  ['timeout-minutes: 45 minutes', false],
  ['timeout-minutes: 0', false],
  ['log-retention-days: 30', true],
  ['log-retention-days: never', true],
  ['log-retention-days: 31', false],
  ['rebuild: "true"', true],
  ['rebuild: True', true],
  ['rebuild: yes', false],
  ['env: [A=1]', true],
  ['env: [A]', false],
  ['env: { A: 1, B: true }', true],
  ['env: { A: [x] }', false],
  ['env: A=1', true],
  ['regions: [eu-west-1]', true],
  ['regions: eu-west-1', true],
  ['regions: { eu-west-1: , us-east-1: { memory: 2048 } }', true],
  ['regions: { eu-west-1: 256 }', false],
  ['image-tag: 1.10', true],
  ['strategy: rolling', true],
  ['strategy: roling', false],
  ['rebiuld: true', false],
  ['overrides: { service: {} }', true]
])('%s: %s', (file, taken) => {
  expect({ parser: mistakesOf({}, file).length === 0, schema: fits(parse(file) as Json, schema) }).toEqual({
    parser: taken,
    schema: taken
  })
})
