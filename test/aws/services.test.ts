import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type Service,
  type ServiceDeploymentStatus
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const ecs = mocked(ECSClient)
const deployment = {
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  rolloutState: 'IN_PROGRESS',
  rolloutStateReason: 'in progress',
  taskDefinition: 'td:2',
  desiredCount: 1,
  runningCount: 0,
  pendingCount: 1,
  failedTasks: 1
} as const
const service: Service = {
  serviceArn: 'arn',
  status: 'ACTIVE',
  taskDefinition: 'td:2',
  desiredCount: 1,
  runningCount: 1,
  pendingCount: 1,
  healthCheckGracePeriodSeconds: 120,
  loadBalancers: [{ targetGroupArn: 'tg' }],
  currentServiceDeployment: 'sd',
  deployments: [deployment, { ...deployment, id: 'ecs-svc/0', status: 'ACTIVE', rolloutState: 'COMPLETED' }],
  events: [{ id: 'e', createdAt: new Date(1), message: 'm' }]
}

describe('a service', () => {
  test('is described', async () => {
    ecs.on(DescribeServicesCommand, { cluster: 'c', services: ['s'] }).resolves({ services: [service] })
    const primary = {
      id: 'ecs-svc/1',
      status: 'PRIMARY',
      rolloutState: 'in-progress',
      reason: 'in progress',
      taskDefinition: 'td:2',
      desired: 1,
      running: 0,
      pending: 1,
      failedTasks: 1
    }
    expect(await aws().services.describe('c', 's')).toEqual({
      arn: 'arn',
      taskDefinition: 'td:2',
      desired: 1,
      running: 1,
      pending: 1,
      strategy: 'rolling',
      targetGroupArn: 'tg',
      currentServiceDeployment: 'sd',
      deployments: [primary, { ...primary, id: 'ecs-svc/0', status: 'ACTIVE', rolloutState: 'completed' }],
      events: [{ id: 'e', time: new Date(1), message: 'm' }]
    })
  })

  test.each([
    ['ROLLING', 'rolling'],
    ['BLUE_GREEN', 'blue-green'],
    ['CANARY', 'canary'],
    ['LINEAR', 'linear'],
    [undefined, 'rolling'],
    ['NEWER', 'unknown']
  ])('tells its strategy, when that is %s', async (strategy, ours) => {
    const deploymentConfiguration = { strategy: strategy as 'ROLLING' }
    ecs.on(DescribeServicesCommand).resolves({ services: [{ ...service, deploymentConfiguration }] })
    expect((await aws().services.describe('c', 's'))?.strategy).toBe(ours)
  })

  test.each([
    [
      { alternateTargetGroupArn: 'tg2', productionListenerRule: 'rule', testListenerRule: 'test', roleArn: 'role' },
      { targetGroupArn: 'tg2', productionRuleArn: 'rule', testRuleArn: 'test', roleArn: 'role' }
    ],
    [{ alternateTargetGroupArn: 'tg2' }, { targetGroupArn: 'tg2' }],
    [{}, undefined]
  ])(
    'tells its second group, when it has all that is needed to move visitors',
    async (advancedConfiguration, secondGroup) => {
      const loadBalancers = [{ targetGroupArn: 'tg', advancedConfiguration }]
      ecs.on(DescribeServicesCommand).resolves({ services: [{ ...service, loadBalancers }] })
      expect((await aws().services.describe('c', 's'))?.secondGroup).toEqual(secondGroup)
    }
  )

  test.each([
    ['FAILED', 'failed'],
    [undefined, 'unknown'],
    ['NEWER', 'unknown']
  ])('tells its rollout state, when that is %s', async (rolloutState, state) => {
    const deployments = [{ ...deployment, rolloutState: rolloutState as 'FAILED' | undefined }]
    ecs.on(DescribeServicesCommand).resolves({ services: [{ ...service, deployments }] })
    expect((await aws().services.describe('c', 's'))?.deployments[0]?.rolloutState).toBe(state)
  })

  test('that is missing, deleted, or has no cluster is none', async () => {
    ecs.on(DescribeServicesCommand).resolves({ services: [], failures: [{ reason: 'MISSING' }] })
    expect(await aws().services.describe('c', 's')).toBeUndefined()
    ecs.on(DescribeServicesCommand).resolves({ services: [{ ...service, status: 'INACTIVE' }] })
    expect(await aws().services.describe('c', 's')).toBeUndefined()
    ecs.on(DescribeServicesCommand).rejects(awsError('ClusterNotFoundException', 'Cluster not found.'))
    expect(await aws().services.describe('c', 's')).toBeUndefined()
  })

  test('that ECS does not describe for another reason is a failure, and so is one without a field', async () => {
    ecs.on(DescribeServicesCommand).resolves({ failures: [{ reason: 'BUSY' }] })
    await expect(aws().services.describe('c', 's')).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' })
    ecs.on(DescribeServicesCommand).resolves({ services: [{ ...service, serviceArn: undefined }] })
    await expect(aws().services.describe('c', 's')).rejects.toThrow('serviceArn')
  })
})

