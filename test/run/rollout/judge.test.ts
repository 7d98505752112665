// What one look says of our deployment. Each status of F2.5, and what is told without them; counts never decide.
import { describe, expect, test } from '@jest/globals'
import type { Strategy } from '../../../src/model/config.ts'
import type { Deployment, Service, ServiceDeployment } from '../../../src/model/service.ts'
import { judge, type Judgement, type Sight, type Ours } from '../../../src/run/rollout/judge.ts'

const ours: Ours = { id: 'ecs-svc/2', taskDefinition: 'shop-app:2', before: 'shop-app:1' }
const deployment = (change: Partial<Deployment>): Deployment => ({
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  rolloutState: 'in-progress',
  taskDefinition: 'shop-app:2',
  desired: 2,
  running: 1,
  pending: 1,
  failedTasks: 0,
  ...change
})
const own = deployment
const old = (change: Partial<Deployment> = {}): Deployment =>
  deployment({
    id: 'ecs-svc/1',
    status: 'ACTIVE',
    rolloutState: 'completed',
    taskDefinition: 'shop-app:1',
    running: 2,
    ...change
  })
/** ECS went back: a new deployment of the earlier revision. */
const back = (change: Partial<Deployment> = {}): Deployment =>
  old({ id: 'ecs-svc/3', status: 'PRIMARY', running: 2, ...change })
const foreign = (change: Partial<Deployment> = {}): Deployment =>
  deployment({ id: 'ecs-svc/9', taskDefinition: 'shop-app:9', ...change })

const serviceOf = (...deployments: readonly Deployment[]): Service => ({
  arn: 'service',
  taskDefinition: deployments.find(({ status }) => status === 'PRIMARY')?.taskDefinition ?? '',
  desired: 2,
  // As if all were well: it must not matter.
  running: 2,
  pending: 0,
  strategy: 'rolling',
  deployments,
  events: []
})
const told = (status: ServiceDeployment['status'], reason?: string): ServiceDeployment => ({
  arn: 'service-deployment/2',
  status,
  rawStatus: status.toUpperCase(),
  ...(reason !== undefined && { reason })
})

const outlook = { text: 'so far', usual: 'soon' }
const goesOn: Judgement = { at: 'going-on', ...outlook }

const look = (service: Service, deployment?: ServiceDeployment, more: Partial<Sight> = {}): Sight => ({
  service,
  deployment,
  presence: { gone: true },
  pace: rolls(5),
  outlook,
  ...more
})
const rolls = (seconds: number): Sight['pace'] => ({ strategy: { kind: 'rolling' }, seconds })

describe('by the service deployment', () => {
  const service = serviceOf(own({}), old())
  test.each<readonly [ServiceDeployment['status'], Service, Judgement]>([
    ['pending', service, goesOn],
    ['in-progress', service, goesOn],
    ['stopping', service, goesOn],
    ['pending', serviceOf(old({ status: 'PRIMARY' })), goesOn],
    ['successful', serviceOf(own({ rolloutState: 'completed' })), { at: 'finished' }],
    ['successful', serviceOf(), { at: 'finished' }],
    ['successful', serviceOf(foreign(), own({ status: 'ACTIVE' })), { at: 'superseded', by: 'shop-app:9' }],
    ['stopped', serviceOf(foreign()), { at: 'superseded', by: 'shop-app:9' }],
    ['rolling-back', serviceOf(back(), own({ status: 'ACTIVE' })), { at: 'rolling-back', reason: 'because' }],
    // The official action's trap: one deployment, all tasks running, and yet not ours.
    ['rolled-back', serviceOf(back()), { at: 'rolled-back', reason: 'because' }],
    ['rollback-failed', serviceOf(back()), { at: 'failed', reason: 'because' }],
    ['unknown', service, { at: 'going-on', text: 'the deployment is in UNKNOWN, which is new to us' }]
  ])('%s', (status, seen, judgement) => {
    const reason = 'reason' in judgement ? 'because' : undefined
    expect(judge(ours, look(seen, told(status, reason)))).toEqual(judgement)
  })

  test.each(['rolling-back', 'rolled-back', 'rollback-failed'] as const)('%s by an alarm names it', (status) => {
    const judgement = judge(ours, look(serviceOf(back()), { ...told(status, 'because'), alarms: ['slow'] }))
    expect(judgement).toEqual({
      at: status === 'rollback-failed' ? 'failed' : status,
      reason: 'because',
      alarms: ['slow']
    })
  })

  test.each<readonly [string, Deployment, Judgement['at']]>([
    ['of what ran before', old({ status: 'PRIMARY' }), 'going-on'],
    ['of one that began before ours', foreign({ began: new Date(1) }), 'going-on'],
    ['of one that began after it', foreign({ began: new Date(3) }), 'superseded']
  ])('successful, with a list %s', (_, primary, at) => {
    const seen = look(serviceOf(primary), told('successful'), { presence: { gone: false } })
    expect(judge({ ...ours, began: new Date(2) }, seen).at).toBe(at)
  })

  test('at a stage tells it, and one that is new is never success', () => {
    const strategy: Strategy = { kind: 'blue-green', bakeMinutes: 5 }
    const at = (stage: string): Judgement =>
      judge(
        ours,
        look(service, { ...told('in-progress'), lifecycleStage: stage }, { pace: { strategy, seconds: 200 } })
      )
    expect(at('BAKE_TIME')).toEqual({
      at: 'going-on',
      text: 'visitors get the new version, the old one is still there, baking, 3 of 5 min'
    })
    expect(at('NEWER')).toEqual({ at: 'going-on', text: 'at the stage NEWER, which is new to us' })
  })

  const failed = own({ rolloutState: 'failed' })
  test.each<readonly [string, Service, number, Judgement]>([
    // A circuit breaker without a rollback: nothing takes its place.
    ['and given up, still the primary one', serviceOf(failed, old()), 0, { at: 'failed', reason: 'because' }],
    [
      'and still the primary one of an old look',
      service,
      5,
      { at: 'going-on', text: 'the deployment was stopped; what comes after it is not told yet' }
    ],
    ['and the primary one for good', service, 15, { at: 'failed', reason: 'because' }],
    [
      'and another one is',
      serviceOf(foreign(), { ...failed, status: 'ACTIVE' }),
      0,
      { at: 'superseded', by: 'shop-app:9' }
    ],
    ['and another one was, and is gone', serviceOf(back()), 0, { at: 'superseded', by: 'shop-app:1' }]
  ])('stopped %s', (_, seen, seconds, judgement) => {
    expect(judge(ours, look(seen, told('stopped', 'because'), { pace: rolls(seconds) }))).toEqual(judgement)
  })

  test('a rollback without a reason is one', () => {
    expect(judge(ours, look(serviceOf(back()), told('rolled-back')))).toEqual({ at: 'rolled-back' })
  })
})

