// Whether what was seen is enough to give a rollout up.
import { describe, expect, test } from '@jest/globals'
import { whyHopeless } from '../../src/diagnose/hopeless.ts'
import type { StoppedTask } from '../../src/model/evidence.ts'
import { asked, stopped, taskOf } from './evidence.ts'

const since = new Date('2026-01-01T12:00:00Z')
const after = (seconds: number): Date => new Date(since.getTime() + seconds * 1000)

interface End {
  readonly reason: string
  /** Seconds. */
  readonly after?: number
  readonly stopCode?: string
  readonly exitCode?: number
}

const seen = ({ reason, stopCode, exitCode, ...end }: End): StoppedTask =>
  stopped({
    ...taskOf(reason, exitCode === undefined ? {} : { exitCode }),
    ...(stopCode !== undefined && { stopCode }),
    ...(end.after !== undefined && { stoppedAt: after(end.after) })
  })

const crash: End = { reason: 'Essential container in task exited', exitCode: 1, stopCode: 'EssentialContainerExited' }
const noImage: End = { reason: 'CannotPullContainerError: failed to resolve ref shop@sha256:0: not found' }
const noRole: End = { reason: "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop'" }
const byHand: End = { reason: 'Task stopped by user', stopCode: 'UserInitiated' }

describe('what was seen', () => {
  test.each<readonly [string, readonly End[], string | undefined]>([
    ['of no task', [], undefined],
    ['of a crash is not enough', [crash], undefined],
    ['of as many crashes as may be', [crash, crash], '2 tasks failed'],
    ['of an image that is not there is enough at once', [noImage], 'no further task would fare better'],
    ['of a role that may be too new is not enough', [{ ...noRole, after: 60 }], undefined],
    ['of a role, without a time, neither', [noRole], undefined],
    ['of a role that is old enough', [{ ...noRole, after: 90 }], 'no further task would fare better'],
    ['of tasks that others stopped says nothing', [byHand, byHand, byHand], undefined]
  ])('%s', (_, ends, why) => {
    expect(whyHopeless(ends.map(seen), { asked, threshold: 2, since })).toBe(why)
  })

  test('of one crash is enough where one is all that may be', () => {
    expect(whyHopeless([seen(crash)], { asked, threshold: 1, since })).toBe('a task failed')
  })
})
