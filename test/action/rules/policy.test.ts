import { expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../../src/model/json.ts'
import { policyProblems } from '../../../src/action/rules/policy.ts'

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const policy = (change: JsonObject = {}): JsonObject => ({ Version: '2012-10-17', Statement: [statement], ...change })
const changed = (change: JsonObject): JsonObject => policy({ Statement: [{ ...statement, ...change }] })

test.each<[string, JsonObject]>([
  ['one statement', policy()],
  ['a statement without a list', policy({ Statement: statement as Json })],
  ['the older version', policy({ Version: '2008-10-17', Id: 'x' })],
  ['NotAction', policy({ Statement: [{ Effect: 'Deny', NotAction: 's3:*', Resource: '*' }] })],
  ['a condition', changed({ Condition: {}, Sid: 'A' })]
])('%s is fine', (_, given) => {
  expect(policyProblems(given)).toEqual([])
})

test.each<[string, JsonObject, string]>([
  ['no version', { Statement: [statement] }, 'it must say `Version: 2012-10-17`'],
  ['no statement', { Version: '2012-10-17' }, 'it has no `Statement`'],
  ['an empty list', policy({ Statement: [] }), 'it has no `Statement`'],
  ['a typo', policy({ Statements: [] }), 'has no `Statements`; did you mean `Statement`?'],
  ['another key', policy({ Foobar: 1 }), 'it has Version, Id, Statement'],
  ['no map', policy({ Statement: ['x'] }), 'statement 1 is no map'],
  ['a typo in a statement', changed({ Resources: '*' }), 'statement 1 has no `Resources`; did you mean `Resource`?'],
  ['a principal', changed({ Principal: '*' }), 'names a principal, which the policy of a role never does'],
  ['no effect', changed({ Effect: 'allow' }), 'must say `Effect: Allow` or `Effect: Deny`'],
  ['both', changed({ NotAction: 'x' }), 'one of `Action` and `NotAction`'],
  ['too long', changed({ Action: 'x'.repeat(10_300) }), 'IAM takes 10240']
])('%s is refused', (_, given, part) => {
  expect(policyProblems(given)).toEqual([expect.stringContaining(part)])
})
