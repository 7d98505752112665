// An update of a stack: its states, and what may be asked of it in each (F3.1, F3.5, F3.8).
import { describe, expect, test } from '@jest/globals'
import { changed, denied, failsAt, ground, small, type Resources } from './ground.ts'
import { breakerTriggered } from './text.ts'

// What AWS says of its resource types is loaded with the first change set.

describe('an update', () => {
  const updated = async (at: ReturnType<typeof ground>, to: Resources = changed): Promise<readonly string[]> => {
    await at.execute('CREATE', small)
    await at.statuses()
    await at.execute('UPDATE', to)
    return at.statuses()
  }

  test('cleans up behind itself (F3.1)', async () => {
    const at = ground()
    const { Log } = small
    const moved: Resources = {
      ...(Log && { Log }),
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } }
    }
    expect(await updated(at, moved)).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_COMPLETE'
    ])
    // The new one is there before the old one goes.
    const events = at.events()
    expect(events.lastIndexOf('Vpc UPDATE_COMPLETE')).toBeLessThan(events.indexOf('Vpc DELETE_IN_PROGRESS'))
    expect(events.indexOf('Group DELETE_COMPLETE')).toBeLessThan(events.indexOf('Vpc DELETE_IN_PROGRESS'))
  })

  test('that fails goes back (F3.1)', async () => {
    const at = ground({ fails: ({ action, back }) => (action === 'UPDATE' && !back ? denied : undefined) })
    expect(await updated(at)).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE'
    ])
    expect(at.cloud.stacks[0]?.made.get('Log')?.properties.RetentionInDays).toBe(30)
  })

  test('whose way back fails waits for somebody, who may leave a resource out (F3.1)', async () => {
    const at = ground({ fails: failsAt('Log', 'UPDATE') })
    expect((await updated(at)).at(-1)).toBe('UPDATE_ROLLBACK_FAILED')
    await expect(at.propose('UPDATE', changed)).rejects.toThrow(
      'is in UPDATE_ROLLBACK_FAILED state and can not be updated'
    )
    at.api.continueUpdateRollback({ StackName: 'app' })
    expect((await at.statuses()).at(-1)).toBe('UPDATE_ROLLBACK_FAILED')
    at.api.continueUpdateRollback({ StackName: 'app', ResourcesToSkip: ['Log'] })
    expect((await at.statuses()).at(-1)).toBe('UPDATE_ROLLBACK_COMPLETE')
  })

  test('is one operation at a time, and no deletion comes between (F3.6)', async () => {
    const at = ground()
    await at.execute('CREATE', small)
    await expect(at.propose('UPDATE', changed)).rejects.toThrow('is in CREATE_IN_PROGRESS state and can not be updated')
    await at.statuses()
    await at.execute('UPDATE', changed)
    expect(() => at.api.deleteStack({ StackName: 'app' })).toThrow(
      'cannot be deleted while in status UPDATE_IN_PROGRESS'
    )
  })

  test('does not replace what bears a name of somebody (F0.10)', async () => {
    const at = ground()
    const log = (name: string) => ({
      Log: { Type: 'AWS::ECS::Service', Properties: { ServiceName: 'app', LaunchType: name } }
    })
    await at.execute('CREATE', log('FARGATE'))
    await at.statuses()
    await at.execute('UPDATE', log('EC2'))
    expect((await at.statuses()).at(-1)).toBe('UPDATE_ROLLBACK_COMPLETE')
    const reasons = at.cloud.stacks[0]?.events.map(({ reason }) => reason)
    expect(reasons).toContainEqual(expect.stringContaining('when a custom-named resource requires replacing'))
  })

  test('waits as long as the handler of a resource does, and fails with its words (F1.14)', async () => {
    const at = ground(
      {},
      {
        'AWS::ECS::Service': {
          create: ({ fail }) => {
            fail(breakerTriggered)
          }
        }
      }
    )
    await at.execute('CREATE', { Service: { Type: 'AWS::ECS::Service', Properties: { ServiceName: 'app' } } })
    expect((await at.statuses()).at(-1)).toBe('ROLLBACK_COMPLETE')
  })
})