describe('a rollout', () => {
  const order = { cluster: 'c', service: 's', taskDefinition: 'td:2', force: true }

  test('sends nothing that others own', async () => {
    ecs.on(UpdateServiceCommand).resolves({ service })
    expect(await aws().services.update(order)).toEqual({
      at: 'started',
      deploymentId: 'ecs-svc/1',
      serviceDeploymentArn: 'sd'
    })
    expect(ecs.commandCalls(UpdateServiceCommand)[0]?.args[0].input).toEqual({
      cluster: 'c',
      service: 's',
      taskDefinition: 'td:2',
      forceNewDeployment: true
    })
  })

  test('carries the load balancer when the port moves', async () => {
    ecs
      .on(UpdateServiceCommand)
      .resolves({ service: { ...service, deployments: [deployment], currentServiceDeployment: undefined } })
    const loadBalancer = { targetGroupArn: 'tg', container: 'a', port: 80 }
    expect(await aws().services.update({ ...order, loadBalancer })).toEqual({
      at: 'started',
      deploymentId: 'ecs-svc/1'
    })
    expect(ecs.commandCalls(UpdateServiceCommand)[0]?.args[0].input.loadBalancers).toEqual([
      { targetGroupArn: 'tg', containerName: 'a', containerPort: 80 }
    ])
  })

  test('carries the second group with it: left out, ECS would take it away', async () => {
    ecs.on(UpdateServiceCommand).resolves({ service })
    const secondGroup = { targetGroupArn: 'tg2', productionRuleArn: 'rule', roleArn: 'role' }
    await aws().services.update({
      ...order,
      loadBalancer: { targetGroupArn: 'tg', secondGroup, container: 'a', port: 80 }
    })
    expect(ecs.commandCalls(UpdateServiceCommand)[0]?.args[0].input.loadBalancers).toEqual([
      {
        targetGroupArn: 'tg',
        containerName: 'a',
        containerPort: 80,
        advancedConfiguration: { alternateTargetGroupArn: 'tg2', productionListenerRule: 'rule', roleArn: 'role' }
      }
    ])
  })

  test('whose answer is lost is unclear, one that is refused is not', async () => {
    ecs.on(UpdateServiceCommand).rejects(awsError('ServerException', 'x', 500))
    expect(await aws().services.update(order)).toMatchObject({ at: 'unclear', failure: { code: 'AWS_UNAVAILABLE' } })
    ecs.on(UpdateServiceCommand).rejects(awsError('ClientException', 'x'))
    await expect(aws().services.update(order)).rejects.toMatchObject({ code: 'REVISION_REFUSED' })
  })
})

