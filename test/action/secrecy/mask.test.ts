import { describe, expect, test } from '@jest/globals'
import { hasSecretShape, maskable, maskLines, maskShapes, maskValues } from '../../../src/action/secrecy/mask.ts'

// Put together here, so that no scanner takes them for real ones.
const of = (...parts: readonly string[]): string => parts.join('')
const akia = of('AKIA', 'IOSFODNN7EXAMPLE')
const github = of('ghp_', 'a'.repeat(36))
const jwt = of('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9')
const begin = of('-----BEGIN ', 'RSA PRIVATE KEY-----')
const end = of('-----END ', 'RSA PRIVATE KEY-----')

test.each([
  [`key ${akia}.`, 'key ***.'],
  [of('ASIA', 'IOSFODNN7EXAMPLE'), '***'],
  [of('aws_secret_access_key = ', 'wJalrXUtnFEMI/K7MDENG'), 'aws_secret_access_key = ***'],
  [of('"AWS_SESSION_TOKEN": "', 'FwoGZXIvYXdzEBYaD', '"'), '"AWS_SESSION_TOKEN": "***"'],
  [`push with ${github} done`, 'push with *** done'],
  [of('github_pat_', '1'.repeat(30)), '***'],
  [of('glpat-', 'x'.repeat(20)), '***'],
  [of('npm_', 'x'.repeat(36)), '***'],
  [of('xoxb-', '1234567890-abc'), '***'],
  [of('sk_live_', 'x'.repeat(20)), '***'],
  [of('SG.', 'x'.repeat(22), '.', 'y'.repeat(43)), '***'],
  [of('dckr_pat_', 'x'.repeat(27)), '***'],
  [of('hvs.', 'x'.repeat(24)), '***'],
  [of('sk-proj-', 'x'.repeat(40)), '***'],
  [of('https://hooks.slack.com/services/', 'T0/B0/x'), 'https://hooks.slack.com/services/***'],
  [of('https://a.example/x?X-Amz-Signature=', 'abc', '&y=1'), 'https://a.example/x?X-Amz-Signature=***&y=1'],
  [of('https://a.example/x?sv=1&sig=', 'abc%3D'), 'https://a.example/x?sv=1&sig=***'],
  [of('rk_live_', 'x'.repeat(20)), '***'],
  [of('AIza', 'x'.repeat(35)), '***'],
  ['postgres://shop:hunt@er2@db:5432/shop', 'postgres://***@db:5432/shop'],
  [`token=${jwt};`, 'token=***;'],
  [of('Authorization: Bearer ', 'abc.def-1'), 'Authorization: Bearer ***'],
  [of('"authorization":"Basic ', 'dXNlcg==', '"'), '"authorization":"Basic ***"'],
  ['postgres://shop:hunter2@db:5432/shop', 'postgres://***@db:5432/shop'],
  ['two https://a:b@c and redis://:pw@d', 'two https://***@c and redis://***@d']
])('blanks out %s', (text, masked) => {
  expect(maskShapes(text)).toBe(masked)
  expect(hasSecretShape(text)).toBe(true)
  expect(maskShapes(masked)).toBe(masked)
})

test.each([
  'https://shop.example:8443/a@b',
  'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'arn:aws:iam::111122223333:role/deploy',
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop',
  'eyJ is how many tokens begin',
  'mail jane@example.com',
  'Authorization: none',
  'ghp_short'
])('leaves %s', (text) => {
  expect(maskShapes(text)).toBe(text)
  expect(hasSecretShape(text)).toBe(false)
})

describe('private keys are blanked out', () => {
  test('over several lines', () => {
    expect(maskLines(['before', `key: ${begin}`, 'MIIEowIBAAKCAQ', end, 'after', akia]).lines).toEqual([
      'before',
      'key: ***',
      '***',
      '***',
      'after',
      '***'
    ])
  })
  test('in one line', () => {
    expect(maskLines([`x ${begin}MII${end} y`])).toEqual({ lines: ['x ***'], inKey: false })
    expect(hasSecretShape(begin)).toBe(true)
  })
  test('where one ends, the next begins', () => {
    const lines = [begin, 'MIIE', end + begin, 'MIIE', end, 'after']
    expect(maskLines(lines).lines).toEqual(['***', '***', '***', '***', '***', 'after'])
  })
  test('to the end of the text, when they do not end', () => {
    expect(maskLines([begin, 'a', 'b']).lines).toEqual(['***', '***', '***'])
  })
})

describe('known values', () => {
  test('are masked as a whole and line by line: the longest first, none under 4 characters, none twice', () => {
    expect(maskable(['abc', 'hunter2', ' hunter2\n', 'first line\nxy\r\nsecond', ''])).toEqual([
      'first line\nxy\r\nsecond',
      'first line',
      'hunter2',
      'second'
    ])
  })
  test('of a private key do not count its first and last line', () => {
    const key = [begin, 'MIIEow', end].join('\n')
    expect(maskable([key])).toEqual([key, 'MIIEow'])
  })
  test('are masked as JSON has them, too', () => {
    const json = JSON.stringify(['serve', 'hun"ter\\2'])
    expect(maskValues(json, maskable(['hun"ter\\2']))).toBe('["serve","***"]')
  })
  test('are blanked out wherever they stand', () => {
    expect(maskValues('a hunter2b hunter2', ['hunter2'])).toBe('a ***b ***')
    expect(maskValues('x$&y', ['$&'])).toBe('x***y')
  })
})
