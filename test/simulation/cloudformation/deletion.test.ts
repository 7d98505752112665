// A deletion of a stack: its states, and what may be asked of it in each (F3.1, F3.5, F3.8).
import { describe, expect, test } from '@jest/globals'
import { changed, denied, ground, small } from './ground.ts'

// What AWS says of its resource types is loaded with the first change set.

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
