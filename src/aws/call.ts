// One call of the SDK, whose errors become Failures.
import { failureOfCall } from './failures.ts'

/** Does one call; what goes wrong becomes a Failure that names the action (`ecs:UpdateService`). */
export async function call<T>(action: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    throw failureOfCall(error, action)
  }
}

/** The same for a call that answers in pages: all of them. */
export const callAll = <T>(action: string, pages: AsyncIterable<T>): Promise<readonly T[]> =>
  call(action, () => Array.fromAsync(pages))

/** The same for a call whose error may be an answer: `undefined` when `isAnswer` says so. */
export async function callUnless<T>(
  action: string,
  isAnswer: (error: Error) => boolean,
  send: () => Promise<T>
): Promise<T | undefined> {
  try {
    return await send()
  } catch (error) {
    if (error instanceof Error && isAnswer(error)) return undefined
    throw failureOfCall(error, action)
  }
}

export const named =
  (...names: readonly string[]) =>
  (error: Error): boolean =>
    names.includes(error.name)

/** Of a call that the run goes on without. */
export const anyError = (): boolean => true
