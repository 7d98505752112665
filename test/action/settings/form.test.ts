import { describe, expect, test } from '@jest/globals'
import { mistakesOf, parsed } from '../asking.ts'

describe('KEY=VALUE lines keep what stands after the first `=`', () => {
  test.each([
    ['A=b=c==', { A: 'b=c==' }],
    ['A="quoted"', { A: '"quoted"' }],
    ["A='x' ", { A: "'x' " }],
    ['A=  two  ', { A: '  two  ' }],
    ['  A =b', { A: 'b' }],
    ['A=', { A: '' }],
    ['A=grüße 🚀', { A: 'grüße 🚀' }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['\nA=a,b\n\n', { A: 'a,b' }],
    ['A=# no comment', { A: '# no comment' }],
    ['A=$HOME ${x} \\n', { A: '$HOME ${x} \\n' }]
  ])('%j', (env, read) => {
    expect(parsed({ env }).config.task.env).toEqual(read)
  })

  test('also in a list of the file, and behind an alias', () => {
    const file = 'env: &all\n  - A=1\n  - B=x=y\nbuild-args: *all'
    const { config } = parsed({}, file)
    expect(config.task.env).toEqual({ A: '1', B: 'x=y' })
    expect(config.source).toMatchObject({ buildArgs: { A: '1', B: 'x=y' } })
  })
})

describe('a value of the wrong form in the file is told with its line', () => {
  test.each([
    ['name: [a, b]', '`name` (.github/slipway.yml, line 1): one value is wanted, not a list'],
    ['cpu: { a: 1 }', '`cpu` (.github/slipway.yml, line 1): one value is wanted, not a map'],
    ['rebuild:\n- true', '`rebuild` (.github/slipway.yml, line 1): one value is wanted, not a list'],
    ['on-cancel: [leave]', '`on-cancel` (.github/slipway.yml, line 1): one value is wanted, not a list'],
    ['domain: [x]', '`domain` (.github/slipway.yml, line 1): one value is wanted, not a list'],
    ['regions: { eu-west-1: x }', 'line 1: `eu-west-1` takes a map of settings, or nothing'],
    ['env: { a b: x }', '`env` (.github/slipway.yml, line 1): `a b` is no variable name']
  ])('%s', (file, mistake) => {
    expect(mistakesOf({}, file)[0]).toContain(mistake)
    expect(mistakesOf({}, file)).toHaveLength(1)
  })
})

test('more tags than AWS takes beside ours are refused', () => {
  const tags = (count: number): string => Array.from({ length: count }, (_, index) => `t${index}=x`).join('\n')
  expect(mistakesOf({ tags: tags(43) })).toEqual([])
  expect(mistakesOf({ tags: tags(44) })).toEqual([
    'Input `tags`: 44 are too many; at most 43 are taken, beside our own'
  ])
})

test('the items of a list are counted as such, beside a bad name', () => {
  expect(mistakesOf({}, 'env: [A, 1B=x]')).toEqual([
    '`env` (.github/slipway.yml, line 1): item 1 has no `=`; write KEY=VALUE',
    expect.stringContaining('item 2: `1B` is no variable name')
  ])
})
