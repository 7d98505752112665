import { expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/model/json.ts'
import { overridesProblems } from '../../../src/action/rules/overrides.ts'

test('the three things that the template command prints', () => {
  expect(
    overridesProblems({ platform: { Resources: {} }, service: { Outputs: {} }, taskDefinition: { x: 1 } })
  ).toEqual([])
})

test.each<[JsonObject, string]>([
  [{ task: {} }, 'it has no `task`; did you mean `taskDefinition`?'],
  [{ services: {} }, 'it has no `services`; did you mean `service`?'],
  [{ service: null }, '`service` in it must be a map'],
  [{ service: { Resource: {} } }, '`service` has no `Resource`; did you mean `Resources`?'],
  [{ platform: { Vpc: {} } }, '`platform` has no `Vpc`; what it may have is AWSTemplateFormatVersion']
])('%j is refused', (given, part) => {
  expect(overridesProblems(given)).toEqual([expect.stringContaining(part)])
})
