// Reads that only bring evidence.
import { expect, test } from '@jest/globals'
import { Failure, type FailureCode } from '../../../src/model/failure.ts'
import { optionalReads } from '../../../src/run/evidence/optional.ts'

const fails = (code: FailureCode) => () =>
  Promise.reject(new Failure({ code, sentence: `It is ${code}.`, remedy: 'r' }))

test('what is read is handed on', async () => {
  const { read, complaints } = optionalReads()
  expect(await read('log', () => Promise.resolve('line'))).toEqual({ at: 'read', value: 'line' })
  expect(complaints()).toEqual([])
})

test('what is refused is said once, and not asked for again', async () => {
  const { read, complaints } = optionalReads()
  expect(await read('log', fails('ACCESS_DENIED'))).toEqual({ at: 'never' })
  expect(complaints()).toEqual(['It is ACCESS_DENIED.'])
  expect(await read('log', () => Promise.reject(new Error('asked again')))).toEqual({ at: 'never' })
  expect(complaints()).toEqual([])
  expect(await read('tasks', () => Promise.resolve(1))).toEqual({ at: 'read', value: 1 })
})

test.each(['THROTTLED', 'AWS_UNAVAILABLE'] as const)(
  'what is %s is tried again later, without a word',
  async (code) => {
    const { read, complaints } = optionalReads()
    expect(await read('log', fails(code))).toEqual({ at: 'later' })
    expect(complaints()).toEqual([])
    expect(await read('log', () => Promise.resolve('line'))).toEqual({ at: 'read', value: 'line' })
  }
)
