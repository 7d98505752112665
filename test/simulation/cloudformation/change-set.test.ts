// Change sets and events: when one may be executed, what it says, what is told of an operation (F3.2, F3.3, F3.5).
import { describe, expect, test } from '@jest/globals'
import { ground, small } from './ground.ts'
import { tell } from './event.ts'

const days = (RetentionInDays: number) => ({
  ...small,
  Log: { ...small.Log, Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/ecs/app', RetentionInDays } }
})

async function made(ways: Parameters<typeof ground>[0] = {}) {
  const at = ground(ways)
  await at.execute('CREATE', small)
  await at.statuses()
  return at
}

describe('a change set', () => {
  test('is pending, then there; the first one of a stack leaves a shell, also without it (F3.1, F3.2)', async () => {
    const at = ground()
    const { Id = '' } = at.api.createChangeSet({
      StackName: 'app',
      ChangeSetName: 'a',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify({ Resources: small })
    })
    const look = () => at.api.describeChangeSet({ ChangeSetName: Id })
    expect(look()).toMatchObject({ Status: 'CREATE_PENDING', ExecutionStatus: 'UNAVAILABLE' })
    await at.wait(10)
    expect(look()).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' })
    expect(look().Changes?.map(({ ResourceChange }) => ResourceChange?.Action)).toEqual(['Add', 'Add', 'Add'])
    at.api.deleteChangeSet({ ChangeSetName: Id })
    expect(at.status()).toBe('REVIEW_IN_PROGRESS')
    expect(() => look()).toThrow('does not exist')
  })

  test('is the same one when it is asked for again with its token (F3.2)', () => {
    const at = ground()
    const ask = (ClientToken: string) =>
      at.api.createChangeSet({
        StackName: 'app',
        ChangeSetName: 'a',
        ChangeSetType: 'CREATE',
        TemplateBody: '{}',
        ClientToken
      })
    expect(ask('a').Id).toBe(ask('a').Id)
    expect(() => ask('b')).toThrow('already exists')
  })

  test.each([
    ['plain', "The submitted information didn't contain changes."],
    ['transforms', 'No updates are to be performed.']
  ] as const)('without changes fails and says so (%s, F3.2)', async (noChanges, text) => {
    const at = await made({ noChanges })
    const set = await at.propose('UPDATE', small)
    const found = at.api.describeChangeSet({ ChangeSetName: set })
    expect(found).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' })
    expect(found.StatusReason).toContain(text)
  })

  test('of outputs alone has no changes and may be executed (F3.2)', async () => {
    const at = await made()
    const set = await at.propose('UPDATE', small, { outputs: { Id: { Value: { Ref: 'Vpc' } } } })
    expect(at.api.describeChangeSet({ ChangeSetName: set })).toMatchObject({
      ExecutionStatus: 'AVAILABLE',
      Changes: []
    })
    at.api.executeChangeSet({ ChangeSetName: set })
    expect((await at.statuses()).at(-1)).toBe('UPDATE_COMPLETE')
    expect(at.cloud.stacks[0]?.outputs.Id).toMatch(/^vpc-/)
  })

  test('of tags alone changes every resource (F3.2)', async () => {
    const at = await made()
    const set = await at.propose('UPDATE', small, { Tags: [{ Key: 'team', Value: 'a' }] })
    expect(at.api.describeChangeSet({ ChangeSetName: set }).Changes).toHaveLength(3)
  })

  test('says what is replaced (F3.2)', async () => {
    const at = await made()
    const set = await at.propose('UPDATE', {
      ...small,
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } }
    })
    const changes = at.api.describeChangeSet({ ChangeSetName: set }).Changes ?? []
    expect(
      changes.find(({ ResourceChange }) => ResourceChange?.LogicalResourceId === 'Vpc')?.ResourceChange?.Replacement
    ).toBe('True')
  })

  test('is obsolete when the stack has changed without it (F3.3)', async () => {
    const at = await made()
    const set = await at.propose('UPDATE', days(7))
    at.api.changeByHand('app')
    expect(at.api.describeChangeSet({ ChangeSetName: set }).ExecutionStatus).toBe('OBSOLETE')
    expect(() => at.api.executeChangeSet({ ChangeSetName: set })).toThrow('current execution status of [OBSOLETE]')
  })

  test('that is executed deletes the others, and its token is spent (F3.3)', async () => {
    const at = await made()
    const other = await at.propose('UPDATE', days(14))
    await at.execute('UPDATE', days(7))
    expect(() => at.api.describeChangeSet({ ChangeSetName: other })).toThrow('does not exist')
    await at.statuses()
    const next = await at.propose('UPDATE', days(14))
    expect(() => at.api.executeChangeSet({ ChangeSetName: next, ClientRequestToken: 'set-3' })).toThrow(
      'already exists'
    )
  })

  test('for a stack that is there is no creation, for one that is not no update (F3.1)', async () => {
    const at = ground()
    await expect(at.propose('UPDATE', small)).rejects.toThrow('does not exist')
    await at.execute('CREATE', small)
    await at.statuses()
    await expect(at.propose('CREATE', small)).rejects.toThrow('already exists and cannot be created again')
  })
})

