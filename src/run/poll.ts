// Reads a state again and again until the reader is content. The only file that waits; time and chance come from outside.
import { asFailure, Failure } from '../model/failure.ts'

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Ends early, without an error, when the signal says so. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** 0 to 1, for jitter. */
  readonly random: () => number
}

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      // An abort that is over is not told again: cancelled during a read, we would sleep on.
      if (signal.aborted) {
        resolve()
        return
      }
      const timer = setTimeout(end, ms)
      signal.addEventListener('abort', end, { once: true })
      function end(): void {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
    }),
  random: () => Math.random()
}

export interface Patience {
  readonly clock: Clock
  /** Somebody cancelled the run; its reason is the Failure to end with. */
  readonly cancelled: AbortSignal
  /** Milliseconds since 1970. */
  readonly deadline: number
}

/** On average the end is seen two seconds after it came. */
const slowestMs = 4_000
const quickMs = 1_000
/** Something that was just started often ends at once: look every second at first. */
const quickForMs = 10_000
/** What failed is soon tried again; the SDK has waited before it gave up. */
const firstRetryMs = 500
const slowestRetryMs = 15_000

/** For a while: the same call may be answered later. */
export const isAway = ({ code }: Failure): boolean => code === 'THROTTLED' || code === 'AWS_UNAVAILABLE'

/** What `read` gives, or nothing while AWS throttles or is away: a look beside the loop must not end it. */
export async function unlessAway<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!isAway(asFailure(error))) throw error
    return undefined
  }
}

/** We stop looking; what was looked at goes on. */
export const isOver = ({ code }: Failure): boolean => code === 'CANCELLED' || code === 'TIMED_OUT'

/**
 * Yields what `read` gives until the caller stops asking; one that is under way when the run is cancelled is not waited for.
 * A read that is throttled or finds AWS away is tried again, more and more slowly; every other failure ends the loop.
 * @param interval milliseconds until the next look, asked after each; absent: one that fits what ends at any time.
 * @throws Failure TIMED_OUT at the deadline, CANCELLED when the run was cancelled.
 */
export const poll = <T>(
  read: () => Promise<T>,
  patience: Patience,
  interval?: () => number
): AsyncGenerator<T, never> => repeat(() => unlessCancelled(read, patience.cancelled), patience, interval)

/** As `poll`, for what changes something: its answer is waited for, because it may be done. */
export const insist = <T>(write: () => Promise<T>, patience: Patience): AsyncGenerator<T, never> =>
  repeat(write, patience)

function unlessCancelled<T>(read: () => Promise<T>, cancelled: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      reject(asFailure(cancelled.reason))
    }
    cancelled.addEventListener('abort', end, { once: true })
    read()
      .then(resolve, reject)
      .finally(() => {
        cancelled.removeEventListener('abort', end)
      })
  })
}

async function* repeat<T>(
  read: () => Promise<T>,
  { clock, cancelled, deadline }: Patience,
  interval?: () => number
): AsyncGenerator<T, never> {
  const start = clock.now()
  const usual = (): number => (clock.now() - start < quickForMs ? quickMs : slowestMs)
  let failures = 0
  for (;;) {
    check()
    try {
      yield await read()
      failures = 0
    } catch (error) {
      check()
      if (!isAway(asFailure(error))) throw error
      failures++
    }
    const ms = failures === 0 ? (interval ?? usual)() : Math.min(firstRetryMs * 2 ** (failures - 1), slowestRetryMs)
    await clock.sleep(Math.min(ms * (0.8 + 0.4 * clock.random()), Math.max(0, deadline - clock.now())), cancelled)
  }

  function check(): void {
    if (cancelled.aborted) throw asFailure(cancelled.reason)
    if (clock.now() >= deadline) {
      throw new Failure({
        code: 'TIMED_OUT',
        sentence: 'The time limit of this run is over.',
        remedy: 'Raise `timeout-minutes` when the rollout only needs longer; the timeline shows what took the time.'
      })
    }
  }
}

/** Waits, whatever happens meanwhile. @throws Failure CANCELLED as soon as the run is cancelled. */
export async function pause(ms: number, { clock, cancelled }: Pick<Patience, 'clock' | 'cancelled'>): Promise<void> {
  await clock.sleep(ms, cancelled)
  if (cancelled.aborted) throw asFailure(cancelled.reason)
}

export async function firstOf<T>(
  looks: AsyncGenerator<T, never>,
  isEnough: (look: T) => boolean = () => true
): Promise<T> {
  for (;;) {
    const { value } = await looks.next()
    if (isEnough(value)) return value
  }
}

/** What `read` gives as soon as AWS answers. */
export const answered = <T>(read: () => Promise<T>, patience: Patience): Promise<T> => firstOf(poll(read, patience))

/** @returns `late` when the answer takes longer than so many milliseconds. */
export function within<T>(ms: number, answer: Promise<T>, late: T, { clock }: Pick<Patience, 'clock'>): Promise<T> {
  const enough = new AbortController()
  return Promise.race([answer, clock.sleep(ms, enough.signal).then(() => late)]).finally(() => {
    enough.abort()
  })
}

/** Of the 7.5 s that a runner leaves between a cancel and its next signal, the rest is for telling it. */
const undoMs = 6_500

/** @returns never. @throws Failure CANCELLED when what follows a cancel takes longer than a runner waits for it. */
export async function cutOff({ clock, cancelled }: Pick<Patience, 'clock' | 'cancelled'>): Promise<never> {
  if (!cancelled.aborted) {
    await new Promise<void>((resolve) => {
      cancelled.addEventListener(
        'abort',
        () => {
          resolve()
        },
        { once: true }
      )
    })
  }
  await clock.sleep(undoMs, new AbortController().signal)
  const { sentence, remedy } = asFailure(cancelled.reason)
  throw new Failure({
    code: 'CANCELLED',
    sentence: `${sentence} AWS or docker did not answer in the time that was left to undo things: what went on goes on.`,
    remedy
  })
}
