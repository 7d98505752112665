import { expect, test } from '@jest/globals'
import { cleanDomain, domainProblem } from '../../../src/action/rules/domain.ts'

test.each([
  ['shop.example', 'shop.example'],
  ['Shop.Example.', 'shop.example'],
  ['xn--kse-qla.example', 'xn--kse-qla.example'],
  ['a-b.c1.example', 'a-b.c1.example']
])('takes %s as %s', (text, domain) => {
  expect(cleanDomain(text)).toBe(domain)
  expect(domainProblem(domain)).toBeUndefined()
})

test.each([
  ['https://shop.example/', '`shop.example`'],
  ['http://shop.example:8080/x?y#z', '`shop.example`'],
  ['shop.example/path', '`shop.example`'],
  ['shop.example:443', '`shop.example`'],
  ['*.shop.example', '`www.shop.example`'],
  ['käse.example', '`xn--kse-qla.example`'],
  ['10.0.0.1', 'an address'],
  ['shop', '`shop.example`'],
  ['', '`shop.example`'],
  ['-shop.example', '`-shop`'],
  ['shop-.example', '`shop-`'],
  ['sh_op.example', '`sh_op`'],
  ['shop..example', '``'],
  [`${'x'.repeat(64)}.example`, '1 to 63'],
  ['shop.123', 'never a number'],
  [`${'abcdefgh.'.repeat(28)}example`, 'too long']
])('refuses %s and says the way out', (domain, part) => {
  expect(domainProblem(domain)).toContain(part)
})