describe("by the service's list, where service deployments are not told", () => {
  const failed = own({ rolloutState: 'failed', reason: 'tasks failed to start', status: 'ACTIVE' })
  test.each<readonly [string, Ours, Service, Judgement]>([
    ['finished', ours, serviceOf(own({ rolloutState: 'completed' })), { at: 'finished' }],
    ['going on', ours, serviceOf(own({ failedTasks: 1 })), goesOn],
    ['no breaker: never finished', ours, serviceOf(own({ rolloutState: 'unknown', running: 2 })), goesOn],
    [
      'failed, going back',
      ours,
      serviceOf(back({ rolloutState: 'in-progress' }), failed),
      { at: 'rolling-back', reason: 'tasks failed to start' }
    ],
    [
      'failed, still primary',
      ours,
      serviceOf({ ...failed, status: 'PRIMARY' }),
      { at: 'rolling-back', reason: 'tasks failed to start' }
    ],
    ['failed, gone back', ours, serviceOf(back(), failed), { at: 'rolled-back', reason: 'tasks failed to start' }],
    ['gone, going back', ours, serviceOf(back({ rolloutState: 'in-progress' })), { at: 'rolling-back' }],
    ['gone, gone back: green for who counts', ours, serviceOf(back()), { at: 'rolled-back' }],
    ['gone, another one came', ours, serviceOf(foreign()), { at: 'superseded', by: 'shop-app:9' }],
    [
      'finished, and another one came',
      ours,
      serviceOf(foreign(), own({ rolloutState: 'completed', status: 'ACTIVE' })),
      { at: 'superseded', by: 'shop-app:9' }
    ],
    [
      'the first one failed',
      { id: ours.id, taskDefinition: 'shop-app:2' },
      serviceOf({ ...failed, status: 'PRIMARY' }),
      { at: 'failed', reason: 'tasks failed to start' }
    ],
    [
      'the same revision by force, gone back',
      { ...ours, before: 'shop-app:2' },
      serviceOf(back({ taskDefinition: 'shop-app:2' })),
      { at: 'rolled-back' }
    ],
    [
      'replaced by another one, and draining',
      ours,
      serviceOf(foreign(), own({ status: 'ACTIVE' })),
      { at: 'superseded', by: 'shop-app:9' }
    ],
    [
      'replaced by one of the earlier revision, and draining',
      ours,
      serviceOf(back({ rolloutState: 'in-progress' }), own({ status: 'ACTIVE' })),
      { at: 'superseded', by: 'shop-app:1' }
    ],
    [
      'going back, and not yet called failed',
      ours,
      serviceOf(
        back({
          rolloutState: 'in-progress',
          reason: 'ECS deployment circuit breaker: rolling back to deploymentId 3.'
        }),
        own({ status: 'ACTIVE' })
      ),
      { at: 'rolling-back' }
    ],
    ['failed, and another one came', ours, serviceOf(foreign(), failed), { at: 'superseded', by: 'shop-app:9' }],
    ['an empty list', ours, serviceOf(), goesOn]
  ])('%s', (_, mine, service, judgement) => {
    expect(judge(mine, look(service))).toEqual(judgement)
  })

  test('what is not there yet, or not in every look, is waited for', () => {
    expect(judge(ours, look(serviceOf(back()), undefined, { presence: { gone: false } }))).toEqual(goesOn)
  })

  test('another one that came before ours was seen at all replaces it', () => {
    const unseen = { presence: { gone: false } }
    expect(judge(ours, look(serviceOf(foreign()), undefined, unseen)).at).toBe('superseded')
    // A first deployment: nobody knows what ran before.
    const first = { id: ours.id, taskDefinition: 'shop-app:2' }
    expect(judge(first, look(serviceOf(foreign()), undefined, unseen))).toEqual(goesOn)
  })

  test('the reason is told also when the deployment has left the list with it', () => {
    const presence = { gone: true, last: failed }
    expect(judge(ours, look(serviceOf(back()), undefined, { presence }))).toEqual({
      at: 'rolled-back',
      reason: 'tasks failed to start'
    })
  })

  test('one that is being replaced is given the time to stop', () => {
    const service = serviceOf(foreign(), own({ status: 'ACTIVE' }))
    expect(judge(ours, look(service, undefined, { pace: rolls(2) })).at).toBe('going-on')
  })

  test('a circuit breaker that does not go back leaves ours where it is: failed', () => {
    const service = serviceOf({ ...failed, status: 'PRIMARY' })
    expect(judge(ours, look(service, undefined, { pace: rolls(15) }))).toEqual({
      at: 'failed',
      reason: 'tasks failed to start'
    })
  })
})