describe('a service deployment', () => {
  test.each([
    ['PENDING', 'pending'],
    ['IN_PROGRESS', 'in-progress'],
    ['SUCCESSFUL', 'successful'],
    ['STOP_REQUESTED', 'stopping'],
    ['STOPPED', 'stopped'],
    ['ROLLBACK_REQUESTED', 'rolling-back'],
    ['ROLLBACK_IN_PROGRESS', 'rolling-back'],
    ['ROLLBACK_SUCCESSFUL', 'rolled-back'],
    ['ROLLBACK_FAILED', 'rollback-failed'],
    ['NEWER', 'unknown']
  ])('is read in %s', async (status, ours) => {
    const serviceDeployments = [{ serviceDeploymentArn: 'sd', status: status as ServiceDeploymentStatus }]
    ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments })
    expect(await aws().services.deployment('sd')).toEqual({ arn: 'sd', status: ours, rawStatus: status })
  })

  test('tells its reason, stage and failures', async () => {
    ecs.on(DescribeServiceDeploymentsCommand).resolves({
      serviceDeployments: [
        {
          serviceDeploymentArn: 'sd',
          status: 'ROLLBACK_IN_PROGRESS',
          statusReason: 'general',
          rollback: { reason: 'breaker' },
          lifecycleStage: 'SCALE_UP',
          deploymentCircuitBreaker: { failureCount: 2, threshold: 3 }
        }
      ]
    })
    expect(await aws().services.deployment('sd')).toMatchObject({
      reason: 'breaker',
      lifecycleStage: 'SCALE_UP',
      failures: { count: 2, threshold: 3 }
    })
  })

  test('counts failures also where no circuit breaker looks at them', async () => {
    const deploymentCircuitBreaker = { status: 'DISABLED' as const, failureCount: 2, threshold: 3 }
    const serviceDeployments = [
      { serviceDeploymentArn: 'sd', status: 'IN_PROGRESS' as const, deploymentCircuitBreaker }
    ]
    ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments })
    expect((await aws().services.deployment('sd'))?.failures).toEqual({ count: 2 })
  })

  test('tells who gets the new version, which alarms went off, and that it is paused', async () => {
    const one = { serviceDeploymentArn: 'sd', status: 'IN_PROGRESS' as const }
    ecs.on(DescribeServiceDeploymentsCommand).resolves({
      serviceDeployments: [
        {
          ...one,
          targetServiceRevision: { requestedProductionTrafficWeight: 10 },
          alarms: { status: 'TRIGGERED', alarmNames: ['slow', 'broken'], triggeredAlarmNames: ['slow'] },
          lifecycleHookDetails: [{ status: 'SUCCEEDED' }, { status: 'AWAITING_ACTION' }]
        }
      ]
    })
    expect(await aws().services.deployment('sd')).toMatchObject({ percent: 10, alarms: ['slow'], paused: true })
    ecs.on(DescribeServiceDeploymentsCommand).resolves({
      serviceDeployments: [
        {
          ...one,
          alarms: { status: 'MONITORING', triggeredAlarmNames: [] },
          lifecycleHookDetails: [{ status: 'FAILED' }]
        }
      ]
    })
    expect(await aws().services.deployment('sd')).toEqual({
      arn: 'sd',
      status: 'in-progress',
      rawStatus: 'IN_PROGRESS'
    })
  })

  test('that is not there is none; one that may not be read is a failure', async () => {
    ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [] })
    expect(await aws().services.deployment('sd')).toBeUndefined()
    ecs.on(DescribeServiceDeploymentsCommand).rejects(awsError('ServiceDeploymentNotFoundException', 'x'))
    expect(await aws().services.deployment('sd')).toBeUndefined()
    ecs.on(DescribeServiceDeploymentsCommand).rejects(awsError('AccessDeniedException', 'x'))
    await expect(aws().services.deployment('sd')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
  })

  test('is found among those after a moment, newest first, with its task definition', async () => {
    const row = (arn: string, time: number) => ({ serviceDeploymentArn: arn, createdAt: new Date(time) })
    const found = (arn: string) => ({
      serviceDeploymentArn: arn,
      status: 'IN_PROGRESS' as const,
      targetServiceRevision: { arn: `revision-of-${arn}` }
    })
    ecs
      .on(ListServiceDeploymentsCommand)
      .resolves({ serviceDeployments: [row('a', 1)], nextToken: 'more' })
      .on(ListServiceDeploymentsCommand, { nextToken: 'more' })
      .resolves({ serviceDeployments: [row('b', 2)] })
    ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [found('a'), found('b')] })
    ecs.on(DescribeServiceRevisionsCommand).resolves({
      serviceRevisions: [
        { serviceRevisionArn: 'revision-of-a', taskDefinition: 'td:1' },
        { serviceRevisionArn: 'revision-of-b' }
      ]
    })
    const { services } = aws()
    const deployments = await services.deployments('c', 's', new Date(5))
    expect(deployments.map(({ arn, taskDefinition }) => [arn, taskDefinition])).toEqual([
      ['b', undefined],
      ['a', 'td:1']
    ])
    expect(ecs.commandCalls(ListServiceDeploymentsCommand).map(({ args }) => args[0].input.createdAt)).toEqual([
      { after: new Date(5) },
      { after: new Date(5) }
    ])
    expect(ecs.commandCalls(DescribeServiceDeploymentsCommand)[0]?.args[0].input).toEqual({
      serviceDeploymentArns: ['b', 'a']
    })
    ecs.on(DescribeServiceDeploymentsCommand).resolves({ serviceDeployments: [found('a')] })
    expect(await services.deployment('a')).toMatchObject({ taskDefinition: 'td:1' })
    expect(ecs.commandCalls(DescribeServiceRevisionsCommand)).toHaveLength(1)
  })

  test('costs one call where there is none', async () => {
    ecs.on(ListServiceDeploymentsCommand).resolves({ serviceDeployments: [] })
    expect(await aws().services.deployments('c', 's', new Date(5))).toEqual([])
    expect(ecs.calls()).toHaveLength(1)
  })

  test('is stopped with a rollback; of one that has ended it is said', async () => {
    ecs.on(StopServiceDeploymentCommand).resolves({ serviceDeploymentArn: 'sd' })
    await expect(aws().services.stopDeployment('sd')).resolves.toBe(true)
    expect(ecs.commandCalls(StopServiceDeploymentCommand)[0]?.args[0].input).toEqual({
      serviceDeploymentArn: 'sd',
      stopType: 'ROLLBACK'
    })
    ecs.on(StopServiceDeploymentCommand).rejects(awsError('ConflictException', 'x'))
    await expect(aws().services.stopDeployment('sd')).resolves.toBe(false)
  })
})
