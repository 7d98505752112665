// Every input sets what its row says, and touches nothing that its row does not name.
import { expect, test } from '@jest/globals'
import { isDeepStrictEqual } from 'node:util'
import { settingNames } from '../../src/action/settings/all.ts'
import type { Json, JsonObject } from '../../src/model/json.ts'
import { parsed, type Given } from '../action/asking.ts'
import { changedPaths, printed, valueAt } from './printed.ts'
import { reaches, rows } from './reach.ts'

const made = (given: Given): JsonObject => printed(parsed({ name: 'shop', ...given }).config)

test.each(rows)('an input sets what its row says, and nothing else: %s', (name, row) => {
  const before = made({ ...row.with })
  const after = made({ ...row.with, [name]: row.given })
  const sets = row.sets ?? {}
  const at = (document: JsonObject): Readonly<Record<string, Json>> =>
    Object.fromEntries(Object.keys(sets).map((path) => [path, valueAt(document, path) ?? null]))
  expect(at(after)).toEqual(sets)
  expect(Object.entries(at(before)).filter(([path, value]) => isDeepStrictEqual(value, sets[path]))).toEqual([])
  expect(changedPaths(before, after).filter((path) => !reaches(name, path))).toEqual([])
})

test('every setting has a row', () => {
  expect(rows.map(([name]) => name).toSorted()).toEqual(settingNames.toSorted())
})
