import { Readable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { anyError, call, callAll, callUnless, named } from '../../src/aws/call.ts'
import { Failure } from '../../src/model/failure.ts'
import { awsError } from './aws.ts'

describe('a call', () => {
  test('gives what it gives', async () => {
    expect(await call('ecs:X', () => Promise.resolve(1))).toBe(1)
    expect(await callUnless('ecs:X', anyError, () => Promise.resolve(1))).toBe(1)
  })

  test('that answers in pages gives all of them', async () => {
    expect(await callAll('ecs:X', Readable.from([1, 2]))).toEqual([1, 2])
  })

  test('fails as a Failure', async () => {
    await expect(call('ecs:X', () => Promise.reject(awsError('A', 'b')))).rejects.toBeInstanceOf(Failure)
  })

  test('whose error is an answer gives nothing', async () => {
    const send = (): Promise<number> => Promise.reject(awsError('Missing', 'b'))
    expect(await callUnless('ecs:X', named('Missing'), send)).toBeUndefined()
    await expect(callUnless('ecs:X', named('Other'), send)).rejects.toBeInstanceOf(Failure)
  })
})
