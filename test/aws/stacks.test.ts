import {
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
  UpdateTerminationProtectionCommand,
  type Change,
  type StackEvent,
  type StackStatus
} from '@aws-sdk/client-cloudformation'
import { describe, expect, test } from '@jest/globals'
import type { ChangeSetState, StackState } from '../../src/model/stack.ts'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const cloudFormation = mocked(CloudFormationClient)

describe('a stack', () => {
  const outputs = { Fingerprint: 'f' }
  const parameters = { ZoneA: 'a' }
  const answer = (StackStatus: string) => ({
    Stacks: [
      {
        StackId: 'id',
        StackName: 's',
        CreationTime: new Date(0),
        StackStatus: StackStatus as StackStatus,
        StackStatusReason: 'why',
        Outputs: [{ OutputKey: 'Fingerprint', OutputValue: 'f' }],
        Tags: [{ Key: 'slipway:stack', Value: 's' }],
        Parameters: [{ ParameterKey: 'ZoneA', ParameterValue: 'a' }, { ParameterKey: 'Unset' }]
      }
    ]
  })
  const settled = (status: string): StackState => ({ at: 'settled', id: 'id', status, outputs, parameters })
  const busy = (status: string): StackState => ({ at: 'busy', id: 'id', status, outputs, parameters })
  const remains = (status: string): StackState => ({
    at: 'remains',
    id: 'id',
    status,
    reason: 'why',
    lastOutputs: outputs
  })
  const halfUndone = (status: string): StackState => ({
    at: 'half-undone',
    id: 'id',
    status,
    reason: 'why',
    outputs,
    parameters
  })
  const foreign = (status: string): StackState => ({ at: 'foreign', id: 'id', status, reason: 'why' })
  const stuck = (status: string): StackState => ({ at: 'stuck', id: 'id', status, reason: 'why', lastOutputs: outputs })

  test.each<[string, StackState | ((status: string) => StackState)]>([
    ['CREATE_COMPLETE', settled],
    ['UPDATE_COMPLETE', settled],
    ['UPDATE_ROLLBACK_COMPLETE', settled],
    ['IMPORT_COMPLETE', settled],
    ['IMPORT_ROLLBACK_COMPLETE', settled],
    ['CREATE_IN_PROGRESS', busy],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', busy],
    ['UPDATE_ROLLBACK_IN_PROGRESS', busy],
    ['DELETE_IN_PROGRESS', busy],
    ['CREATE_FAILED', remains],
    ['ROLLBACK_COMPLETE', remains],
    ['ROLLBACK_FAILED', remains],
    ['UPDATE_FAILED', stuck],
    ['UPDATE_ROLLBACK_FAILED', halfUndone],
    ['DELETE_FAILED', remains],
    ['SOMETHING_NEW', stuck],
    ['DELETE_COMPLETE', { at: 'absent' }]
  ])('is read in %s', async (status, state) => {
    cloudFormation.on(DescribeStacksCommand).resolves(answer(status))
    expect(await aws().stacks.describe('s')).toEqual(typeof state === 'function' ? state(status) : state)
  })

  test.each<[string, readonly string[], StackState]>([
    ['no change set', [], { at: 'shell', id: 'a:stack/s/1' }],
    ['one of ours', ['theirs', 's-slipway-7-1-create-a'], { at: 'shell', id: 'a:stack/s/1' }],
    [
      "somebody else's alone",
      ['theirs', 'slipway-7'],
      { at: 'foreign', id: 'a:stack/s/1', status: 'REVIEW_IN_PROGRESS' }
    ]
  ])('is told by its change sets in REVIEW_IN_PROGRESS, with %s', async (_, names, state) => {
    const { Stacks } = answer('REVIEW_IN_PROGRESS')
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: Stacks.map((stack) => ({ ...stack, StackId: 'a:stack/s/1', Tags: [] })) })
      .on(ListChangeSetsCommand)
      .resolves({ Summaries: names.map((ChangeSetName) => ({ ChangeSetId: 'id', ChangeSetName })) })
    expect(await aws().stacks.describe('s')).toEqual(state)
  })

  test('in REVIEW_IN_PROGRESS that another run removes meanwhile may be made', async () => {
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves(answer('REVIEW_IN_PROGRESS'))
      .on(ListChangeSetsCommand)
      .rejectsOnce(awsError('ValidationError', 'Stack [s] does not exist'))
      .rejects(awsError('AccessDenied', 'no', 403))
    expect(await aws().stacks.describe('s')).toEqual({ at: 'shell', id: 'id' })
    await expect(aws().stacks.describe('s')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
  })

  test.each<[string, object]>([
    ['without our tag', { Tags: [] }],
    ["with another one's tag", { Tags: [{ Key: 'slipway:stack', Value: 'other' }] }],
    ['without our mark', { Outputs: [] }]
  ])('%s is not ours', async (_, change) => {
    const { Stacks } = answer('CREATE_COMPLETE')
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: Stacks.map((stack) => ({ ...stack, ...change })) })
    expect(await aws().stacks.describe('s')).toEqual(foreign('CREATE_COMPLETE'))
  })

  test('that is being made has no mark yet', async () => {
    const { Stacks } = answer('CREATE_IN_PROGRESS')
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: Stacks.map((stack) => ({ ...stack, Outputs: [] })) })
    expect(await aws().stacks.describe('s')).toMatchObject({ at: 'busy', outputs: {} })
  })

  test('that nobody may delete says so, and is told so', async () => {
    const { Stacks } = answer('CREATE_COMPLETE')
    const isProtected = Stacks.map((stack) => ({ ...stack, EnableTerminationProtection: true }))
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: isProtected })
    expect(await aws().stacks.describe('s')).toMatchObject({ at: 'settled', isProtected: true })
    await aws().stacks.protect('s', true)
    expect(cloudFormation.commandCalls(UpdateTerminationProtectionCommand)[0]?.args[0].input).toEqual({
      StackName: 's',
      EnableTerminationProtection: true
    })
  })

  test('is undone further, with a token and nothing skipped', async () => {
    await aws().stacks.continueRollback('id', 'token')
    expect(cloudFormation.commandCalls(ContinueUpdateRollbackCommand)[0]?.args[0].input).toEqual({
      StackName: 'id',
      ClientRequestToken: 'token'
    })
  })

  test('has resources, with the names that AWS gave them', async () => {
    const made = { LogicalResourceId: 'Vpc', ResourceType: 'AWS::EC2::VPC', ResourceStatus: 'CREATE_COMPLETE' as const }
    cloudFormation
      .on(DescribeStackResourcesCommand, { StackName: 'id' })
      .resolves({ StackResources: [{ ...made, Timestamp: new Date(0), PhysicalResourceId: 'vpc-1' }] })
    expect(await aws().stacks.resources('id')).toEqual([
      { logicalId: 'Vpc', type: 'AWS::EC2::VPC', status: 'CREATE_COMPLETE', physicalId: 'vpc-1' }
    ])
    cloudFormation.on(DescribeStackResourcesCommand).resolves({})
    expect(await aws().stacks.resources('id')).toEqual([])
  })

  test('is found by what it has made, where that may be asked', async () => {
    cloudFormation
      .on(DescribeStackResourcesCommand, { PhysicalResourceId: '/ecs/app' })
      .resolves({ StackResources: [{ StackName: 'other' } as never] })
    expect(await aws().stacks.ownerOf('/ecs/app')).toBe('other')
    cloudFormation.on(DescribeStackResourcesCommand).rejects(awsError('AccessDenied', 'No'))
    expect(await aws().stacks.ownerOf('/ecs/app')).toBeUndefined()
  })

  test('that is not there is absent', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', 'Stack with id s does not exist'))
    expect(await aws().stacks.describe('s')).toEqual({ at: 'absent' })
  })

  test('that cannot be described is a failure', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', 'Invalid name'))
    await expect(aws().stacks.describe('s')).rejects.toMatchObject({ code: 'STACK_FAILED' })
    cloudFormation.on(DescribeStacksCommand).resolves({})
    await expect(aws().stacks.describe('s')).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' })
  })

  test('is removed by its id, with a token', async () => {
    await aws().stacks.remove('id', 'token')
    expect(cloudFormation.commandCalls(DeleteStackCommand)[0]?.args[0].input).toEqual({
      StackName: 'id',
      ClientRequestToken: 'token'
    })
  })
})

