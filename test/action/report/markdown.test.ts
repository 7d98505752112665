import { expect, test } from '@jest/globals'
import { block, code, prose, table, withoutAccounts } from '../../../src/action/report/markdown.ts'

test.each([
  ['shop', '`shop`'],
  ['a`b', '``a`b``'],
  ['`a`', '`` `a` ``'],
  ['a\n b', '`a b`'],
  ['\u001b[31mred\u001b[0m', '`red`'],
  ['', '']
])('%j stays as it is within code', (text, markdown) => {
  expect(code(text)).toBe(markdown)
})

test.each([
  ['plain', 'plain'],
  ['`cpu` is <b>*x*</b> & [y](z) # _q_', '`cpu` is &lt;b&gt;\\*x\\*&lt;/b&gt; &amp; \\[y\\](z) \\# \\_q\\_'],
  ['`*` and *', '`*` and \\*'],
  ['lone ` tick', 'lone ` tick'],
  ['ask @acme/team, or `@acme/ui`', 'ask &#64;acme/team, or `@acme/ui`']
])('%j is no markup within prose', (text, markdown) => {
  expect(prose(text)).toBe(markdown)
})

test('a block holds fences of others', () => {
  expect(block(['a', '```', '\u001b[1mb\u001b[0m\rc'])).toBe('````text\na\n```\nb\nc\n````')
})

test('cells do not end early', () => {
  expect(table(['a', ''], [['x|y', 'one\ntwo']])).toBe('| a |  |\n| --- | --- |\n| x\\|y | one<br>two |')
})

test.each([
  ['arn:aws:ecs:eu-west-1:123456789012:cluster/a', 'arn:aws:ecs:eu-west-1:(account):cluster/a'],
  [
    '?arn=arn%3Aaws%3Aecs%3Aeu-west-1%3A123456789012%3Acluster',
    '?arn=arn%3Aaws%3Aecs%3Aeu-west-1%3A(account)%3Acluster'
  ],
  [
    '?arn=ecs%3aeu-west-1%3a123456789012%3acluster%2f0123456789012',
    '?arn=ecs%3aeu-west-1%3a(account)%3acluster%2f0123456789012'
  ],
  ['bucket_123456789012 logs123456789012x', 'bucket_(account) logs(account)x'],
  [
    'sha256:0a1b123456789012c3d4 and subnet-0123456789012abcd',
    'sha256:0a1b123456789012c3d4 and subnet-0123456789012abcd'
  ],
  ['1234567890123', '1234567890123']
])('the numbers of accounts are taken out of %s', (text, told) => {
  expect(withoutAccounts(text)).toBe(told)
})
