import { expect, test } from '@jest/globals'
import { inRegion, type Progress, type Step } from '../../src/model/progress.ts'

test('what a step says in a region names it, and what it makes is returned', async () => {
  async function* push(): Step<string> {
    yield { at: 'started', stage: 'image', title: 'Push' }
    yield { at: 'finished', stage: 'image', text: 'pushed' }
    return Promise.resolve('sha256:0123')
  }
  const said: Progress[] = []
  const step = inRegion('eu-west-1', push())
  let next = await step.next()
  for (; !next.done; next = await step.next()) said.push(next.value)
  expect(said).toEqual([
    { at: 'started', stage: 'image', title: 'Push', region: 'eu-west-1' },
    { at: 'finished', stage: 'image', text: 'pushed', region: 'eu-west-1' }
  ])
  expect(next.value).toBe('sha256:0123')
})
