import { describe, expect, test } from '@jest/globals'
import type { Task } from '../../src/model/service.ts'
import { logLinkOf } from '../../src/diagnose/log-link.ts'
import { stopped, taskOf } from './evidence.ts'

const group = '/ecs/shop-app'
const crash = taskOf('Essential container in task exited', { exitCode: 1 })
const taskIn = (partition: string, region: string) => ({
  ...crash,
  arn: `arn:${partition}:ecs:${region}:123456789012:task/shop-cluster/0123456789abcdef`
})
const path = '#logsV2:log-groups/log-group/$252Fecs$252Fshop-app'
const stream = '/log-events/ecs$252Fshop-container$252F0123456789abcdef'

describe('the link to the log', () => {
  const logLink = (task: Task, logGroup: string) => logLinkOf([stopped(task, ['boom'])], logGroup)

  test.each([
    ['aws', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1'],
    ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1'],
    [
      'aws-us-gov',
      'us-gov-west-1',
      'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1'
    ]
  ])('leads to the console of the partition %s', (partition, region, console) => {
    expect(logLink(taskIn(partition, region), group)).toBe(console + path + stream)
  })

  test('is none in a partition whose console is not known', () => {
    expect(logLink(taskIn('aws-iso', 'us-iso-east-1'), group)).toBeUndefined()
  })

  test.each([
    ['/ecs/a b', '$252Fecs$252Fa$2520b'],
    ['a$b', 'a$2524b'],
    ['a#b.c_d-e', 'a$2523b.c_d-e']
  ])('encodes the group %s', (name, encoded) => {
    expect(logLink(crash, name)).toContain(`log-group/${encoded}/log-events/`)
  })

  test.each([
    ['beside a sidecar', [...crash.containers, ...crash.containers]],
    ['without a container', []]
  ])('is that of the group %s', (_, containers) => {
    expect(logLink({ ...crash, containers }, group)).toMatch(/\$252Fecs\$252Fshop-app$/)
  })
})

describe('of several tasks the log is linked to of', () => {
  const named = (id: string, task = crash) => ({ ...task, arn: `arn:aws:ecs:eu-west-1:1:task/shop-cluster/${id}` })
  const pull = taskOf('CannotPullContainerError: not found')
  test.each([
    ['the last that wrote something', [stopped(named('one'), ['boom']), stopped(named('two'))], 'one'],
    ['the last that ran', [stopped(named('one')), stopped(named('two')), stopped(named('three', pull))], 'two'],
    ['none, when none ran', [stopped(named('one', pull))], undefined]
  ])('%s', (_, tasks, id) => {
    const link = logLinkOf(tasks, group)
    if (id === undefined) expect(link).toBeUndefined()
    else expect(link).toMatch(new RegExp(`\\$252F${id}$`))
  })
})
