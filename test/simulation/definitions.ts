// Task-definition revisions as ECS keeps them (F2.2): registered, ACTIVE or not, described in full.
import { awsError } from '../aws/aws.ts'
import type * as ecs from '@aws-sdk/client-ecs'
import type { App } from './app.ts'
import { revisionArn } from './answers.ts'
import type { Revision } from './deployment.ts'
import type { Region } from './region.ts'

export interface Registered {
  readonly revision: Revision
  definition: ecs.RegisterTaskDefinitionCommandInput
  readonly registeredAt: number
  active: boolean
}

export type Definitions = ReturnType<typeof definitionsOf>

/** @param appOf what a revision runs, by what was registered. */
export function definitionsOf(region: Region, appOf: (definition: ecs.RegisterTaskDefinitionCommandInput) => App) {
  const all: Registered[] = []

  const find = (name = ''): Registered | undefined => {
    const number = /:(\d+)$/.exec(name)?.[1]
    // The bare family is its newest ACTIVE one (F1.14).
    return number === undefined
      ? all.findLast(({ active }) => active)
      : all.find(({ revision }) => revision.number === Number(number))
  }

  const found = (name: string | undefined): Registered => {
    const registered = find(name)
    if (!registered) throw awsError('ClientException', 'Unable to describe task definition.')
    return registered
  }

  const describe = ({ revision, definition, registeredAt, active }: Registered): ecs.TaskDefinition => {
    const { tags, ...rest } = definition
    return {
      ...rest,
      taskDefinitionArn: revisionArn(revision.number),
      revision: revision.number,
      status: active ? 'ACTIVE' : 'INACTIVE',
      registeredAt: new Date(registeredAt),
      compatibilities: ['EC2', 'FARGATE'],
      requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }]
    }
  }

  return {
    all: all as readonly Registered[],
    find,
    registerTaskDefinition: (
      definition: ecs.RegisterTaskDefinitionCommandInput
    ): Partial<ecs.RegisterTaskDefinitionCommandOutput> => {
      const revision = region.addRevision(appOf(definition))
      const registered: Registered = { revision, definition, registeredAt: region.time.now(), active: true }
      all.push(registered)
      return { taskDefinition: describe(registered), tags: definition.tags ?? [] }
    },
    describeTaskDefinition: ({
      taskDefinition
    }: ecs.DescribeTaskDefinitionCommandInput): Partial<ecs.DescribeTaskDefinitionCommandOutput> => {
      const registered = found(taskDefinition)
      return { taskDefinition: describe(registered), tags: registered.definition.tags ?? [] }
    },
    tagResource: ({ resourceArn = '', tags = [] }: ecs.TagResourceCommandInput): object => {
      const registered = found(resourceArn)
      const others = registered.definition.tags?.filter(({ key }) => tags.every((tag) => tag.key !== key)) ?? []
      registered.definition = { ...registered.definition, tags: [...others, ...tags] }
      return {}
    },
    /** One that a service runs goes on; nothing new starts from it. */
    deregisterTaskDefinition: ({
      taskDefinition
    }: ecs.DeregisterTaskDefinitionCommandInput): Partial<ecs.DeregisterTaskDefinitionCommandOutput> => {
      const registered = found(taskDefinition)
      registered.active = false
      return { taskDefinition: describe(registered) }
    },
    listTaskDefinitions: ({
      sort
    }: ecs.ListTaskDefinitionsCommandInput): Partial<ecs.ListTaskDefinitionsCommandOutput> => {
      const arns = all.filter(({ active }) => active).map(({ revision }) => revisionArn(revision.number))
      return { taskDefinitionArns: sort === 'DESC' ? arns.toReversed() : arns }
    }
  }
}
