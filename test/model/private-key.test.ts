import { expect, test } from '@jest/globals'
import { withoutKeys } from '../../src/model/private-key.ts'

// Put together here, so that no scanner takes them for real ones.
const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} RSA PRIVATE KEY-----`) as [string, string]

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['no key', ['one', 'two'], ['one', 'two']],
  ['a key', ['one', `0.4 ${begin}`, 'MIIE', end, 'two'], ['one', '0.4 ***', '***', '***', 'two']],
  ['a key on one line', [`${begin} MIIE ${end}`, 'two'], ['***', 'two']],
  ['a key that is cut at its end', ['one', begin, 'MIIE'], ['one', '***', '***']],
  ['a key that is cut at its beginning', ['MIIE', 'eA==', end, 'two', begin], ['***', '***', '***', 'two', '***']],
  [
    'an excerpt that begins within a key',
    ['------', ' > RUN x:', '0.4 MIIE', end],
    ['------', ' > RUN x:', '***', '***']
  ]
])('%s', (_, lines, keyless) => {
  expect(withoutKeys(lines)).toEqual(keyless)
})
