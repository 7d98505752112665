import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/model/config.ts'
import type { Json, JsonObject } from '../../src/model/json.ts'
import { imageOf, mainContainer, portMapping, sameContent, secretsOf } from '../../src/model/revision.ts'
import { taskDefinition } from '../../src/template/task.ts'
import { image, outputs, plain, region } from './example.ts'

const surroundings = { region, image, outputs }
const base = taskDefinition(plain, surroundings)
const withTask = (task: Partial<Config['task']>): Config => ({ ...plain, task: { ...plain.task, ...task } })
const command = 'curl -f http://localhost || exit 1'

describe('input -> field of the task', () => {
  test.each<[string, Config, string, Json]>([
    ['name', { ...plain, name: 'pay' }, 'family', 'pay-app'],
    ['cpu', withTask({ cpu: 256 }), 'cpu', '256'],
    ['memory', withTask({ memory: 2048 }), 'memory', '2048'],
    [
      'architecture',
      { ...plain, architecture: 'arm64' },
      'runtimePlatform',
      { operatingSystemFamily: 'LINUX', cpuArchitecture: 'ARM64' }
    ]
  ])('%s', (_, config, field, value) => {
    const definition = taskDefinition(config, surroundings)
    expect(definition[field]).toEqual(value)
    expect(sameContent(definition, base)).toBe(false)
  })
})

describe('input -> field of the container', () => {
  test.each<[string, Config, string, Json]>([
    ['name', { ...plain, name: 'pay' }, 'name', 'pay-container'],
    ['container-port', withTask({ containerPort: 5000 }), 'portMappings', [{ containerPort: 5000, protocol: 'tcp' }]],
    [
      'env',
      withTask({ env: { A: '', B: 'b=c' } }),
      'environment',
      [
        { name: 'A', value: '' },
        { name: 'B', value: 'b=c' }
      ]
    ],
    ['secrets', withTask({ secrets: { A: '/a' } }), 'secrets', [{ name: 'A', valueFrom: '/a' }]],
    ['stop-timeout-seconds', withTask({ stopTimeoutSeconds: 60 }), 'stopTimeout', 60],
    [
      'container-health-command',
      withTask({ containerHealthCommand: command }),
      'healthCheck',
      { command: ['CMD-SHELL', command], interval: 30, timeout: 5, retries: 3 }
    ],
    [
      'start-period-seconds',
      withTask({ containerHealthCommand: command, startPeriodSeconds: 300 }),
      'healthCheck',
      { command: ['CMD-SHELL', command], interval: 30, timeout: 5, retries: 3, startPeriod: 300 }
    ]
  ])('%s', (_, config, field, value) => {
    const definition = taskDefinition(config, surroundings)
    expect(mainContainer(definition)[field]).toEqual(value)
    expect(sameContent(definition, base)).toBe(false)
  })
})

test('what is not asked for is not there: ECS reads empty as wrong or as different', () => {
  expect(Object.keys(mainContainer(base)).toSorted()).toEqual(
    ['essential', 'image', 'logConfiguration', 'name', 'portMappings', 'stopTimeout'].toSorted()
  )
  expect(JSON.stringify(base)).not.toMatch(/""|\[\]|null/)
})

test('another image, region or role is another revision', () => {
  const others = [
    taskDefinition(plain, { ...surroundings, image: image.replace('a', 'b') }),
    taskDefinition(plain, { ...surroundings, region: 'us-east-1' }),
    taskDefinition(plain, {
      ...surroundings,
      outputs: { ...outputs, TaskRoleArn: 'arn:aws:iam::123456789012:role/other' }
    })
  ]
  expect(others.map((other) => sameContent(other, base))).toEqual([false, false, false])
})

test('the secrets of a definition are those of the configuration', () => {
  const secrets = { A: '/a', B: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:b-AbCdEf:key::' }
  expect(secretsOf(taskDefinition(withTask({ secrets }), surroundings))).toEqual(Object.values(secrets))
})

describe('an output that is missing is named', () => {
  test.each(['ExecutionRoleArn', 'TaskRoleArn', 'LogGroupName'])('%s', (output) => {
    const without = Object.fromEntries(Object.entries(outputs).filter(([name]) => name !== output))
    expect(() => taskDefinition(plain, { ...surroundings, outputs: without })).toThrow(
      `Stack shop-platform in eu-west-1 has no output \`${output}\`, which task definition shop-app needs.`
    )
    expect(() => taskDefinition(plain, { ...surroundings, outputs: { ...outputs, [output]: '' } })).toThrow(output)
  })
})

test('ephemeral-storage-gib and registry-credentials are in the definition', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:login-AbCdEf'
  const definition = taskDefinition(withTask({ ephemeralStorageGib: 50, registryCredentials: secret }), surroundings)
  expect(definition.ephemeralStorage).toEqual({ sizeInGiB: 50 })
  expect(mainContainer(definition).repositoryCredentials).toEqual({ credentialsParameter: secret })
})

describe('overrides.taskDefinition', () => {
  const overridden = (over: JsonObject, change: Partial<Config> = {}): JsonObject =>
    taskDefinition({ ...plain, ...change, overrides: { taskDefinition: over } }, surroundings)

  test('containers merge by name, null removes', () => {
    const over = { taskRoleArn: null, containerDefinitions: [{ name: 'shop-container', logConfiguration: null }] }
    const definition = overridden(over)
    expect(definition.taskRoleArn).toBeUndefined()
    expect(mainContainer(definition).logConfiguration).toBeUndefined()
    expect(imageOf(definition)).toBe(image)
    expect(portMapping(definition)).toEqual({ container: 'shop-container', port: 8080 })
  })

  test('names in it are filled in; what was asked for elsewhere stays as it is', () => {
    const over = {
      containerDefinitions: [{ name: 'side', image: '${Image}', command: ['${VpcId}', '${!VpcId}'], cpu: 64 }]
    }
    const definition = overridden(over, { task: { ...plain.task, env: { A: '${VpcId}' } } })
    expect(definition.containerDefinitions).toMatchObject([
      { name: 'shop-container', environment: [{ name: 'A', value: '${VpcId}' }] },
      { name: 'side', image, command: ['vpc-1', '${VpcId}'], cpu: 64 }
    ])
  })

  test('a name that stands for nothing is refused', () => {
    expect(() => overridden({ ipcMode: '${Other}' })).toThrow('has no output `Other`')
  })
})

test.each([
  ['curl -f http://localhost/ || exit 1', ['CMD-SHELL', 'curl -f http://localhost/ || exit 1']],
  ['CMD-SHELL,curl -f http://localhost/a,b || exit 1', ['CMD-SHELL', 'curl -f http://localhost/a,b || exit 1']],
  ['CMD-SHELL, test -f /ready', ['CMD-SHELL', 'test -f /ready']],
  ['CMD,curl,-f, http://localhost/', ['CMD', 'curl', '-f', 'http://localhost/']],
  ['CMDS,x', ['CMD-SHELL', 'CMDS,x']]
])('container-health-command %j', (containerHealthCommand, command) => {
  expect(mainContainer(taskDefinition(withTask({ containerHealthCommand }), surroundings)).healthCheck).toMatchObject({
    command
  })
})