describe('events', () => {
  test('come newest first, in pages, with the token of their operation (F3.3, F3.5)', async () => {
    const at = await made({ perPage: 4 })
    await at.execute('UPDATE', days(7))
    await at.statuses()
    const first = at.told.describeStackEvents({ StackName: 'app' })
    expect(first.StackEvents).toHaveLength(4)
    expect(first.StackEvents?.[0]).toMatchObject({ ResourceStatus: 'UPDATE_COMPLETE', ClientRequestToken: 'set-2' })
    const second = at.told.describeStackEvents({ StackName: 'app', NextToken: first.NextToken })
    expect(second.StackEvents?.[0]?.EventId).not.toBe(first.StackEvents?.[0]?.EventId)
  })

  test('are told late, by a clock of their own (F3.5)', async () => {
    const at = ground({ late: 60, skew: 30 })
    await at.execute('CREATE', small)
    const told = at.told.describeStackEvents({ StackName: 'app' }).StackEvents ?? []
    expect(told.length).toBeLessThan(at.events().length)
    await at.wait(600)
    const all = at.told.describeStackEvents({ StackName: 'app' }).StackEvents ?? []
    expect(all).toHaveLength(at.events().length)
    const [stack] = at.cloud.stacks
    expect(all.at(-1)?.Timestamp?.getTime()).toBe((stack?.createdAt ?? 0) + 30_000)
  })

  test('that failed are told by operation, with what early validation found (F3.4, F3.5)', async () => {
    const at = ground({
      fails: ({ logicalId, action }) => (logicalId === 'Group' && action === 'CREATE' ? 'no' : undefined)
    })
    await at.execute('CREATE', small)
    await at.statuses()
    const [stack] = at.cloud.stacks
    const OperationId = at.api.describeStacks({ StackName: 'app' }).Stacks?.[0]?.LastOperations?.[0]?.OperationId
    const failed = at.told.describeEvents({ OperationId, Filters: { FailedEvents: true } }).OperationEvents ?? []
    expect(failed.map(({ EventType }) => EventType)).toEqual(failed.map(() => 'PROVISIONING_ERROR'))
    expect(failed.at(-1)).toMatchObject({ LogicalResourceId: 'Group', ResourceStatusReason: 'no' })
    const [set] = at.api.sets.all()
    if (!stack || !set) throw new Error('They are there')
    tell(
      at.cloud,
      stack,
      { id: 'validation', type: 'CREATE_CHANGESET', over: true },
      {
        logicalId: 'Vpc',
        type: 'AWS::EC2::VPC',
        status: 'VALIDATION_FAILED',
        reason: 'extraneous key [Cidr] is not permitted',
        validation: { name: 'PROPERTY_VALIDATION', path: '/Resources/Vpc/Properties/Cidr', changeSet: set.id }
      }
    )
    expect(at.told.describeEvents({ ChangeSetName: set.id }).OperationEvents).toMatchObject([
      { EventType: 'VALIDATION_ERROR', ValidationPath: '/Resources/Vpc/Properties/Cidr' }
    ])
    const older = at.told.describeStackEvents({ StackName: 'app' }).StackEvents ?? []
    expect(older.map(({ LogicalResourceId }) => LogicalResourceId)).not.toContain(undefined)
    expect(older.some(({ ResourceStatusReason = '' }) => ResourceStatusReason.includes('extraneous'))).toBe(false)
  })

  test('tell what a stack has and had', async () => {
    const at = await made()
    at.api.deleteStack({ StackName: 'app' })
    await at.statuses()
    const found = at.told.describeStackResources({ StackName: at.cloud.stacks[0]?.id }).StackResources ?? []
    expect(
      found
        .map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId ?? ''} ${ResourceStatus ?? ''}`)
        .toSorted()
    ).toEqual(['Group DELETE_COMPLETE', 'Log DELETE_SKIPPED', 'Vpc DELETE_COMPLETE'])
  })
})
