// The service stack as it will be asked for, by what becomes of the platform.
import { describe, expect, test } from '@jest/globals'
import type { Current } from '../../src/model/plan.ts'
import type { ResourceChange, StackAction, StackState } from '../../src/model/stack.ts'
import { readStandIns } from '../../src/template/forecast.ts'
import { nextService } from '../../src/template/next.ts'
import { platformRequest } from '../../src/template/platform.ts'
import { serviceRequest } from '../../src/template/service.ts'
import { outputs, plain, region, zones } from './example.ts'

const { HttpsListenerArn: _, SiteNames: __, ...told } = outputs
const request = platformRequest(plain, { region, zones, secrets: [] })
const asked = serviceRequest(plain, { region, outputs: told })
const settled = (outputs: Readonly<Record<string, string>>): StackState => ({
  at: 'settled',
  id: 'id',
  status: 'CREATE_COMPLETE',
  outputs,
  parameters: {}
})
const there: Current = {
  region,
  account: '123456789012',
  partition: 'aws',
  zones,
  platform: settled(told),
  serviceStack: settled({ Fingerprint: asked.fingerprint }),
  kept: []
}
const update: StackAction = { do: 'apply', change: 'UPDATE', request }
const changed = (logicalId: string, over: Partial<ResourceChange> = {}): ResourceChange => ({
  action: 'Modify',
  logicalId,
  type: 'T',
  replacement: 'yes',
  retained: false,
  details: [{ property: 'X', recreation: 'always' }],
  ...over
})

describe('with a platform that', () => {
  test.each<[string, StackAction, readonly ResourceChange[] | undefined, readonly string[]]>([
    ['stays', { do: 'nothing' }, undefined, []],
    ['changes nothing', update, [], []],
    ['changes in place', update, [changed('LoadBalancer', { replacement: 'no', details: [] })], []],
    ['makes another group', update, [changed('TaskSecurityGroup')], ['TaskSecurityGroupId']],
    ['makes what others name', update, [changed('Vpc', { action: 'Add' })], ['VpcId']],
    ['has not been asked', update, undefined, Object.keys(asked.parameters)]
  ])("is asked for with today's values, where it is not sure of: %s", (_, platform, changes, unsure) => {
    const next = nextService(plain, there, platform, changes)
    if (next.at === 'unknown') throw new Error(next.because)
    expect(next.unsure.toSorted()).toEqual(unsure.toSorted())
    // Until they are others, the values are those of today.
    expect(next.request.parameters).toEqual(asked.parameters)
    expect(next.action).toEqual({ do: 'nothing' })
  })

  test.each<StackAction>([
    { do: 'apply', change: 'CREATE', request },
    { do: 'recreate', remove: 'id', request }
  ])('is not there, stands in for each value: %j', (platform) => {
    const none: Current = { ...there, platform: { at: 'absent' }, serviceStack: { at: 'absent' } }
    const next = nextService(plain, none, platform)
    if (next.at === 'unknown') throw new Error(next.because)
    const { VpcId = '' } = next.request.parameters
    expect(VpcId).toMatch(/^known-after-the-platform-/)
    expect(readStandIns(`in ${VpcId}`)).toBe('in (known once the platform is there)')
    expect(next.action).toMatchObject({ do: 'apply', change: 'CREATE' })
  })

  test.each<StackAction>([
    { do: 'join', id: 'id', request },
    { do: 'continue', id: 'id', request },
    { do: 'refuse', state: { at: 'stuck', id: 'id', status: 'UPDATE_FAILED' } }
  ])('nobody can tell of: $do', (platform) => {
    expect(nextService(plain, there, platform)).toMatchObject({ at: 'unknown' })
  })
})
