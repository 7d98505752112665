import { describe, expect, test } from '@jest/globals'
import { decideRollback, tagIn, tellRelease } from '../../src/decide/rollback.ts'
import { asFailure, type Failure } from '../../src/model/failure.ts'
import type { Current } from '../../src/model/plan.ts'
import { goodTags, originTags, type Origin } from '../../src/model/release-record.ts'
import type { Revision } from '../../src/model/revision.ts'
import { plain, zones } from '../template/example.ts'

const time = '2026-01-01T00:00:00.000Z'
const digest = (content: string): string => `sha256:${content.repeat(64)}`

interface Told extends Origin {
  /** What it runs; revisions with the same letter are alike. */
  readonly runs: string
  readonly bad?: true
}

const revision = (number: number, { runs, bad, ...origin }: Told): Revision => ({
  arn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-app:${number}`,
  family: 'shop-app',
  revision: number,
  active: true,
  definition: { containerDefinitions: [{ name: 'shop-container', image: `shop@${digest(runs)}` }] },
  tags: { ...originTags({ run: `${number}-1`, ...origin }), ...(!bad && goodTags({ verdict: 'deployed', time })) }
})

/** @param runs the number of the revision that serves; absent: there is no service. */
function current(told: Readonly<Record<number, Told>>, runs?: number, over: Partial<Current> = {}): Current {
  const kept = Object.entries(told).map(([number, each]) => revision(Number(number), each))
  const running = kept.find((each) => each.revision === runs)
  return {
    region: 'eu-west-1',
    account: '123456789012',
    partition: 'aws',
    zones,
    platform: { at: 'absent' },
    serviceStack: { at: 'absent' },
    kept,
    ...(running && { running }),
    ...over
  }
}

const run = { id: '55' }
const to = (current: Current, target?: string): number =>
  decideRollback([{ config: { ...plain, ...(target !== undefined && { to: target }) }, current }], run)[0].revision
function refusal(current: Current, target?: string): Failure {
  try {
    to(current, target)
  } catch (error) {
    return asFailure(error)
  }
  throw new Error('It was not refused')
}

describe('without `to`', () => {
  const three = { 1: { runs: 'a' }, 2: { runs: 'b' }, 3: { runs: 'c' } } as const
  test.each<readonly [string, Readonly<Record<number, Told>>, number, number]>([
    ['the good one before', three, 3, 2],
    ['the one before that, when what runs was itself brought back', { ...three, 4: { runs: 'b', copyOf: 2 } }, 4, 1],
    ['the newest copy of it', { ...three, 4: { runs: 'b', copyOf: 2 }, 5: { runs: 'c' } }, 5, 4],
    ['none that never was good', { ...three, 2: { runs: 'b', bad: true } }, 3, 1],
    ['none that is like what runs', { ...three, 2: { runs: 'c' } }, 3, 1],
    ['the good one before, when what runs never was good', { ...three, 3: { runs: 'c', bad: true } }, 3, 2],
    ['what an earlier run has begun to bring back', { ...three, 4: { runs: 'b', copyOf: 2, bad: true } }, 4, 4],
    [
      'what this run has brought back, when it is run again',
      { ...three, 4: { runs: 'b', copyOf: 2, run: '55-1' } },
      4,
      4
    ]
  ])('it is %s', (_, told, runs, expected) => {
    expect(to(current(told, runs))).toBe(expected)
  })

  test('it is refused where there is none, with those that were good', () => {
    const failure = refusal(current({ 2: { runs: 'b' } }, 2))
    expect(failure).toMatchObject({
      code: 'INPUT_INVALID',
      sentence: 'There is no good revision before shop-app:2 to go back to.'
    })
    expect(failure.evidence).toEqual([`was good: shop-app:2 (run 2-1, deployed ${time})`])
  })

  test('it is refused where nothing runs', () => {
    expect(refusal(current({}))).toMatchObject({
      code: 'INPUT_INVALID',
      sentence: 'There is no service shop-service in eu-west-1, so there is nothing to go back from.'
    })
  })
})

describe('with `to`', () => {
  const commit = 'c0ffee0000000000000000000000000000000000'
  const told = {
    1: { runs: 'a', commit },
    2: { runs: 'b' },
    3: { runs: 'c' },
    4: { runs: 'a', commit, copyOf: 1 },
    5: { runs: 'e', bad: true },
    6: { runs: 'f' }
  } as const
  test.each([
    ['a number', '2', 2],
    ['a name', 'shop-app:2', 2],
    ['an ARN', 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-app:2', 2],
    ['a commit: its newest revision', commit, 4],
    ['the beginning of a commit, in any case', 'C0FFEE0', 4],
    ['what runs', '6', 6]
  ])('it is %s', (_, target, expected) => {
    expect(to(current(told, 6), target)).toBe(expected)
  })

  test('it is the newest revision with the image of that tag', () => {
    const image = { digest: digest('a'), reference: `shop@${digest('a')}` }
    expect(to(current(told, 6, { image }), 'git-c0ffee')).toBe(4)
  })

  test('it is what an earlier run has begun to bring back', () => {
    const begun = { ...told, 7: { runs: 'b', copyOf: 2, bad: true } } as const
    expect(to(current(begun, 7), '7')).toBe(7)
  })

  test('one that never was good is refused', () => {
    expect(refusal(current(told, 6), '5').sentence).toBe(
      'Input `to` names shop-app:5 (run 5-1), and no run has seen it serve well.'
    )
  })

  test.each(['9', 'c0f', 'git-0000000', 'abcdef0'])('`%s` is unknown', (target) => {
    const failure = refusal(current(told, 6), target)
    expect(failure.sentence).toContain(`Input \`to\` is ${target}, which is no revision, commit or image tag`)
    expect(failure.evidence).toHaveLength(5)
  })
})

