import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parseConfigFile, readConfigFile } from '../../../src/action/parse/config-file.ts'

const path = '.github/slipway.yml'
const read = (text: string) => parseConfigFile(path, text)

test('takes values as they are written, with their lines', () => {
  const text = `# ours
image-tag: 1.10
cpu: "512"
rebuild: True
regions:
  - eu-west-1
env:
  A: 0x10
  B: "two words"
  C: |
    one
    two
`
  expect(read(text)).toEqual({
    mistakes: [],
    asked: {
      'image-tag': { raw: '1.10', where: '`image-tag` (.github/slipway.yml, line 2)' },
      cpu: { raw: '512', where: '`cpu` (.github/slipway.yml, line 3)' },
      rebuild: { raw: 'True', where: '`rebuild` (.github/slipway.yml, line 4)' },
      regions: { raw: ['eu-west-1'], where: '`regions` (.github/slipway.yml, line 5)' },
      env: { raw: { A: '0x10', B: 'two words', C: 'one\ntwo\n' }, where: '`env` (.github/slipway.yml, line 7)' }
    }
  })
})

test.each(['', '# nothing\n', '~\n', 'cpu:\n', 'cpu: null\n', 'cpu: ~\n'])('%j asks for nothing', (text) => {
  expect(read(text)).toEqual({ asked: {}, mistakes: [] })
})

describe('mistakes', () => {
  test.each([
    ['cpu: 1\ncpu: 2', 'line 2: this is not YAML: Map keys must be unique'],
    ['name: "x', 'line 1: this is not YAML: Missing closing "quote'],
    ['a: b: c', 'line 1: this is not YAML: '],
    ['secrets:\n  A: arn:aws:secretsmanager:eu-west-1:1:secret:a:key::', 'line 2: this is not YAML: Nested mappings'],
    ['health-check-path: *b', 'names an anchor that is not there'],
    ['a: @b', 'put the value in quotes, if it is a text'],
    ['- cpu', 'line 1: settings are wanted'],
    ['just text', 'line 1: settings are wanted'],
    ['\ncontainerport: 80', 'line 2: there is no setting `containerport`; did you mean `container-port`?'],
    ['zzzzz: 80', 'line 1: there is no setting `zzzzz`'],
    ['config: x.yml', 'line 1: `config` is an input of the workflow only'],
    ['? [a]\n: b', 'line 1: there is no setting `?`'],
    ['regions:\n  eu-west-1: 256', 'line 2: `eu-west-1` takes a map of settings, or nothing'],
    ['regions:\n  eu-west-1:\n    cpuu: 256', 'line 3: there is no setting `cpuu`; did you mean `cpu`?'],
    ['regions:\n  eu-west-1:\n    waves: serial', 'line 3: `waves` is the same for all regions; write it beside'],
    ['regions:\n  eu-west-1:\n    regions: a', 'line 3: `regions` is the same for all regions'],
    ['regions:\n  eu-west-1:\n    subnet-ids:\n      - [a]', '`subnet-ids` of eu-west-1 (.github/slipway.yml, line 4)'],
    ['env:\n  A: 1\n  B:', "line 3) gives `B` no value; write '' for an empty one"],
    ['regions:\n  - [a]', 'line 2) takes plain values in its list'],
    ['regions:\n  - a\n  -', 'takes plain values in its list']
  ])('%j', (text, part) => {
    const { mistakes } = read(text)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(path)
    expect(mistakes[0]).toContain(part)
  })

  test('each is told', () => {
    expect(read('a1: 1\nb2: 2\ncpu: 256').mistakes).toHaveLength(2)
  })
})

describe('finding the file', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'slipway-'))
  test('none is fine when none is named', () => {
    expect(readConfigFile(workspace, undefined)).toEqual({ asked: {}, mistakes: [] })
  })
  test('one that is named must be there', () => {
    const { mistakes } = readConfigFile(workspace, 'ops/web.yml')
    expect(mistakes).toEqual([
      expect.stringContaining('Input `config` names ops/web.yml, which is not in the workspace')
    ])
  })
  test('one with the other ending is not passed over', () => {
    mkdirSync(join(workspace, '.github'))
    writeFileSync(join(workspace, '.github/slipway.yaml'), 'cpu: 256')
    expect(readConfigFile(workspace, undefined).mistakes).toEqual([
      'Settings are read from .github/slipway.yml, not from .github/slipway.yaml, which is there; rename it, or name it in `config`'
    ])
    expect(readConfigFile(workspace, '.github/slipway.yaml').asked.cpu?.raw).toBe('256')
  })
  test('the usual one and a named one are read', () => {
    writeFileSync(join(workspace, path), 'cpu: 256')
    writeFileSync(join(workspace, 'web.yml'), 'cpu: 1024')
    expect(readConfigFile(workspace, undefined).asked.cpu?.raw).toBe('256')
    expect(readConfigFile(workspace, 'web.yml').asked.cpu).toEqual({ raw: '1024', where: '`cpu` (web.yml, line 1)' })
  })
})

test('all that is wrong in a map is told at once, and what is right is read', () => {
  expect(read('env:\n  A: 1\n  C:\n  D: { x: 1 }\n  LOG: [a]')).toEqual({
    asked: { env: { raw: { A: '1' }, where: '`env` (.github/slipway.yml, line 1)' } },
    mistakes: [
      "`env` (.github/slipway.yml, line 3) gives `C` no value; write '' for an empty one",
      '`env` (.github/slipway.yml, line 4) takes plain values in its map, and `D` has a list or a map',
      '`env` (.github/slipway.yml, line 5) takes plain values in its map, and `LOG` has a list or a map'
    ]
  })
})
