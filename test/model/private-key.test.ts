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
  ],
  [
    'two keys with no end of a line between them',
    [begin, 'MIIE', end + begin, 'MIIE', end, 'two'],
    ['***', '***', '***', '***', '***', 'two']
  ],
  [
    'two such keys, the first of which is cut at its beginning',
    ['MIIE', end + begin, 'MIIE', end, 'two'],
    ['***', '***', '***', '***', 'two']
  ],
  ['two such keys, cut within the second', [begin, 'MIIE', end + begin, 'MIIE'], ['***', '***', '***', '***']],
  [
    'a key that is cut, whose lines end as on Windows or in a space',
    ['MIIE\r', 'MIIE ', 'eA==\r', `${end}\r`],
    ['***', '***', '***', '***']
  ],
  [
    'a key that is cut, a JSON object a line',
    ['MIIE\\n', 'eA==', end].map((log) => `{"log":"${log}","stream":"stdout"}`),
    ['***', '***', '***']
  ]
])('%s', (_, lines, keyless) => {
  expect(withoutKeys(lines)).toEqual(keyless)
})
