import { describe, expect, test } from '@jest/globals'
import { asFailure, Failure, type FailureCode } from '../../src/model/failure.ts'
import { cutOff, insist, isOver, poll, realClock, unlessAway, type Patience } from '../../src/run/poll.ts'
import { virtualTime } from './fake/time.ts'

const failure = (code: FailureCode): Failure => new Failure({ code, sentence: code, remedy: 'None.' })

function patience(minutes = 10) {
  const time = virtualTime()
  const cancel = new AbortController()
  const given: Patience = {
    clock: time.clock,
    cancelled: cancel.signal,
    deadline: time.clock.now() + minutes * 60_000
  }
  return { time, cancel, given }
}

/** What it gives until it is content, or what it throws. */
async function look<T>(read: () => Promise<T>, given: Patience, content: (value: T) => boolean): Promise<T> {
  for await (const value of poll(read, given)) if (content(value)) return value
  throw new Error('unreachable')
}

describe('poll', () => {
  test('looks at once, every second at first, later every four', async () => {
    const { time, given } = patience()
    let reads = 0
    expect(
      await look(
        () => Promise.resolve(++reads),
        given,
        (value) => value === 14
      )
    ).toBe(14)
    expect(time.sleeps).toEqual([...Array<number>(10).fill(1000), 4000, 4000, 4000])
  })

  test('spreads its looks by a fifth either way', async () => {
    for (const [random, ms] of [
      [0, 800],
      [1, 1200]
    ] as const) {
      const { time, given } = patience()
      let reads = 0
      const clock = { ...given.clock, random: () => random }
      await look(
        () => Promise.resolve(++reads),
        { ...given, clock },
        (value) => value === 2
      )
      expect(time.sleeps.map(Math.round)).toEqual([ms])
    }
  })

  test.each(['THROTTLED', 'AWS_UNAVAILABLE'] as const)('tries again soon, then slower, while %s', async (code) => {
    const { time, given } = patience()
    let reads = 0
    const read = () => (++reads <= 7 ? Promise.reject(failure(code)) : Promise.resolve(reads))
    expect(await look(read, given, (value) => value === 9)).toBe(9)
    expect(time.sleeps).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 4000])
  })

  test('waits as long as it is told', async () => {
    const { time, given } = patience()
    let reads = 0
    for await (const value of poll(
      () => Promise.resolve(++reads),
      given,
      () => reads * 100
    )) {
      if (value === 4) break
    }
    expect(time.sleeps).toEqual([100, 200, 300])
  })

  test('does not wait for a read that is under way when the run is cancelled, but for a write', async () => {
    for (const [call, ends] of [
      [poll, 'CANCELLED'],
      [insist, 'done']
    ] as const) {
      const { cancel, given } = patience()
      const { promise, resolve } = Promise.withResolvers<string>()
      const first = call(() => promise, given).next()
      cancel.abort(failure('CANCELLED'))
      await Promise.resolve()
      resolve('done')
      const end = await first.then(
        ({ value }) => value,
        (error: unknown) => asFailure(error).code
      )
      expect(end).toBe(ends)
    }
  })

  test('ends with any other failure', async () => {
    const { given } = patience()
    await expect(
      look(
        () => Promise.reject(failure('ACCESS_DENIED')),
        given,
        () => true
      )
    ).rejects.toThrow('ACCESS_DENIED')
    await expect(
      look(
        () => Promise.reject(new Error('oh')),
        given,
        () => true
      )
    ).rejects.toThrow('oh')
  })

  test('times out at its deadline, not later', async () => {
    const { time, given } = patience(1)
    const end = time.clock.now() + 60_000
    await expect(
      look(
        () => Promise.resolve(1),
        given,
        () => false
      )
    ).rejects.toMatchObject({ code: 'TIMED_OUT' })
    expect(time.clock.now()).toBe(end)
  })

  test('times out although AWS does not answer', async () => {
    const { given } = patience(1)
    const away = () => Promise.reject(failure('THROTTLED'))
    await expect(look(away, given, () => false)).rejects.toMatchObject({ code: 'TIMED_OUT' })
  })

  test('ends as cancelled with the reason of who cancelled', async () => {
    const { time, cancel, given } = patience()
    time.after(5, () => {
      cancel.abort(failure('CANCELLED'))
    })
    await expect(
      look(
        () => Promise.resolve(1),
        given,
        () => false
      )
    ).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  test('takes a read that was aborted for the cancel that it is', async () => {
    const { cancel, given } = patience()
    const read = () => {
      cancel.abort(failure('CANCELLED'))
      return Promise.reject(failure('BUG'))
    }
    await expect(look<unknown>(read, given, () => false)).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

describe('a look beside the loop', () => {
  test('gives what it reads, nothing while AWS is away', async () => {
    expect(await unlessAway(() => Promise.resolve(1))).toBe(1)
    expect(await unlessAway<unknown>(() => Promise.reject(failure('AWS_UNAVAILABLE')))).toBeUndefined()
    await expect(unlessAway(() => Promise.reject(failure('ACCESS_DENIED')))).rejects.toThrow('ACCESS_DENIED')
  })

  test('is over when we stop looking', () => {
    expect((['CANCELLED', 'TIMED_OUT', 'THROTTLED'] as const).map((code) => isOver(failure(code)))).toEqual([
      true,
      true,
      false
    ])
  })
})

describe('the real clock', () => {
  test('sleeps, and wakes when the signal says so', async () => {
    const began = realClock.now()
    await realClock.sleep(5, new AbortController().signal)
    expect(realClock.now() - began).toBeGreaterThanOrEqual(4)
    const cancel = new AbortController()
    const sleep = realClock.sleep(60_000, cancel.signal)
    cancel.abort()
    await sleep
    expect(realClock.now() - began).toBeLessThan(30_000)
    expect(realClock.random()).toBeLessThan(1)
  })

  test('does not sleep when it was cancelled before', async () => {
    const began = realClock.now()
    await realClock.sleep(60_000, AbortSignal.abort())
    expect(realClock.now() - began).toBeLessThan(30_000)
  })
})

test.each([true, false])(
  'what is to be undone after a cancel is cut off when the runner would end us: %s',
  async (early) => {
    const { time, cancel, given } = patience()
    if (early) cancel.abort(failure('CANCELLED'))
    const over = cutOff(given)
    if (!early) cancel.abort(failure('CANCELLED'))
    await expect(over).rejects.toMatchObject({
      code: 'CANCELLED',
      sentence: expect.stringContaining('what went on goes on')
    })
    expect(time.sleeps).toEqual([6_500])
  }
)
