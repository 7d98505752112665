// A creation of a stack: its states, and what may be asked of it in each (F3.1, F3.5, F3.8).
import { describe, expect, test } from '@jest/globals'
import { denied, failsAt, ground, small } from './ground.ts'

// What AWS says of its resource types is loaded with the first change set.

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
