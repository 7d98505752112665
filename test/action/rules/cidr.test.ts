import { expect, test } from '@jest/globals'
import { cidrProblem, isPublicRange } from '../../../src/action/rules/cidr.ts'

test.each(['10.0.0.0/16', '10.1.0.0/24', '192.168.1.64/26', '172.31.0.0/16', '100.64.0.0/16', '203.0.113.0/24'])(
  'takes %s',
  (cidr) => {
    expect(cidrProblem(cidr)).toBeUndefined()
  }
)

test.each([
  ['10.0.0.0', 'IPv4 range'],
  ['10.0.0/16', 'IPv4 range'],
  ['10.0.0.256/24', 'IPv4 range'],
  ['10.0.0.0/33', 'IPv4 range'],
  ['fd00::/48', 'IPv4 range'],
  ['10.0.0.5/16', '`10.0.0.0/16`'],
  ['10.0.0.0/8', '`10.0.0.0/16`'],
  ['192.168.0.0/27', '`/26`'],
  ['192.168.0.0/28', 'two subnets'],
  ['127.0.0.0/16', 'reserved'],
  ['169.254.0.0/16', 'reserved'],
  ['198.19.0.0/16', 'reserved'],
  ['239.1.0.0/16', 'reserved'],
  ['0.0.0.0/16', 'reserved']
])('refuses %s', (cidr, part) => {
  expect(cidrProblem(cidr)).toContain(part)
})

test.each([
  ['10.0.0.0/16', false],
  ['172.16.0.0/16', false],
  ['172.32.0.0/16', true],
  ['203.0.113.0/24', true],
  ['nonsense', false]
])('%s is public: %s', (cidr, isPublic) => {
  expect(isPublicRange(cidr)).toBe(isPublic)
})
