import { setTimeout as sleep } from 'node:timers/promises'

/** @returns what `ask` gives once it gives something. @throws Error after a minute, more than a busy machine needs. */
export async function until<T>(ask: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>
    await sleep(50)
  }
  throw new Error(`It did not come to be: ${ask.toString()}`)
}
