import { describe, expect, test } from '@jest/globals'
import {
  isNews,
  lastLine,
  readBuilder,
  readDigest,
  readInspect,
  readPushError,
  type PushError
} from '../../src/docker/answer.ts'
import type { Builder } from '../../src/docker/arguments.ts'
import { lineReader } from '../../src/docker/program.ts'

describe('what builds is read from', () => {
  test.each<[string, string, boolean, Builder]>([
    ['buildx', '28.2.2 28.2.2', true, 'buildx'],
    ['BuildKit in an older client', '20.10.24 20.10.24', false, 'buildkit'],
    ['a newer client without the plugin', '28.2.2 20.10.24', false, 'legacy'],
    ['an engine from before BuildKit', '20.10.24 17.09.1', false, 'legacy'],
    ['a version with words', '24.0.7-rd 24.0.7\n', true, 'buildx'],
    ['no engine', '28.2.2 ', true, 'buildx'],
    ['nothing', '', false, 'legacy']
  ])('%s', (_, output, buildx, builder) => {
    expect(readBuilder(output, buildx)).toBe(builder)
  })
})

test('an inspected image has its id and platform, and nothing is none', () => {
  expect(readInspect('sha256:1 linux/arm64\n')).toEqual({ id: 'sha256:1', platform: 'linux/arm64' })
  expect(readInspect('')).toBeUndefined()
})

test.each([
  [false, `#4 sha256:${'a'.repeat(64)}`],
  [false, '6d4bfd6a4dcd: Preparing'],
  [false, '6d4bfd6a4dcd: Waiting'],
  [false, 'The push refers to repository [r/shop]'],
  [true, '6d4bfd6a4dcd: Pushed'],
  [true, `#4 sha256:${'a'.repeat(64)} 1.2MB / 3.4MB 0.5s`],
  [true, `t: digest: sha256:${'a'.repeat(64)} size: 528`],
  [true, '#7 3.1 Preparing the sources'],
  [true, '']
])('worth a line: %s: %s', (isOne, line) => {
  expect(isNews(line)).toBe(isOne)
})

test('the digest of a push is in its last line', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  expect(readDigest(['The push refers to repository [r/a]', '1: Pushed', `t: digest: ${digest} size: 528`])).toBe(
    digest
  )
  expect(readDigest(['t: digest: sha256:short'])).toBeUndefined()
})

test.each<[PushError, string]>([
  [
    'tag-taken',
    "tag invalid: The image tag 'x' already exists in the 'a' repository and cannot be overwritten because the tag is immutable."
  ],
  ['tag-taken', "tag invalid: tag 'a' is immutable"],
  ['transient', 'Get "https://r/v2/": net/http: TLS handshake timeout'],
  ['transient', 'dial tcp 10.0.0.1:443: i/o timeout'],
  ['transient', 'read tcp 1.2.3.4:5->6.7.8.9:443: read: connection reset by peer'],
  ['transient', 'received unexpected HTTP status: 503 Service Unavailable'],
  ['transient', 'error parsing HTTP 500 response body: received unexpected HTTP status: 500'],
  ['transient', 'unexpected status from PUT request to https://r/v2/a: 502 Bad Gateway'],
  ['transient', 'toomanyrequests: Rate exceeded'],
  ['transient', 'unexpected EOF'],
  ['transient', 'dial tcp: lookup r on 127.0.0.53:53: server misbehaving'],
  ['refused', 'denied: Your authorization token has expired. Reauthenticate and try again.'],
  ['refused', 'no basic auth credentials'],
  ['refused', 'unexpected status from HEAD request to https://r/v2/a: 403 Forbidden'],
  ['refused', "name unknown: The repository with name 'a' does not exist"],
  ['refused', 'An image does not exist locally with the tag: r/a']
])('a push that fails is told apart: %s: %s', (error, line) => {
  expect(readPushError(['1: Preparing', line])).toBe(error)
})

test.each([
  [['a', 'b', ''], 'b'],
  [[' ', ''], 'docker says nothing']
])('the last line that says something is found in %j', (lines, last) => {
  expect(lastLine(lines)).toBe(last)
})

test('lines that come in pieces are whole, though cut inside a character and without an end', () => {
  const lines: string[] = []
  const reader = lineReader((line) => lines.push(line))
  const bytes = Buffer.from('eins\r\nzwei ü\n\ndrei')
  for (const byte of bytes) reader.read(Buffer.from([byte]))
  reader.end()
  reader.end()
  expect(lines).toEqual(['eins', 'zwei ü', '', 'drei'])
})
