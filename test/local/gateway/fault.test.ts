import { expect, test } from '@jest/globals'
import type { Call } from '../../../local/gateway/call.ts'
import { createFaults, faultSchema } from '../../../local/gateway/fault.ts'
import { refuse } from '../../../local/gateway/refusal.ts'

const ecs: Call = { service: 'ecs', action: 'UpdateService', region: 'eu-west-1', protocol: 'json' }
const account = '123456789012'

test.each([
  ['throttle', 'json', 'ecs', 400, 'ThrottlingException', 'Rate exceeded'],
  ['throttle', 'query', 'cloudformation', 400, 'Throttling', 'Rate exceeded'],
  ['throttle', 'query', 'elasticloadbalancing', 400, 'ThrottlingException', 'Rate exceeded'],
  ['throttle', 'rest-xml', 'route53', 400, 'Throttling', 'Rate exceeded'],
  ['throttle', 'ec2', 'ec2', 503, 'RequestLimitExceeded', 'Request limit exceeded.'],
  ['denied', 'json', 'ecs', 400, 'AccessDeniedException', 'is not authorized to perform: ecs:UpdateService'],
  ['denied', 'query', 'sts', 403, 'AccessDenied', 'is not authorized to perform: sts:UpdateService'],
  ['expired', 'json', 'logs', 400, 'ExpiredTokenException', 'expired'],
  ['expired', 'query', 'sts', 403, 'ExpiredToken', 'expired'],
  ['error', 'json', 'ecs', 500, 'ServerException', 'try again later'],
  ['error', 'query', 'cloudformation', 500, 'InternalFailure', 'unknown error']
] as const)('%s in %s of %s is answered as AWS does: %i %s', (kind, protocol, service, status, code, text) => {
  const faults = createFaults()
  faults.add(faultSchema.parse({ kind }))
  const { fault } = faults.strike({ ...ecs, protocol, service }, account)
  expect(fault?.refusal).toMatchObject({ status, code })
  const body = refuse({ protocol, service }, fault?.refusal ?? { status: 0, code: '', message: '' }).body.toString()
  expect(body).toContain(protocol === 'json' ? `"__type":"${code}"` : `<Code>${code}</Code>`)
  expect(body).toContain(text)
})

test('only calls that match are struck, after some, and only so often', () => {
  const faults = createFaults()
  faults.add(
    faultSchema.parse({ account, service: 'ecs', action: 'UpdateService', kind: 'throttle', after: 1, times: 2 })
  )
  const strike = (call: Call, who = account): boolean => faults.strike(call, who).fault !== undefined
  expect(strike(ecs, '999999999999')).toBe(false)
  expect(strike({ ...ecs, action: 'DescribeServices' })).toBe(false)
  expect([strike(ecs), strike(ecs), strike(ecs), strike(ecs)]).toEqual([false, true, true, false])
  expect(faults.list(account)).toMatchObject([{ matched: 4, fired: 2 }])
  faults.clear(account)
  expect(faults.list()).toEqual([])
})

test('a probability with a seed strikes the same calls every time', () => {
  const pattern = (seed: number): string => {
    const faults = createFaults()
    faults.add(faultSchema.parse({ kind: 'error', probability: 0.3, seed }))
    return Array.from({ length: 200 }, () => (faults.strike(ecs, account).fault === undefined ? '.' : 'x')).join('')
  }
  expect(pattern(7)).toBe(pattern(7))
  expect(pattern(7)).not.toBe(pattern(8))
  expect(pattern(7).replaceAll('.', '').length).toBeGreaterThan(40)
  expect(pattern(7).replaceAll('.', '').length).toBeLessThan(80)
})

test('delays add up, and may come before a failure', () => {
  const faults = createFaults()
  faults.add(faultSchema.parse({ kind: 'slow', milliseconds: 100 }))
  faults.add(faultSchema.parse({ kind: 'slow', milliseconds: 20 }))
  faults.add(faultSchema.parse({ kind: 'error', status: 503, code: 'ServiceUnavailable', message: 'later' }))
  expect(faults.strike(ecs, account)).toMatchObject({
    milliseconds: 120,
    fault: { refusal: { status: 503, code: 'ServiceUnavailable', message: 'later' } }
  })
})
