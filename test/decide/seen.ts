// What was looked at, for the tables of checks: everything fits, unless a row says otherwise.
import type { Reading } from '../../src/model/check.ts'
import { Failure, type FailureCode } from '../../src/model/failure.ts'
import type { Seen } from '../../src/model/seen.ts'
import type { StackState } from '../../src/model/stack.ts'

export const read = <T>(value: T): Reading<T> => ({ at: 'read', value })

/** Kept from us, unless the code says that it is an answer. */
export const failed = (code: FailureCode = 'ACCESS_DENIED'): Reading<never> => ({
  at: 'failed',
  failure: new Failure({ code, sentence: 'It failed.', remedy: 'Mend it.' })
})

export const settled = (name = 'shop-platform'): StackState => ({
  at: 'settled',
  id: `stack/${name}`,
  status: 'CREATE_COMPLETE',
  outputs: {},
  parameters: {}
})

/** Of a first deployment. */
export const seen = (more: Partial<Seen> = {}): Seen => ({
  account: '111122223333',
  partition: 'aws',
  region: 'eu-west-1',
  now: Date.UTC(2026, 10, 1),
  platform: read({ at: 'absent' }),
  serviceStack: read({ at: 'absent' }),
  ...more
})
