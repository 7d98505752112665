// Takes a step to its end, as src/main.ts does, and gives the world that a simulated run works with.
import type { Progress, Step } from '../../src/model/progress.ts'
import type { Visit } from '../../src/run/site/visit.ts'
import type { World } from '../../src/run/world.ts'
import { aws } from '../aws/aws.ts'
import type { Time } from './clock.ts'

/** @param take what happens, as it happens. */
export async function toEnd<T>(step: Step<T>, take: (progress: Progress) => void): Promise<T> {
  for (;;) {
    const next = await step.next()
    if (next.done) return next.value
    take(next.value)
  }
}

/** Nobody cancels it, the site answers, and DNS knows no name. @param minutes until its time is over. */
export const worldOf = (time: Time, minutes: number, own: Pick<World, 'docker' | 'run'> & Partial<World>): World => ({
  clock: time.clock,
  cancelled: new AbortController().signal,
  deadline: time.now() + minutes * 60_000,
  aws: aws(),
  visit: () => Promise.resolve({ status: 200 }),
  nameServersOf: () => Promise.resolve([]),
  addressesOf: () => Promise.resolve([]),
  ...own
})

/** A site that answers https, and sends there whoever comes by http. */
export const redirecting =
  (status = 200): Visit =>
  (url) =>
    Promise.resolve(url.startsWith('http:') ? { status: 301, location: url.replace('http:', 'https:') } : { status })

/** Of a call such as `ecs:UpdateService`. */
export const isWrite = (call: string): boolean => !/:(Describe|Get|List|BatchGet)/.test(call)
