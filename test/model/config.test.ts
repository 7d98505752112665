import { expect, test } from '@jest/globals'
import { namesOf } from '../../src/model/names.ts'
import { platformOf } from '../../src/model/plan.ts'
import { isGood } from '../../src/model/verdict.ts'
import { Failure } from '../../src/model/failure.ts'

test('names are derived from one', () => {
  expect(namesOf({ name: 'shop', cluster: {} })).toEqual({
    platformStack: 'shop-platform',
    serviceStack: 'shop-service',
    cluster: 'shop-cluster',
    service: 'shop-service',
    family: 'shop-app',
    container: 'shop-container',
    logGroup: '/ecs/shop-app'
  })
})

test('an architecture is the platform that docker calls so', () => {
  expect([platformOf('x86_64'), platformOf('arm64')]).toEqual(['linux/amd64', 'linux/arm64'])
})

test('only two verdicts are green', () => {
  const facts = { region: 'eu-west-1', hasChanges: true }
  const failure = new Failure({ code: 'BUG', sentence: 'No.', remedy: 'None.' })
  const green = (['deployed', 'unchanged'] as const).map((verdict) => isGood({ verdict, facts }))
  const red = (['rolled-back', 'failed', 'superseded', 'timed-out', 'cancelled'] as const).map((verdict) =>
    isGood({ verdict, facts, failure })
  )
  expect([...green, ...red]).toEqual([true, true, false, false, false, false, false])
})