describe('in several regions', () => {
  const three = { 1: { runs: 'a' }, 2: { runs: 'b' }, 3: { runs: 'c' } } as const
  const inAll = (here: Current, there: Current, target?: string): readonly number[] => {
    const config = { ...plain, ...(target !== undefined && { to: target }) }
    const regions = [here, { ...there, region: 'us-east-1' }].map((each) => ({ config, current: each }))
    return decideRollback(regions as unknown as Parameters<typeof decideRollback>[0], run).map(
      ({ revision }) => revision
    )
  }
  const refused = (...asked: Parameters<typeof inAll>): Failure => {
    try {
      inAll(...asked)
    } catch (error) {
      return asFailure(error)
    }
    throw new Error('It was not refused')
  }

  test.each<readonly [string, Current, Current, string | undefined, readonly number[]]>([
    ['each goes back to what was before', current(three, 3), current(three, 3), undefined, [2, 2]],
    [
      'where one was added later, by its own number',
      current(three, 3),
      current({ 1: { runs: 'b' }, 2: { runs: 'c' } }, 2),
      undefined,
      [2, 1]
    ],
    [
      'one that a deployment did not reach stays',
      current(three, 3),
      current({ 1: three[1], 2: three[2] }, 2),
      undefined,
      [2, 2]
    ],
    [
      'one that is behind is no reason to go further',
      current({ 1: three[1], 2: three[2] }, 2),
      current(three, 3),
      undefined,
      [2, 2]
    ],
    [
      'one that a rollback did not reach follows',
      current({ ...three, 4: { runs: 'b', copyOf: 2 } }, 4),
      current(three, 3),
      undefined,
      [4, 2]
    ],
    [
      'what never was good does not stay',
      current(three, 3),
      current({ ...three, 2: { runs: 'b', bad: true } }, 2),
      undefined,
      [1, 1]
    ],
    [
      'what was not good in all is passed by',
      current(three, 3),
      current({ ...three, 2: { runs: 'b', bad: true } }, 3),
      undefined,
      [1, 1]
    ],
    [
      'a rollback whose job is run again is done',
      current({ ...three, 4: { runs: 'b', copyOf: 2, run: '55-1' } }, 4),
      current({ ...three, 4: { runs: 'b', copyOf: 2, run: '55-1' } }, 4),
      undefined,
      [4, 4]
    ],
    [
      'a commit says the same everywhere',
      current({ 1: { runs: 'a', commit: 'c0ffee0' }, 2: { runs: 'b' } }, 2),
      current({ 5: { runs: 'a', commit: 'c0ffee0' }, 6: { runs: 'b' } }, 6),
      'c0ffee0',
      [1, 5]
    ]
  ])('%s', (_, here, there, target, expected) => {
    expect(inAll(here, there, target)).toEqual(expected)
  })

  test('a number that names another version in another region is refused, with both', () => {
    const failure = refused(current(three, 3), current({ 2: { runs: 'c' }, 3: { runs: 'd' } }, 3), '2')
    expect(failure.sentence).toBe('Input `to` is 2, which is not the same version in all of these regions.')
    expect(failure.evidence).toEqual([
      `in eu-west-1: shop-app:2 (run 2-1, deployed ${time})`,
      `in us-east-1: shop-app:2 (run 2-1, deployed ${time})`
    ])
  })

  test('it is refused where they have nothing in common', () => {
    const failure = refused(current(three, 3), current({ 1: { runs: 'x' }, 3: { runs: 'c' } }, 3))
    expect(failure.sentence).toBe('There is no version to go back to that was good in all of these regions.')
  })

  test('what is refused in one says which', () => {
    expect(refused(current(three, 3), current({ 3: { runs: 'c' } }, 3)).sentence).toMatch(
      /^In us-east-1: There is no good/
    )
  })

  test('an image without a digest is told by its name', () => {
    const named = (number: number, image: string): Revision => ({
      ...revision(number, { runs: 'a' }),
      definition: { containerDefinitions: [{ name: 'shop-container', image }] }
    })
    const two = current({}, undefined, { kept: [named(1, 'shop:1'), named(2, 'shop:2')], running: named(2, 'shop:2') })
    expect(inAll(two, two)).toEqual([1, 1])
  })
})

test.each([
  ['git-c0ffee', 'git-c0ffee'],
  ['12', '12'],
  ['shop-app:12', undefined],
  [undefined, undefined]
])('%s is taken for an image tag: %s', (target, expected) => {
  expect(tagIn(target)).toBe(expected)
})

test('a revision is told as far as it is known', () => {
  expect(tellRelease(revision(3, { runs: 'a', commit: 'c0ffee', actor: 'octocat' }))).toBe(
    `shop-app:3 (commit c0ffee, run 3-1 of octocat, deployed ${time})`
  )
  expect(tellRelease({ ...revision(3, { runs: 'a' }), tags: {} })).toBe('shop-app:3')
})
