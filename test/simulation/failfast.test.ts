// What cannot succeed is ended by us; with `fail-fast: false`, by ECS.
import { describe, expect, test } from '@jest/globals'
import { minutes, seconds } from './clock.ts'
import { usual, type Settings } from './settings.ts'
import { region, type Story } from './story.ts'
import { watch, type Seen } from './watch.ts'

// Many minutes of a region take longer on a busy machine.

const noImage =
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref shop@sha256:0: not found'
const noRole =
  "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop' that was provided for this task."
const crash = { crashesAfter: seconds(5), exitCode: 1 }
const patient: Partial<Settings> = {
  breaker: { ...usual.breaker, threshold: { type: 'COUNT', value: 3 } }
}

const failed = ({ region: { service } }: Seen): number =>
  service.tasks.filter(({ revision, stopCode }) => revision === 2 && stopCode !== 'ServiceSchedulerInitiated').length
const told = ({ progress }: Seen): string => progress.flatMap((each) => ('text' in each ? each.text : [])).join('\n')
const canary = { kind: 'CANARY', percent: 10, canaryBake: minutes(1), bake: minutes(1) } as const

describe('a version', () => {
  test.each<readonly [string, Story, number]>([
    ['whose image is not there, after one task', region(patient).deploys({ cannotStart: noImage }), 1],
    [
      'whose role may not be assumed, when it is old enough',
      region({ ...patient, launch: seconds(60) }).deploys({ cannotStart: noRole }),
      2
    ],
    ['that crashes, after so many tasks', region(patient).deploys(crash), 3],
    [
      'whose image is not there, with a canary',
      region({ ...patient, strategy: canary }).deploys({ cannotStart: noImage }),
      1
    ]
  ])('%s', async (_, story, tasks) => {
    const seen = await watch(story)
    expect([seen.verdict, seen.truth.verdicts, failed(seen)]).toEqual(['rolled-back', ['rolled-back'], tasks])
    expect(told(seen)).toContain('telling ECS to go back to the earlier version')
  })

  test('is left to ECS without it', async () => {
    const seen = await watch(region({ ...patient, failFast: false }).deploys({ cannotStart: noImage }))
    expect([seen.verdict, failed(seen)]).toEqual(['rolled-back', 3])
    expect(told(seen)).not.toContain('telling ECS')
  })

  test('is replaced by the one before where it may not be stopped', async () => {
    const denied = { denied: ['ecs:StopServiceDeployment'] }
    const seen = await watch(region(patient).deploys({ cannotStart: noImage }).suffers(denied))
    const [newest, own] = seen.region.service.rollouts
    expect([seen.verdict, newest?.status, newest?.deployment.revision.number]).toEqual(['rolled-back', 'SUCCESSFUL', 1])
    expect([own?.status, seen.failure?.code]).toEqual(['STOPPED', 'IMAGE_UNPULLABLE'])
  })
})
