import { expect, test } from '@jest/globals'
import { subnetsOf } from '../../src/template/subnet.ts'

test.each([
  ['10.0.0.0/16', '10.0.0.0/20', '10.0.16.0/20'],
  ['10.0.0.0/19', '10.0.0.0/20', '10.0.16.0/20'],
  ['172.31.0.0/20', '172.31.0.0/21', '172.31.8.0/21'],
  ['192.168.7.0/24', '192.168.7.0/25', '192.168.7.128/25'],
  ['192.168.7.64/26', '192.168.7.64/27', '192.168.7.96/27'],
  ['10.1.200.9/16', '10.1.0.0/20', '10.1.16.0/20']
])('%s is shared as %s and %s', (vpcCidr, first, second) => {
  expect(subnetsOf(vpcCidr)).toEqual([first, second])
})

test.each(['10.0.0.0/27', '10.0.0.0/15', '10.0.0.0', '10.0.0/16', '10.0.0.256/16', 'a.b.c.d/16', '2001:db8::/56', ''])(
  '%j is refused',
  (vpcCidr) => {
    expect(() => subnetsOf(vpcCidr)).toThrow('Input `vpc-cidr`')
  }
)
