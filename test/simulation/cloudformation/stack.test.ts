// The states of a stack, and what may be asked of it in each (F3.1, F3.5, F3.8).
import { describe, expect, jest, test } from '@jest/globals'
import { ground, small, type Resources } from './ground.ts'
import type { Trouble } from './stack.ts'
import { breakerTriggered, notAllowed } from './text.ts'

// What AWS says of its resource types is loaded with the first change set.
jest.setTimeout(60_000)

const changed = {
  ...small,
  Log: { ...small.Log, Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/ecs/app', RetentionInDays: 7 } }
}
const denied = notAllowed('Ec2', 'ec2:CreateSecurityGroup')
const failsAt =
  (logicalId: string, ...actions: readonly Trouble['action'][]) =>
  (trouble: Trouble): string | undefined =>
    trouble.logicalId === logicalId && actions.includes(trouble.action) ? denied : undefined

describe('a creation', () => {
  test('makes what others name before them, at its usual pace (F1.20, F5.2)', async () => {
    const at = ground()
    await at.execute('CREATE', small, { outputs: { Id: { Value: { 'Fn::Sub': 'id of ${Vpc}' } } } })
    expect(await at.statuses()).toEqual(['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'])
    const events = at.events()
    expect(events.indexOf('Vpc CREATE_COMPLETE')).toBeLessThan(events.indexOf('Group CREATE_IN_PROGRESS'))
    expect(events.indexOf('Log CREATE_IN_PROGRESS')).toBeLessThan(events.indexOf('Vpc CREATE_COMPLETE'))
    const [stack] = at.cloud.stacks
    expect(stack?.outputs.Id).toMatch(/^id of vpc-[0-9a-f]+$/)
    expect(stack?.made.get('Group')?.properties.VpcId).toBe(stack?.made.get('Vpc')?.physicalId)
  })

  test('that fails cancels what is under way and takes everything back but what stays (F3.3, F3.5)', async () => {
    const at = ground({ fails: failsAt('Group', 'CREATE') })
    const slow = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' }
    await at.execute('CREATE', { ...small, Balancer: slow })
    expect(await at.statuses()).toEqual(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE'])
    const events = at.cloud.stacks[0]?.events ?? []
    const reasons = events.flatMap(({ logicalId, status, reason }) =>
      status === 'CREATE_FAILED' ? [[logicalId, reason]] : []
    )
    expect(reasons).toContainEqual(['Group', denied])
    expect(reasons).toContainEqual(['Balancer', 'Resource creation cancelled'])
    expect(events.find(({ status }) => status === 'ROLLBACK_IN_PROGRESS')?.reason).toMatch(
      /failed to create: \[Group, .*Balancer/
    )
    expect(at.events()).toContain('Vpc DELETE_COMPLETE')
    expect(at.events()).toContain('Log DELETE_SKIPPED')
    expect([...at.cloud.account.names]).toEqual(['AWS::Logs::LogGroup /ecs/app'])
  })

  test.each([
    ['DO_NOTHING', ['CREATE_IN_PROGRESS', 'CREATE_FAILED']],
    ['DELETE', ['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE']]
  ] as const)('that fails with %s (F3.2)', async (OnStackFailure, expected) => {
    const at = ground({ fails: failsAt('Group', 'CREATE') })
    await at.execute('CREATE', small, { OnStackFailure })
    expect(await at.statuses()).toEqual(expected)
  })

  test('whose rollback fails can only be deleted (F3.1)', async () => {
    const troubles = ['CREATE', 'DELETE']
    const at = ground({
      fails: ({ logicalId, action }) =>
        (logicalId === 'Group' && action === 'CREATE') ||
        (logicalId === 'Vpc' && troubles.includes('DELETE') && action === 'DELETE')
          ? denied
          : undefined
    })
    await at.execute('CREATE', small)
    expect((await at.statuses()).at(-1)).toBe('ROLLBACK_FAILED')
    await expect(at.propose('UPDATE', small)).rejects.toThrow('is in ROLLBACK_FAILED state and can not be updated')
    troubles.pop()
    at.api.deleteStack({ StackName: 'app' })
    expect((await at.statuses()).at(-1)).toBe('DELETE_COMPLETE')
  })

  test('may be deleted while it goes on (F3.8)', async () => {
    const at = ground()
    await at.execute('CREATE', small)
    await at.wait(5)
    at.api.deleteStack({ StackName: 'app', ClientRequestToken: 'delete' })
    expect(await at.statuses()).toEqual(['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'])
    // Found by its id alone from now on (F3.1).
    expect(() => at.api.describeStacks({ StackName: 'app' })).toThrow('Stack with id app does not exist')
    expect(at.api.describeStacks({ StackName: at.cloud.stacks[0]?.id }).Stacks?.[0]?.StackStatus).toBe(
      'DELETE_COMPLETE'
    )
  })

  test('adopts what an earlier one has left (F3.2)', async () => {
    const at = ground()
    at.cloud.account.names.add('AWS::Logs::LogGroup /ecs/app')
    await at.execute('CREATE', small)
    expect((await at.statuses()).at(-1)).toBe('CREATE_COMPLETE')
    expect(at.events()).toContain('Log IMPORT_COMPLETE')
  })

  test('of a name that is taken fails with the words of its handler (F10)', async () => {
    const at = ground()
    at.cloud.account.names.add('AWS::ECS::Cluster app')
    await at.execute('CREATE', { Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'app' } } })
    expect((await at.statuses()).at(-1)).toBe('ROLLBACK_COMPLETE')
    const failed = at.cloud.stacks[0]?.events.find(({ status }) => status === 'CREATE_FAILED')
    expect(failed?.reason).toContain('already exists." (RequestToken: ')
    expect(failed?.reason).toContain('HandlerErrorCode: AlreadyExists')
  })
})

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

describe('a deletion', () => {
  test('goes backwards, leaves what stays, and fails with the names of what did not go (F3.8)', async () => {
    const stuck = ['Group']
    const at = ground({
      fails: ({ logicalId, action }) => (action === 'DELETE' && stuck.includes(logicalId) ? denied : undefined)
    })
    await at.execute('CREATE', small)
    await at.statuses()
    at.api.deleteStack({ StackName: 'app' })
    expect(await at.statuses()).toEqual(['DELETE_IN_PROGRESS', 'DELETE_FAILED'])
    expect(at.cloud.stacks[0]?.reason).toContain('[Group]')
    expect(at.events()).not.toContain('Vpc DELETE_IN_PROGRESS')
    at.api.deleteStack({ StackName: 'app', RetainResources: ['Group'] })
    expect((await at.statuses()).at(-1)).toBe('DELETE_COMPLETE')
    expect(at.events()).toContain('Vpc DELETE_COMPLETE')
  })

  test('may name what is to stay only after one that failed (F3.1)', async () => {
    const at = ground()
    await at.execute('CREATE', small)
    await at.statuses()
    expect(() => at.api.deleteStack({ StackName: 'app', RetainResources: ['Vpc'] })).toThrow(
      'only when the stack is in the DELETE_FAILED state'
    )
  })

  test('is refused while the stack is protected; a change is not (F3.1)', async () => {
    const at = ground()
    await at.execute('CREATE', small)
    await at.statuses()
    at.api.updateTerminationProtection({ StackName: 'app', EnableTerminationProtection: true })
    expect(() => at.api.deleteStack({ StackName: 'app' })).toThrow('TerminationProtection is enabled')
    await at.execute('UPDATE', changed)
    expect((await at.statuses()).at(-1)).toBe('UPDATE_COMPLETE')
  })
})
