import { describe, expect, test } from '@jest/globals'
import type { Json, JsonObject } from '../../src/model/json.ts'
import {
  contentOf,
  imageOf,
  mainContainer,
  portMapping,
  sameContent,
  secretsOf,
  withoutOutputs
} from '../../src/model/revision.ts'

const container: JsonObject = {
  name: 'shop-container',
  image: 'registry/shop@sha256:aa',
  essential: true,
  portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
  environment: [
    { name: 'A', value: '1' },
    { name: 'B', value: '' }
  ],
  secrets: [{ name: 'S', valueFrom: '/s' }],
  healthCheck: { command: ['CMD-SHELL', 'true'], interval: 30, timeout: 5, retries: 3 },
  stopTimeout: 30,
  logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/shop-app' } }
}

const registered: JsonObject = {
  family: 'shop-app',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '512',
  memory: '1024',
  runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
  executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
  taskRoleArn: 'arn:aws:iam::123456789012:role/task',
  containerDefinitions: [container]
}

/** As DescribeTaskDefinition gives it back (F2.2). */
const described: JsonObject = {
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-app:7',
  ...registered,
  containerDefinitions: [
    {
      ...container,
      cpu: 0,
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
      environment: [
        { name: 'B', value: '' },
        { name: 'A', value: '1' }
      ],
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/shop-app' }, secretOptions: [] }
    }
  ],
  revision: 7,
  volumes: [],
  status: 'ACTIVE',
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.task-iam-role' }],
  placementConstraints: [],
  compatibilities: ['EC2', 'FARGATE'],
  registeredAt: '2026-11-24T18:00:00Z',
  registeredBy: 'arn:aws:sts::123456789012:assumed-role/deploy/slipway',
  enableFaultInjection: false,
  inferenceAccelerators: null,
  pidMode: '',
  ipcMode: ''
}

const withContainer = (change: JsonObject): JsonObject => ({
  ...registered,
  containerDefinitions: [{ ...container, ...change }]
})

test('what DescribeTaskDefinition adds is no difference', () => {
  expect(contentOf(described)).toBe(contentOf(registered))
})

test('what comes back can be registered again', () => {
  const again = withoutOutputs(described)
  for (const key of ['revision', 'status', 'registeredAt', 'compatibilities']) expect(again).not.toHaveProperty(key)
  expect(again.family).toBe('shop-app')
  expect(Object.keys(registered).every((key) => key in again)).toBe(true)
})

describe('no difference makes', () => {
  test.each<[string, JsonObject]>([
    ['the order of keys', Object.fromEntries(Object.entries(registered).toReversed())],
    ['a host port that ECS chose', withContainer({ portMappings: [{ containerPort: 8080, hostPort: 0 }] })],
    ['a protocol not given', withContainer({ portMappings: [{ containerPort: 8080 }] })],
    ['empty lists', withContainer({ dependsOn: [], ulimits: [] })],
    ['deprecated nulls', { ...registered, proxyConfiguration: null }]
  ])('%s', (_, definition) => {
    expect(sameContent(definition, registered)).toBe(true)
  })
})

describe('a difference makes', () => {
  test.each<[string, JsonObject]>([
    ['image', withContainer({ image: 'registry/shop@sha256:bb' })],
    [
      'a variable more',
      withContainer({
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: '' },
          { name: 'C', value: '' }
        ]
      })
    ],
    [
      'a variable emptied',
      withContainer({
        environment: [
          { name: 'A', value: '' },
          { name: 'B', value: '' }
        ]
      })
    ],
    ['all variables gone', withContainer({ environment: [] })],
    [
      'values swapped',
      withContainer({
        environment: [
          { name: 'A', value: '' },
          { name: 'B', value: '1' }
        ]
      })
    ],
    ['another secret', withContainer({ secrets: [{ name: 'S', valueFrom: '/t' }] })],
    ['another port', withContainer({ portMappings: [{ containerPort: 8081, protocol: 'tcp' }] })],
    ['another protocol', withContainer({ portMappings: [{ containerPort: 8080, protocol: 'udp' }] })],
    ['not essential', withContainer({ essential: false })],
    ['container cpu', withContainer({ cpu: 256 })],
    ['the order of a command', withContainer({ healthCheck: { command: ['true', 'CMD-SHELL'] } })],
    ['no health check', withContainer({ healthCheck: null })],
    [
      'a start period',
      withContainer({
        healthCheck: { command: ['CMD-SHELL', 'true'], interval: 30, timeout: 5, retries: 3, startPeriod: 9 }
      })
    ],
    ['stop timeout', withContainer({ stopTimeout: 31 })],
    ['log group', withContainer({ logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/x' } } })],
    ['a second container', { ...registered, containerDefinitions: [container, { ...container, name: 'sidecar' }] }],
    ['cpu', { ...registered, cpu: '256' }],
    ['memory', { ...registered, memory: '2048' }],
    ['architecture', { ...registered, runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'ARM64' } }],
    ['task role', { ...registered, taskRoleArn: null }],
    ['fault injection', { ...registered, enableFaultInjection: true }],
    ['a mode', { ...registered, pidMode: 'task' }],
    ['a volume', { ...registered, volumes: [{ name: 'data' }] }],
    ['family', { ...registered, family: 'pay-app' }]
  ])('%s', (_, definition) => {
    expect(sameContent(definition, registered)).toBe(false)
    expect(sameContent(definition, described)).toBe(false)
  })
})

test.each([
  ['options of a log driver', (of: JsonObject) => withContainer({ logConfiguration: { logDriver: 'x', options: of } })],
  ['labels', (of: JsonObject) => withContainer({ dockerLabels: of })]
])('a name that ECS fills in elsewhere is a difference in %s', (_, definition) => {
  expect(sameContent(definition({ protocol: 'tcp' }), definition({}))).toBe(false)
})

describe('what a definition tells', () => {
  test('is its image', () => {
    expect(imageOf(registered)).toBe('registry/shop@sha256:aa')
    expect(imageOf({})).toBeUndefined()
  })

  test('are its container and port', () => {
    expect(portMapping(described)).toEqual({ container: 'shop-container', port: 8080 })
  })

  test.each<[string, Json]>([
    ['no mappings', { name: 'a' }],
    ['empty mappings', { name: 'a', portMappings: [] }],
    ['no port', { name: 'a', portMappings: [{}] }],
    ['no name', { portMappings: [{ containerPort: 1 }] }],
    ['no container', null]
  ])('is nothing of %s', (_, first) => {
    expect(portMapping({ containerDefinitions: [first] })).toBeUndefined()
  })

  test('is its main container, which is the first', () => {
    expect(mainContainer(registered)).toEqual(container)
    expect(mainContainer({ containerDefinitions: [] })).toEqual({})
    expect(mainContainer({})).toEqual({})
  })

  test('are its secrets', () => {
    expect(secretsOf(registered)).toEqual(['/s'])
    expect(secretsOf({})).toEqual([])
    expect(secretsOf(withContainer({ repositoryCredentials: { credentialsParameter: 'login' } }))).toContain(
      'secret:login'
    )
    expect(
      secretsOf(withContainer({ logConfiguration: { secretOptions: [{ name: 'key', valueFrom: '/log' }] } }))
    ).toContain('/log')
    expect(secretsOf(withContainer({ secrets: ['odd', { name: 'S' }] }))).toEqual([])
  })
})
