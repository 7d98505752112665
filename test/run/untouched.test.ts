// What is said to run where a run fails: never what nobody has seen, never that nothing was changed when something was.
import { expect, test } from '@jest/globals'
import { endingText } from '../../src/action/report/ending.ts'
import { Failure } from '../../src/model/failure.ts'
import { plain } from '../template/example.ts'
import { fakeRegion, type Region } from './fake/region.ts'

const fails = (code: 'ACCESS_DENIED' | 'BUILD_FAILED') =>
  new Failure({ code, sentence: 'It fails.', remedy: 'Mend it.' })
const noBuild = (region: Region) => ({
  docker: {
    ...region.world.docker,
    build: () => {
      throw fails('BUILD_FAILED')
    }
  }
})

test('a build that fails leaves what runs', async () => {
  const region = fakeRegion()
  await region.deploy('1')
  const { verdict } = await region.deploy('2', {}, noBuild(region))
  expect(endingText(verdict)).toMatch(/^failed \(BUILD_FAILED\): shop-app:1, shop@sha256:\w+ still runs$/)
})

test('something was changed when it is cancelled while the service stack is updated', async () => {
  const region = fakeRegion()
  await region.deploy('1')
  region.cancelAfter(5)
  const { verdict, writes } = await region.deploy('1', { health: { ...plain.health, intervalSeconds: 20 } })
  expect(writes).toContain('execute UPDATE of shop-service')
  expect(verdict.facts.hasChanges).toBe(true)
  expect(endingText(verdict)).toBe('cancelled (CANCELLED)')
})

test('something was changed when nothing can be read after UpdateService', async () => {
  const region = fakeRegion()
  await region.deploy('1')
  const { services } = region.ecs.port
  const { update } = services
  services.update = async (...wanted) => {
    const answer = await update(...wanted)
    services.describe = () => Promise.reject(fails('ACCESS_DENIED'))
    return answer
  }
  const { verdict } = await region.deploy('1', { task: { ...plain.task, env: { A: 'b' } } })
  expect(verdict.facts.hasChanges).toBe(true)
  expect(endingText(verdict)).toBe('failed (ACCESS_DENIED)')
})

test.each([
  ['a build fails', '3', (region: Region) => noBuild(region)],
  ['time is over', '2', (region: Region) => ({ deadline: region.world.clock.now() + 10_000 })]
])('while the rollout of another run goes on, what runs is not known: %s', async (_, tag, over) => {
  const region = fakeRegion()
  await region.deploy('1')
  region.cancelAfter(20)
  await region.deploy('2', { rollout: { ...plain.rollout, onCancel: 'leave' } })
  const { verdict } = await region.deploy(tag, {}, { cancelled: new AbortController().signal, ...over(region) })
  expect(verdict.facts.taskDefinitionArn).toBeUndefined()
  expect(endingText(verdict)).not.toContain('runs')
})
