import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
  type TaskDefinition
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const ecs = mocked(ECSClient)
const arn = (revision: number): string => `arn:aws:ecs:eu-west-1:1:task-definition/app:${revision}`
const definition = { family: 'app', containerDefinitions: [{ name: 'c', image: 'i' }] }
const found = (revision: number, more: Partial<TaskDefinition> = {}): TaskDefinition => ({
  ...definition,
  taskDefinitionArn: arn(revision),
  revision,
  status: 'ACTIVE',
  requiresAttributes: [],
  registeredAt: new Date(1_000_000),
  registeredBy: 'me',
  ...more
})
const attempts = (count: number) => ({ $metadata: { attempts: count } })

describe('a revision', () => {
  test('is read as it could be registered again', async () => {
    ecs
      .on(DescribeTaskDefinitionCommand, { taskDefinition: arn(2), include: ['TAGS'] })
      .resolves({ taskDefinition: found(2, { cpu: undefined }), tags: [{ key: 'a', value: 'b' }, {}] })
    expect(await aws().revisions.describe(arn(2))).toEqual({
      arn: arn(2),
      family: 'app',
      revision: 2,
      active: true,
      definition,
      registeredAt: new Date(1_000_000),
      tags: { a: 'b' }
    })
  })

  test('that is not there is a failure, but no newest one is none', async () => {
    ecs.on(DescribeTaskDefinitionCommand).rejects(awsError('ClientException', 'Unable to describe task definition.'))
    await expect(aws().revisions.describe(arn(2))).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' })
    expect(await aws().revisions.newest('app')).toBeUndefined()
  })

  test('is listed with the active ones of exactly its family, newest first, from all pages', async () => {
    ecs
      .on(ListTaskDefinitionsCommand, { familyPrefix: 'app', status: 'ACTIVE', sort: 'DESC' })
      .resolves({ taskDefinitionArns: [arn(3), 'arn:x:task-definition/app2:9'], nextToken: '2' })
      .on(ListTaskDefinitionsCommand, { nextToken: '2' })
      .resolves({ taskDefinitionArns: [arn(1)] })
    expect(await aws().revisions.active('app')).toEqual([arn(3), arn(1)])
  })

  test('is deregistered', async () => {
    await aws().revisions.deregister(arn(1))
    expect(ecs.commandCalls(DeregisterTaskDefinitionCommand)[0]?.args[0].input).toEqual({ taskDefinition: arn(1) })
  })
})

test('a revision is tagged', async () => {
  await aws().revisions.tag(arn(1), { a: 'b' })
  const input = { resourceArn: arn(1), tags: [{ key: 'a', value: 'b' }] }
  expect(ecs.commandCalls(TagResourceCommand)[0]?.args[0].input).toEqual(input)
})

describe('registering', () => {
  test('sends the definition and its tags', async () => {
    ecs.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: found(3), tags: [{ key: 'a', value: 'b' }] })
    expect(await aws().revisions.register(definition, { a: 'b' })).toMatchObject({ arn: arn(3), tags: { a: 'b' } })
    expect(ecs.commandCalls(RegisterTaskDefinitionCommand)[0]?.args[0].input).toEqual({
      ...definition,
      tags: [{ key: 'a', value: 'b' }]
    })
  })

  test('sends no empty list of tags', async () => {
    ecs.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: found(1), ...attempts(2) })
    await aws().revisions.register(definition, {})
    expect(ecs.commandCalls(RegisterTaskDefinitionCommand)[0]?.args[0].input).toEqual(definition)
  })

  test('sends nothing that is no definition', async () => {
    await expect(aws().revisions.register({ family: 'app' }, {})).rejects.toMatchObject({ code: 'BUG' })
    expect(ecs.calls()).toHaveLength(0)
  })

  const twin = { taskDefinition: found(2) }
  test.each([
    ['made by a lost try is let go', twin, 1],
    ['of another content stays', { taskDefinition: found(2, { cpu: '256' }) }, 0],
    ['from before stays', { taskDefinition: found(2, { registeredAt: new Date(1) }) }, 0],
    ['that is inactive stays', { taskDefinition: found(2, { status: 'INACTIVE' }) }, 0]
  ])('after several tries, an earlier revision %s', async (_, earlier, deregistered) => {
    ecs.on(RegisterTaskDefinitionCommand).resolves({ taskDefinition: found(3), ...attempts(2) })
    ecs.on(DescribeTaskDefinitionCommand, { taskDefinition: 'app:2' }).resolves(earlier)
    await aws().revisions.register(definition, {})
    expect(ecs.commandCalls(DeregisterTaskDefinitionCommand)).toHaveLength(deregistered)
  })
})
