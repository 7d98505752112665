// Every state that a stack may be found in (F3.1) x what is asked for: what is done, what is said.
import { describe, expect, test } from '@jest/globals'
import type { StackStatus } from '@aws-sdk/client-cloudformation'
import { stackStateOf } from '../../../src/aws/stacks.ts'
import { Failure } from '../../../src/model/failure.ts'
import { stackAction, type StackEvent, type StackRequest, type StackState } from '../../../src/model/stack.ts'
import { applyStack } from '../../../src/run/stack/stack.ts'
import { fakeRegion, linesOf, type Region } from '../fake/region.ts'
import { start } from '../fake/time.ts'

const request: StackRequest = { name: 'shop-platform', body: '{}', parameters: {}, tags: {}, fingerprint: 'wanted' }
const create = ['change set CREATE of shop-platform', 'execute CREATE of shop-platform']
const update = ['change set UPDATE of shop-platform', 'execute UPDATE of shop-platform']
const remove = 'delete the stack shop-platform'
const undo = 'continue the rollback of shop-platform'

const began = (token: string, status: string): StackEvent => ({
  id: 'began',
  time: new Date(start),
  logicalId: 'shop-platform',
  type: 'AWS::CloudFormation::Stack',
  status,
  token
})

/** What AWS says of a stack of ours. */
const found = (status: string): StackState =>
  stackStateOf({
    StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-platform/1',
    StackName: 'shop-platform',
    CreationTime: new Date(0),
    StackStatus: status as StackStatus,
    Tags: [{ Key: 'slipway:stack', Value: 'shop-platform' }],
    Outputs: [{ OutputKey: 'Fingerprint', OutputValue: 'old' }]
  })

interface Deployed {
  readonly writes: readonly string[]
  readonly lines: readonly string[]
  readonly failure?: Failure
}

/** @param later what somebody's operation comes to after ten seconds. */
async function deploy(region: Region, status: string, later?: string, serving = false): Promise<Deployed> {
  region.stacks.put('shop-platform', status)
  if (later !== undefined) region.time.after(10, () => void region.stacks.put('shop-platform', later))
  const lines: string[] = []
  try {
    const action = stackAction(request, {
      ...found(status),
      ...('id' in region.stacks.state('shop-platform') && { id: idOf(region) })
    })
    if (action.do === 'nothing') return { writes: region.writes, lines }
    const options = { stage: 'platform', ...(serving && { serving: { allowReplacement: true } }) } as const
    for await (const progress of applyStack(action, region.world, options)) lines.push(...linesOf([progress]))
    return { writes: region.writes, lines }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { writes: region.writes, lines, failure: error }
  }
}
function idOf(region: Region): string {
  const state = region.stacks.state('shop-platform')
  return 'id' in state ? state.id : ''
}
const settled = (): Region => {
  const region = fakeRegion()
  region.stacks.settle({ ...request, fingerprint: 'old' })
  return region
}

