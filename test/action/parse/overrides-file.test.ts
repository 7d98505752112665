import { afterAll, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOverridesFile } from '../../../src/action/parse/overrides-file.ts'

const workspace = mkdtempSync(join(tmpdir(), 'slipway-overrides-'))
afterAll(() => {
  rmSync(workspace, { recursive: true })
})
const where = 'Input `overrides`'
const read = (text: string, path = 'over.yml') => {
  writeFileSync(join(workspace, path), text)
  return readOverridesFile(workspace, { raw: path, where })
}

test('a file of any depth keeps its types', () => {
  expect(read('service:\n  Resources:\n    Service: { Properties: { A: 1, B: true, C: null, D: [x] } }')).toEqual({
    asked: {
      raw: { service: { Resources: { Service: { Properties: { A: 1, B: true, C: null, D: ['x'] } } } } },
      where: 'Input `overrides` (over.yml)'
    },
    mistakes: []
  })
})

test('an alias stands for what it names', () => {
  expect(read('a: &one { x: 1 }\nb: *one').asked?.raw).toEqual({ a: { x: 1 }, b: { x: 1 } })
})

test.each(['', '# nothing yet', 'null'])('%j asks for nothing', (text) => {
  expect(read(text)).toEqual({ mistakes: [] })
})

test.each([
  ['service: [', 'over.yml, line 1: this is not YAML'],
  ['- service', 'over.yml, line 1: a map with `platform`, `service` and `taskDefinition` is wanted'],
  ['service:\n  A: !Sub x', 'over.yml, line 2, has the short form `!Sub`; write the long one, `Fn::Sub: ...`'],
  ['service:\n  A: !Ref x', 'write the long one, `Ref: ...`'],
  ['service:\n  A: !foo x', 'has the tag `!foo`, which means nothing here'],
  ['service:\n  A: .nan', 'has a value that JSON has not'],
  ['service:\n  ? [a]\n  : b', 'has a key that is no plain text'],
  ['service:\n  __proto__: b', 'has a key that is no plain text'],
  ['a: &one\n  b: *one', 'is nested too deep, or within itself'],
  ['a: *nobody', 'over.yml, line 1']
])('%j is refused', (text, part) => {
  const { asked, mistakes } = read(text)
  expect(asked).toBeUndefined()
  expect(mistakes).toEqual([expect.stringContaining(part)])
})

test('a file that is not there is a mistake', () => {
  expect(readOverridesFile(workspace, { raw: 'none.yml', where })).toEqual({
    mistakes: [expect.stringContaining('Input `overrides` names none.yml, which is not in the workspace')]
  })
})

test('a map where a path is wanted is a mistake', () => {
  expect(readOverridesFile(workspace, { raw: 'taskDefinition:\n  cpu: 256\n', where })).toEqual({
    mistakes: ['Input `overrides` is a map, and the path of a YAML file is wanted here; maps stand in the config file']
  })
})

test.each(['../secret.yml', '/etc/passwd', 'link.yml'])('%s is outside the workspace', (path) => {
  rmSync(join(workspace, 'link.yml'), { force: true })
  symlinkSync('/etc/passwd', join(workspace, 'link.yml'))
  expect(readOverridesFile(workspace, { raw: path, where }).mistakes).toEqual([
    `Input \`overrides\` names ${path}, which is outside the workspace; keep the file in the repository`
  ])
})

test('a folder is no file', () => {
  mkdirSync(join(workspace, 'folder'), { recursive: true })
  expect(readOverridesFile(workspace, { raw: 'folder', where }).mistakes[0]).toContain('which is no file')
})

test('what stands inline stays, and nothing stays nothing', () => {
  const asked = { raw: { service: {} }, where }
  expect(readOverridesFile(workspace, asked)).toEqual({ asked, mistakes: [] })
  expect(readOverridesFile(workspace, undefined)).toEqual({ mistakes: [] })
})