test('CloudFormation makes and removes everything as the role that is given', async () => {
  const roleArn = 'arn:aws:iam::123456789012:role/cloudformation'
  cloudFormation.on(CreateChangeSetCommand).resolves({ Id: 'arn', StackId: 'id' })
  const { stacks } = aws('eu-west-1', { cloudFormationRoleArn: roleArn })
  const request = { name: 's', body: '{}', parameters: {}, tags: {}, fingerprint: 'f' }
  await stacks.createChangeSet(request, 'CREATE', 'c1')
  await stacks.remove('id', 'token')
  expect(cloudFormation.commandCalls(CreateChangeSetCommand)[0]?.args[0].input).toMatchObject({ RoleARN: roleArn })
  expect(cloudFormation.commandCalls(DeleteStackCommand)[0]?.args[0].input).toMatchObject({ RoleARN: roleArn })
})

describe('a change set', () => {
  test('is asked for with all that makes it safe to repeat and to adopt', async () => {
    cloudFormation.on(CreateChangeSetCommand).resolves({ Id: 'arn', StackId: 'id' })
    const request = { name: 's', body: '{}', parameters: { P: 'v' }, tags: { t: 'u' }, fingerprint: 'f' }
    expect(await aws().stacks.createChangeSet(request, 'CREATE', 'c1')).toEqual({ changeSetArn: 'arn', stackId: 'id' })
    expect(cloudFormation.commandCalls(CreateChangeSetCommand)[0]?.args[0].input).toEqual({
      StackName: 's',
      ChangeSetName: 'c1',
      ChangeSetType: 'CREATE',
      ClientToken: 'c1',
      TemplateBody: '{}',
      Parameters: [{ ParameterKey: 'P', ParameterValue: 'v' }],
      Tags: [{ Key: 't', Value: 'u' }],
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ImportExistingResources: true,
      OnStackFailure: 'ROLLBACK'
    })
  })

  const complete = { Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' } as const
  const none = "The submitted information didn't contain changes. Submit different information to create a change set."
  test.each<[string, object, ChangeSetState]>([
    ['is being made', { Status: 'CREATE_PENDING' }, { status: 'going-on', changes: [] }],
    ['is still being made', { Status: 'CREATE_IN_PROGRESS' }, { status: 'going-on', changes: [] }],
    ['is not yet to be executed', { ...complete, ExecutionStatus: 'UNAVAILABLE' }, { status: 'going-on', changes: [] }],
    ['changes outputs only', complete, { status: 'ready', changes: [] }],
    ['changes nothing', { Status: 'FAILED', StatusReason: none }, { status: 'no-changes', changes: [], reason: none }],
    [
      'changes nothing, in the other words',
      { Status: 'FAILED', StatusReason: 'No updates are to be performed.' },
      { status: 'no-changes', changes: [], reason: 'No updates are to be performed.' }
    ],
    [
      'failed',
      { Status: 'FAILED', StatusReason: 'Template error' },
      { status: 'failed', changes: [], reason: 'Template error' }
    ],
    ['failed without a reason', { Status: 'FAILED' }, { status: 'failed', changes: [], reason: 'FAILED' }],
    ['is overtaken', { ...complete, ExecutionStatus: 'OBSOLETE' }, { status: 'overtaken', changes: [] }],
    [
      'is executed by somebody else',
      { ...complete, ExecutionStatus: 'EXECUTE_IN_PROGRESS' },
      { status: 'overtaken', changes: [] }
    ],
    ['is being removed', { Status: 'DELETE_IN_PROGRESS' }, { status: 'overtaken', changes: [] }],
    ['is in a status that nobody knows', { Status: 'NEW' }, { status: 'failed', changes: [], reason: 'NEW' }]
  ])('%s', async (_, answer, state) => {
    cloudFormation.on(DescribeChangeSetCommand).resolves(answer).on(DescribeEventsCommand).resolves({})
    expect(await aws().stacks.describeChangeSet('arn')).toEqual(state)
  })

  test('lists its changes from all pages', async () => {
    const change = (LogicalResourceId: string, more: object) => ({
      ResourceChange: { LogicalResourceId, ResourceType: 'T', Action: 'Modify' as const, ...more }
    })
    cloudFormation
      .on(DescribeChangeSetCommand)
      .resolves({
        ...complete,
        Changes: [change('A', { Replacement: 'True' }), change('B', { Replacement: 'Conditional' }), {}],
        NextToken: '2'
      })
      .on(DescribeChangeSetCommand, { NextToken: '2' })
      .resolves({ ...complete, Changes: [change('C', { Replacement: 'False' }), change('D', { Action: 'Add' })] })
    const { changes } = await aws().stacks.describeChangeSet('arn')
    expect(changes.map(({ logicalId, replacement, action }) => [logicalId, replacement, action])).toEqual([
      ['A', 'yes', 'Modify'],
      ['B', 'maybe', 'Modify'],
      ['C', 'no', 'Modify'],
      ['D', 'no', 'Add']
    ])
  })

  test('says of each change why it is made and what stays', async () => {
    const target = (Name: string, RequiresRecreation: string) => ({ Attribute: 'Properties', Name, RequiresRecreation })
    const details = [
      { Target: target('VpcId', 'Always'), ChangeSource: 'ResourceReference', CausingEntity: 'Vpc' },
      { Target: target('Arn', 'Conditionally'), ChangeSource: 'ResourceAttribute', CausingEntity: 'Other.Arn' },
      { Target: target('Port', 'Never'), ChangeSource: 'ParameterReference', CausingEntity: 'Port' },
      { Target: { Attribute: 'Tags' } }
    ]
    const change = { LogicalResourceId: 'A', ResourceType: 'T', Action: 'Modify' }
    cloudFormation.on(DescribeChangeSetCommand).resolves({
      ...complete,
      // The types of the SDK know no new words.
      Changes: [
        { ResourceChange: { ...change, Replacement: 'New', PolicyAction: 'ReplaceAndRetain', Details: details } },
        { ResourceChange: { ...change, PolicyAction: 'Retain' } },
        { ResourceChange: { ...change, PolicyAction: 'Delete' } }
      ] as Change[]
    })
    const { changes } = await aws().stacks.describeChangeSet('arn')
    expect(changes.map(({ retained, replacement }) => [retained, replacement])).toEqual([
      [true, 'maybe'],
      [true, 'no'],
      [false, 'no']
    ])
    expect(changes[0]?.details).toEqual([
      { property: 'VpcId', recreation: 'always', follows: 'Vpc' },
      { property: 'Arn', recreation: 'maybe', follows: 'Other' },
      { property: 'Port', recreation: 'never' },
      { recreation: 'never' }
    ])
  })

  test('that fails early validation says what is wrong', async () => {
    cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: 'FAILED', StatusReason: 'Validation failed.' })
    cloudFormation.on(DescribeEventsCommand).resolves({
      OperationEvents: [
        { LogicalResourceId: 'Vpc', ValidationPath: '/CidrBlock', ValidationStatusReason: 'is no CIDR' },
        {}
      ]
    })
    expect(await aws().stacks.describeChangeSet('arn')).toMatchObject({
      reason: 'Validation failed. Vpc /CidrBlock: is no CIDR'
    })
  })

  test('whose reasons may not be read fails with what there is', async () => {
    cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: 'FAILED', StatusReason: 'r' })
    cloudFormation.on(DescribeEventsCommand).rejects(awsError('AccessDenied', 'no', 403))
    expect(await aws().stacks.describeChangeSet('arn')).toMatchObject({ status: 'failed', reason: 'r' })
  })

  test('that is gone need not be deleted', async () => {
    cloudFormation.on(DeleteChangeSetCommand).rejects(awsError('ChangeSetNotFoundException', 'x'))
    await expect(aws().stacks.deleteChangeSet('arn')).resolves.toBeUndefined()
  })

  test('that another run removed is overtaken', async () => {
    cloudFormation.on(DescribeChangeSetCommand).rejects(awsError('ChangeSetNotFound', 'x'))
    expect(await aws().stacks.describeChangeSet('arn')).toEqual({ status: 'overtaken', changes: [] })
  })

  test('is executed with a token', async () => {
    cloudFormation.on(ExecuteChangeSetCommand).resolves({})
    expect(await aws().stacks.executeChangeSet('arn', 'token')).toBe('started')
    expect(cloudFormation.commandCalls(ExecuteChangeSetCommand)[0]?.args[0].input).toEqual({
      ChangeSetName: 'arn',
      ClientRequestToken: 'token'
    })
  })

  test('whose execution began although the answer was lost is executed', async () => {
    cloudFormation.on(ExecuteChangeSetCommand).rejects(awsError('InvalidChangeSetStatus', 'cannot be executed'))
    cloudFormation.on(DescribeChangeSetCommand).resolves({ ...complete, ExecutionStatus: 'EXECUTE_IN_PROGRESS' })
    expect(await aws().stacks.executeChangeSet('arn', 'token')).toBe('started')
    cloudFormation.on(DescribeChangeSetCommand).resolves(complete)
    expect(await aws().stacks.executeChangeSet('arn', 'token')).toBe('overtaken')
    cloudFormation.on(DescribeChangeSetCommand).rejects(awsError('ChangeSetNotFound', 'x'))
    expect(await aws().stacks.executeChangeSet('arn', 'token')).toBe('overtaken')
  })
})