describe('a deployment finds', () => {
  test.each<readonly [string, readonly string[], RegExp, string?]>([
    ['REVIEW_IN_PROGRESS', create, /resources to change/],
    ['CREATE_COMPLETE', update, /resources to change/],
    ['UPDATE_COMPLETE', update, /resources to change/],
    ['UPDATE_ROLLBACK_COMPLETE', update, /resources to change/],
    ['IMPORT_COMPLETE', update, /resources to change/],
    ['IMPORT_ROLLBACK_COMPLETE', update, /resources to change/],
    ['CREATE_FAILED', [remove, ...create], /removing what a failure left/],
    ['ROLLBACK_COMPLETE', [remove, ...create], /removing what a failure left/],
    ['ROLLBACK_FAILED', [remove, ...create], /removing what a failure left/],
    ['DELETE_FAILED', [remove, ...create], /removing what a failure left/],
    ['UPDATE_ROLLBACK_FAILED', [undo, ...update], /undone in part only; undoing the rest/],
    ['CREATE_IN_PROGRESS', update, /goes on; waiting for its end/, 'CREATE_COMPLETE'],
    ['CREATE_IN_PROGRESS', [remove, ...create], /removing what a failure left/, 'ROLLBACK_COMPLETE'],
    ['ROLLBACK_IN_PROGRESS', [remove, ...create], /removing what a failure left/, 'ROLLBACK_COMPLETE'],
    ['UPDATE_IN_PROGRESS', update, /goes on; waiting for its end/, 'UPDATE_COMPLETE'],
    ['UPDATE_IN_PROGRESS', [undo, ...update], /undoing the rest/, 'UPDATE_ROLLBACK_FAILED'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', update, /goes on; waiting for its end/, 'UPDATE_COMPLETE'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', update, /goes on; waiting for its end/, 'UPDATE_ROLLBACK_COMPLETE'],
    [
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      update,
      /goes on; waiting for its end/,
      'UPDATE_ROLLBACK_COMPLETE'
    ],
    ['DELETE_IN_PROGRESS', create, /goes on; waiting for its end/, 'DELETE_COMPLETE'],
    ['DELETE_IN_PROGRESS', [remove, ...create], /removing what a failure left/, 'DELETE_FAILED'],
    ['IMPORT_IN_PROGRESS', update, /goes on; waiting for its end/, 'IMPORT_COMPLETE'],
    ['IMPORT_ROLLBACK_IN_PROGRESS', update, /goes on; waiting for its end/, 'IMPORT_ROLLBACK_COMPLETE']
  ])('%s', async (...[status, writes, said, later]) => {
    const ended = await deploy(settled(), status, later)
    expect(ended.failure).toBeUndefined()
    expect(ended.writes).toEqual(writes)
    expect(ended.lines.join('\n')).toMatch(said)
  })

  test.each<readonly [string, RegExp]>([
    ['UPDATE_FAILED', /rollback-stack --stack-name shop-platform/],
    ['IMPORT_ROLLBACK_FAILED', /documents for IMPORT_ROLLBACK_FAILED/],
    ['SOMETHING_NEW', /documents for SOMETHING_NEW/]
  ])('%s is refused with the way out', async (status, remedy) => {
    const { failure, writes } = await deploy(settled(), status)
    expect(failure).toMatchObject({ code: 'STACK_STUCK', sentence: expect.stringContaining(`is in ${status}`) })
    expect(failure?.remedy).toMatch(remedy)
    expect(writes).toEqual([])
  })

  test('a stack that is not ours is never touched', async () => {
    const region = settled()
    const foreign: StackState = { at: 'foreign', id: idOf(region), status: 'CREATE_COMPLETE' }
    const step = applyStack(stackAction(request, foreign), region.world, { stage: 'platform' })
    await expect(step.next()).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      sentence: 'There is a stack shop-platform that Slipway did not make; it is not touched.'
    })
    expect(region.writes).toEqual([])
  })

  test('what failed to be removed names what is in the way, and how to keep it', async () => {
    const region = settled()
    region.time.after(5, () => {
      region.stacks.put('shop-platform', 'DELETE_FAILED')
      const event = { ...began('', 'DELETE_FAILED'), logicalId: 'TaskSecurityGroup', type: 'AWS::EC2::SecurityGroup' }
      region.stacks.leave('shop-platform', { events: [{ ...event, reason: 'resource sg-1 has a dependent object' }] })
    })
    const { failure } = await deploy(region, 'ROLLBACK_COMPLETE')
    expect(failure).toMatchObject({
      code: 'STACK_STUCK',
      sentence:
        'The stack shop-platform is in DELETE_FAILED: it could not be removed for TaskSecurityGroup (resource sg-1 has a dependent object).'
    })
    expect(failure?.remedy).toContain('delete-stack --stack-name shop-platform --retain-resources TaskSecurityGroup`')
  })

  test('what may hold data is not removed', async () => {
    const region = settled()
    region.stacks.put('shop-platform', 'CREATE_FAILED')
    const made = { status: 'CREATE_COMPLETE', physicalId: 'x' }
    region.stacks.leave('shop-platform', {
      resources: [
        { ...made, logicalId: 'Vpc', type: 'AWS::EC2::VPC' },
        { ...made, logicalId: 'Data', type: 'AWS::RDS::DBInstance' },
        { ...made, logicalId: 'Gone', type: 'AWS::S3::Bucket', status: 'DELETE_COMPLETE' },
        { logicalId: 'Never', type: 'AWS::S3::Bucket', status: 'CREATE_FAILED' }
      ]
    })
    const { failure, writes } = await deploy(region, 'CREATE_FAILED')
    expect(failure?.sentence).toMatch(/may hold data: Data \(AWS::RDS::DBInstance\) x\.$/)
    expect(writes).toEqual([])
  })

  test('what the app serves from is not removed', async () => {
    const { failure, writes } = await deploy(settled(), 'DELETE_FAILED', undefined, true)
    expect(failure).toMatchObject({ code: 'STACK_STUCK', remedy: expect.stringContaining('--stack-name shop-service') })
    expect(writes).toEqual([])
  })

  test('an undoing that fails again proposes what to skip', async () => {
    const region = settled()
    const failing = { logicalId: 'Service', type: 'AWS::ECS::Service', status: 'UPDATE_FAILED', reason: 'No image' }
    region.script.failing = { 'shop-platform': [failing] }
    const { failure, writes } = await deploy(region, 'UPDATE_ROLLBACK_FAILED')
    expect(failure?.sentence).toContain('undoing an update failed again for Service (No image)')
    expect(failure?.remedy).toContain(
      'continue-update-rollback --stack-name shop-platform --resources-to-skip Service`'
    )
    expect(writes).toEqual([undo])
  })

  test.each<readonly [string, string]>([
    ['slipway-77-2-update-abc', 'run 77, attempt 2, of Slipway'],
    ['slipway-local-1-give-up', 'run local, attempt 1, of Slipway'],
    ['Console-UpdateStack-1', 'somebody in the console'],
    ['x', 'somebody else']
  ])('an operation with the token %s was begun by %s', async (token, who) => {
    const region = settled()
    region.stacks.leave('shop-platform', { events: [began(token, 'UPDATE_IN_PROGRESS')] })
    const { lines } = await deploy(region, 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE')
    expect(lines[0]).toBe(
      `shop-platform: an update that ${who} began at 2026-01-01 00:00:00 UTC goes on; waiting for its end`
    )
  })

  test('an operation that outlasts the time limit is said with who began it', async () => {
    const region = settled()
    region.stacks.leave('shop-platform', { events: [began('Console-x', 'DELETE_IN_PROGRESS')] })
    const { failure, writes } = await deploy(region, 'DELETE_IN_PROGRESS')
    expect(failure).toMatchObject({
      code: 'STACK_BUSY',
      sentence:
        'The stack shop-platform is busy: the removal that somebody in the console began at 2026-01-01 00:00:00 UTC ' +
        'still goes on, and the time limit is over.'
    })
    expect(writes).toEqual([])
  })

  test('a cancel while it waits is a cancel', async () => {
    const region = settled()
    region.cancelAfter(5)
    expect((await deploy(region, 'UPDATE_IN_PROGRESS')).failure?.code).toBe('CANCELLED')
  })
})
