// Every state that a stack may be found in (F3.1) x `plan`: what is asked of CloudFormation, what is said.
import { describe, expect, test } from '@jest/globals'
import type { StackStatus } from '@aws-sdk/client-cloudformation'
import { previewLines } from '../../src/action/report/preview.ts'
import { stackStateOf } from '../../src/aws/stacks.ts'
import { plansOf } from '../../src/decide/deploy.ts'
import { decidePreview } from '../../src/decide/preview.ts'
import type { Current } from '../../src/model/plan.ts'
import { isLive, type StackState } from '../../src/model/stack.ts'
import { askChanges } from '../../src/run/preview.ts'
import { plain } from '../template/example.ts'
import { collect, fakeRegion } from './fake/region.ts'

type Name = 'shop-platform' | 'shop-service'

/** What AWS says of a stack of ours that was asked for something else. */
const found = (name: Name, status: string, known: StackState): StackState =>
  stackStateOf({
    StackId: `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/1`,
    StackName: name,
    CreationTime: new Date(0),
    StackStatus: status as StackStatus,
    Tags: [{ Key: 'slipway:stack', Value: name }],
    Outputs: Object.entries({ ...('outputs' in known && known.outputs), Fingerprint: 'old' }).map(([key, value]) => ({
      OutputKey: key,
      OutputValue: value
    }))
  })

interface Planned {
  readonly writes: readonly string[]
  readonly text: string
}

/** Both stacks stand and something serves; then one of them is found in that state. */
async function plan(name: Name, status: string): Promise<Planned> {
  const region = fakeRegion()
  await region.deploy('1')
  region.writes.length = 0
  const seen = await region.look('1')
  const key = name === 'shop-platform' ? 'platform' : 'serviceStack'
  const { service, running, ...rest } = seen
  const state = found(name, status, seen[key])
  // Nothing runs of a service stack that does not stand, and none stands on such a platform.
  const runs = isLive(state)
  const current: Current = {
    ...rest,
    ...(runs && service && running && { service, running }),
    ...(!runs && { serviceStack: { at: 'absent' } }),
    [key]: state
  }
  const [planned] = plansOf([{ config: plain, current }], { context: { at: 'commit', commit: '1' }, tag: '1' })
  const { result } = await collect(askChanges(planned.region, { config: plain, current }, region.world))
  const text = previewLines(decidePreview(plain, current, planned, result)).join('\n')
  return { writes: region.writes, text }
}

const asked = (name: Name) => [`change set UPDATE of ${name}`, `delete the change set of ${name}`]
const settled = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE']
const remains = ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED']
const busy = [
  'CREATE_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_ROLLBACK_IN_PROGRESS'
]

describe.each<Name>(['shop-platform', 'shop-service'])('a plan with %s in', (name) => {
  test.each([...settled, 'IMPORT_ROLLBACK_COMPLETE'])('%s asks by a change set and removes it', async (status) => {
    const { writes, text } = await plan(name, status)
    expect(writes).toEqual(asked(name))
    expect(text).toMatch(new RegExp(`^${name.slice(5)} stack would be changed`, 'm'))
  })

  test.each(['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS'])('%s lists it from its template', async (status) => {
    const { writes, text } = await plan(name, status)
    expect(writes).toEqual([])
    expect(text).toMatch(new RegExp(`${name.slice(5)} stack would be made, with \\d+ resources$`, 'm'))
  })

  test.each(remains)('%s says that what is left is removed first', async (status) => {
    const { writes, text } = await plan(name, status)
    expect(writes).toEqual([])
    expect(text).toContain('resources, after what an earlier creation that failed left has been removed')
  })

  test.each(busy)('%s does not wait: what comes of it is not known', async (status) => {
    const { writes, text } = await plan(name, status)
    expect(writes).toEqual([])
    expect(text).toContain('an operation is going on in it, which is waited for first')
  })

  test('UPDATE_ROLLBACK_FAILED says that it is brought to its end first', async () => {
    const { writes, text } = await plan(name, 'UPDATE_ROLLBACK_FAILED')
    expect(writes).toEqual([])
    expect(text).toContain('an update of it was undone in part only, which is brought to its end first')
  })

  test.each(['UPDATE_FAILED', 'IMPORT_ROLLBACK_FAILED', 'SOMETHING_NEW'])(
    '%s says that a deployment would be refused',
    async (status) => {
      const { writes, text } = await plan(name, status)
      expect(writes).toEqual([])
      expect(text).toContain(`The stack ${name} is in ${status} and accepts no change.`)
    }
  )
})

test('a platform that would have to be removed under what serves: plan and deploy both end with the way out', async () => {
  const region = fakeRegion()
  await region.deploy('1')
  region.stacks.put('shop-platform', 'DELETE_FAILED')
  const { verdict, writes } = await region.deploy('2')
  expect(verdict).toMatchObject({ verdict: 'failed', failure: { code: 'STACK_STUCK' } })
  expect(writes).toEqual([])
  const current = await region.look('2')
  const [planned] = plansOf([{ config: plain, current }], { context: { at: 'commit', commit: '2' }, tag: '2' })
  const { result } = await collect(askChanges(planned.region, { config: plain, current }, region.world))
  expect(result.refused?.remedy).toContain('delete-stack --stack-name shop-service')
})
