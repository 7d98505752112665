import { expect, test } from '@jest/globals'
import { asFailure, Failure, failureIn } from '../../src/model/failure.ts'

test('a failure stays what it is', () => {
  const failure = new Failure({
    code: 'QUOTA',
    sentence: 'Too many VPCs.',
    remedy: 'Delete one.',
    evidence: ['5 of 5']
  })
  expect(asFailure(failure)).toBe(failure)
  expect(failure).toMatchObject({ name: 'Failure', message: 'Too many VPCs.', code: 'QUOTA', evidence: ['5 of 5'] })
  expect(failure.cause).toBeUndefined()
})

test.each([
  ['an error', new Error('x is undefined'), 'x is undefined'],
  ['a text', 'odd', 'odd']
])('%s that was thrown is a mistake of ours', (_, thrown, text) => {
  const failure = asFailure(thrown)
  expect(failure).toMatchObject({ code: 'BUG', sentence: `Slipway made a mistake: ${text}`, evidence: [] })
  expect(failure.cause).toBe(thrown)
})

test('of a region it says which, and keeps the rest', () => {
  const facts = { code: 'QUOTA', remedy: 'Delete one.', evidence: ['5 of 5'], logLink: 'https://logs.example' } as const
  const failure = new Failure({ ...facts, sentence: 'Too many VPCs.' })
  expect(failureIn('eu-west-1', [1, 2], failure)).toMatchObject({ ...facts, sentence: 'In eu-west-1: Too many VPCs.' })
  expect(failureIn('eu-west-1', [1], failure)).toBe(failure)
  const bare = new Failure({ code: 'BUG', sentence: 'No.', remedy: 'Report it.' })
  expect(failureIn('eu-west-1', [1, 2], bare).logLink).toBeUndefined()
})
