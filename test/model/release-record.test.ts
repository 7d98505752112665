import { describe, expect, test } from '@jest/globals'
import { goodTags, originTags, releaseRecordOf } from '../../src/model/release-record.ts'

describe('a record', () => {
  test('is read as it was written', () => {
    const origin = { commit: 'c0ffee', run: '12-1', actor: 'octocat', copyOf: 7 }
    const good = { verdict: 'restored', time: '2026-01-01T00:00:00.000Z' } as const
    expect(releaseRecordOf({ tags: { team: 'web', ...originTags(origin), ...goodTags(good) } })).toEqual({
      ...origin,
      good
    })
  })

  test('says nothing of a revision that no run of ours has seen', () => {
    expect(originTags({})).toEqual({})
    expect(releaseRecordOf({ tags: { team: 'web' } })).toEqual({})
  })

  test.each([
    ['another word', { 'slipway:verdict': 'lucky', 'slipway:time': 'now' }],
    ['no time', { 'slipway:verdict': 'deployed' }]
  ])('with %s is no record of a good one', (_, tags) => {
    expect(releaseRecordOf({ tags }).good).toBeUndefined()
  })
})
