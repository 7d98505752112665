import { expect, test } from '@jest/globals'
import { inRegion, type Step } from '../../src/model/progress.ts'
import { collect } from '../run/fake/region.ts'

test('what a step says in a region names it, and what it makes is returned', async () => {
  async function* push(): Step<string> {
    yield { at: 'started', stage: 'image', title: 'Push' }
    yield { at: 'finished', stage: 'image', text: 'pushed' }
    return Promise.resolve('sha256:0123')
  }
  const region = 'eu-west-1'
  expect(await collect(inRegion(region, push()))).toEqual({
    result: 'sha256:0123',
    progress: [
      { at: 'started', stage: 'image', title: 'Push', region },
      { at: 'finished', stage: 'image', text: 'pushed', region }
    ]
  })
})