describe('events', () => {
  const event = (id: string, more: Partial<StackEvent> = {}): StackEvent => ({
    StackId: 'id',
    StackName: 's',
    EventId: id,
    Timestamp: new Date(Number(id)),
    LogicalResourceId: `L${id}`,
    ResourceType: 'T',
    ResourceStatus: 'CREATE_COMPLETE',
    ClientRequestToken: 'ours',
    ...more
  })
  const start: Partial<StackEvent> = {
    ResourceType: 'AWS::CloudFormation::Stack',
    ResourceStatus: 'UPDATE_IN_PROGRESS'
  }
  const ids = (events: readonly { readonly id: string }[]): string => events.map(({ id }) => id).join(' ')

  test('of our operation come oldest first, and no page is read further back than its start', async () => {
    cloudFormation
      .on(DescribeStackEventsCommand)
      .resolves({ StackEvents: [event('6', { ClientRequestToken: 'theirs' }), event('5'), event('4')], NextToken: '2' })
      .on(DescribeStackEventsCommand, { NextToken: '2' })
      .resolves({ StackEvents: [event('3', start), event('2'), event('1')], NextToken: '3' })
    expect(ids(await aws().stacks.events('id', 'ours'))).toBe('3 4 5')
    expect(cloudFormation.commandCalls(DescribeStackEventsCommand)).toHaveLength(2)
  })

  test('end at an older event of somebody else', async () => {
    cloudFormation
      .on(DescribeStackEventsCommand)
      .resolves({ StackEvents: [event('2'), event('1', { ClientRequestToken: 'theirs' })], NextToken: '2' })
    expect(ids(await aws().stacks.events('id', 'ours'))).toBe('2')
  })

  test('are those of the latest operation, whoever began it', async () => {
    cloudFormation.on(DescribeStackEventsCommand).resolves({ StackEvents: [event('3'), event('2', start), event('1')] })
    expect(ids(await aws().stacks.events('id'))).toBe('2 3')
  })

  test('of an undoing that somebody continued come without the update before it', async () => {
    const theirs = { ClientRequestToken: 'Console-1' }
    cloudFormation
      .on(DescribeStackEventsCommand)
      .resolves({ StackEvents: [event('4', theirs), event('3', theirs), event('2'), event('1', start)] })
    expect(ids(await aws().stacks.events('id'))).toBe('3 4')
  })

  test('of an operation without a token end where it began, or at one that has a token', async () => {
    const nobody = { ClientRequestToken: undefined }
    const begun = { ...event('2', start), ...nobody }
    cloudFormation
      .on(DescribeStackEventsCommand)
      .resolvesOnce({ StackEvents: [{ ...event('3'), ...nobody }, begun, { ...event('1'), ...nobody }] })
      .resolvesOnce({ StackEvents: [{ ...event('3'), ...nobody }, event('2')] })
    expect(ids(await aws().stacks.events('id'))).toBe('2 3')
    expect(ids(await aws().stacks.events('id'))).toBe('3')
  })

  test('that are not there yet are none', async () => {
    cloudFormation
      .on(DescribeStackEventsCommand)
      .resolves({ StackEvents: [event('1', { ClientRequestToken: 'theirs' })] })
    expect(await aws().stacks.events('id', 'ours')).toEqual([])
  })

  test('that failed come from DescribeEvents, oldest first', async () => {
    const operation = (id: string, more: object) => ({
      EventId: id,
      Timestamp: new Date(Number(id)),
      LogicalResourceId: 'L',
      ResourceType: 'T',
      ClientRequestToken: 'ours',
      ...more
    })
    cloudFormation.on(DescribeEventsCommand, { StackName: 'id', Filters: { FailedEvents: true } }).resolves({
      OperationEvents: [
        operation('3', { ResourceStatus: 'CREATE_FAILED', ResourceStatusReason: 'r' }),
        operation('2', { ValidationStatusReason: 'v', ValidationPath: '/Properties/Cpu' }),
        operation('1', { ClientRequestToken: 'theirs' }),
        { ClientRequestToken: 'ours' }
      ]
    })
    expect(await aws().stacks.failures('id', 'ours')).toEqual([
      {
        id: '2',
        time: new Date(2),
        logicalId: 'L',
        type: 'T',
        status: 'VALIDATION_FAILED',
        reason: '/Properties/Cpu: v',
        token: 'ours'
      },
      { id: '3', time: new Date(3), logicalId: 'L', type: 'T', status: 'CREATE_FAILED', reason: 'r', token: 'ours' }
    ])
  })

  test('that failed are on every page, the first of them on the last', async () => {
    const failed = (id: string) => ({
      EventId: id,
      Timestamp: new Date(Number(id)),
      LogicalResourceId: `L${id}`,
      ResourceType: 'T',
      ResourceStatus: 'CREATE_FAILED' as const,
      ClientRequestToken: 'ours'
    })
    cloudFormation
      .on(DescribeEventsCommand)
      .resolves({ OperationEvents: [failed('3'), failed('2')], NextToken: '2' })
      .on(DescribeEventsCommand, { NextToken: '2' })
      .resolves({ OperationEvents: [failed('1')] })
    expect(ids(await aws().stacks.failures('id', 'ours'))).toBe('1 2 3')
    // A page that is refused takes nothing from those before it.
    cloudFormation.on(DescribeEventsCommand, { NextToken: '2' }).rejects(awsError('AccessDenied', 'x', 403))
    expect(ids(await aws().stacks.failures('id', 'ours'))).toBe('2 3')
  })

  test('that failed come from the stack where that API is not to be had', async () => {
    cloudFormation.on(DescribeEventsCommand).rejects(awsError('AccessDenied', 'x', 403))
    cloudFormation.on(DescribeStackEventsCommand).resolves({
      StackEvents: [event('3'), event('2', { ResourceStatus: 'CREATE_FAILED' }), event('1', start)]
    })
    expect(ids(await aws().stacks.failures('id', 'ours'))).toBe('2')
  })
})
