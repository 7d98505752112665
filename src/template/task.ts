// The task definition, as RegisterTaskDefinition takes it. Nothing that is not asked for is in it (F2.2).
import type { Config } from '../model/config.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { logStreamPrefix, namesOf } from '../model/names.ts'
import type { Outputs } from '../model/stack.ts'
import { ourChecks } from '../model/timing.ts'
import { missingOutput } from './output.ts'
import { mergeOverrides } from './override.ts'

export interface TaskSurroundings {
  readonly region: string
  /** By digest. */
  readonly image: string
  /** Of the platform stack. */
  readonly outputs: Outputs
}

/**
 * With `overrides.taskDefinition` merged last, in which `${Image}` and `${<platform output>}` mean what they name, and
 * `${!Name}` is the text `${Name}`.
 * @throws Failure for an output that the platform does not have.
 */
export function taskDefinition(config: Config, surroundings: TaskSurroundings): JsonObject {
  const { taskDefinition: over } = config.overrides
  return mergeOverrides(generated(config, surroundings), over && fillMap(over, valueOf))

  function valueOf(name: string): string {
    return name === 'Image' ? surroundings.image : outputOf(name, config, surroundings)
  }
}

type ValueOf = (name: string) => string

/** Only what somebody wrote into the overrides is filled in: a `${VpcId}` in `env` stays as it is. */
function fill(value: Json, valueOf: ValueOf): Json {
  if (typeof value === 'string')
    return value.replaceAll(/\$\{(!?)(\w+)\}/g, (_, literal: string, name: string) =>
      literal === '!' ? `\${${name}}` : valueOf(name)
    )
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => fill(item, valueOf))
  return isObject(value) ? fillMap(value, valueOf) : value
}

const fillMap = (map: JsonObject, valueOf: ValueOf): JsonObject =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, fill(value, valueOf)]))

function generated(config: Config, surroundings: TaskSurroundings): JsonObject {
  const { task, architecture } = config
  return {
    family: namesOf(config).family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    // Texts in the API (F2.1).
    cpu: String(task.cpu),
    memory: String(task.memory),
    runtimePlatform: {
      operatingSystemFamily: 'LINUX',
      cpuArchitecture: architecture === 'arm64' ? 'ARM64' : 'X86_64'
    },
    ...(task.ephemeralStorageGib !== undefined && { ephemeralStorage: { sizeInGiB: task.ephemeralStorageGib } }),
    executionRoleArn: outputOf('ExecutionRoleArn', config, surroundings),
    taskRoleArn: outputOf('TaskRoleArn', config, surroundings),
    containerDefinitions: [container(config, surroundings)]
  }
}

function container(config: Config, surroundings: TaskSurroundings): JsonObject {
  const { task } = config
  const environment = Object.entries(task.env).map(([name, value]) => ({ name, value }))
  const secrets = Object.entries(task.secrets).map(([name, valueFrom]) => ({ name, valueFrom }))
  return {
    name: namesOf(config).container,
    image: surroundings.image,
    ...(task.registryCredentials !== undefined && {
      repositoryCredentials: { credentialsParameter: task.registryCredentials }
    }),
    essential: true,
    portMappings: [{ containerPort: task.containerPort, protocol: 'tcp' }],
    ...(environment.length > 0 && { environment }),
    ...(secrets.length > 0 && { secrets }),
    ...(task.containerHealthCommand !== undefined && {
      healthCheck: healthCheck(task.containerHealthCommand, task.startPeriodSeconds)
    }),
    stopTimeout: task.stopTimeoutSeconds,
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': outputOf('LogGroupName', config, surroundings),
        'awslogs-region': surroundings.region,
        'awslogs-stream-prefix': logStreamPrefix
      }
    }
  }
}

/** A shell line; or the console's form, whose commas part the words of a command that no shell reads. */
function checkCommand(command: string): readonly string[] {
  const [, kind = '', rest = ''] = /^\s*(CMD|CMD-SHELL)\s*,\s*(.*)$/s.exec(command) ?? []
  if (kind === 'CMD') return [kind, ...rest.split(',').map((word) => word.trim())]
  return ['CMD-SHELL', kind === '' ? command : rest]
}

const healthCheck = (command: string, startPeriod: number): JsonObject => ({
  command: checkCommand(command),
  interval: ourChecks.checkIntervalSeconds,
  timeout: 5,
  retries: ourChecks.retries,
  ...(startPeriod > 0 && { startPeriod })
})

function outputOf(output: string, config: Config, { region, outputs }: TaskSurroundings): string {
  const value = outputs[output]
  // ECS takes an empty role for a wrong one (F2.2).
  if (value !== undefined && value !== '') return value
  const { family, platformStack } = namesOf(config)
  throw missingOutput({ output, stack: platformStack, region, neededBy: `task definition ${family}` })
}
