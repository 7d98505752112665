// A region with CloudFormation alone, and the calls that take a small stack from one state to the next.
import { chanceOf } from '../chance.ts'
import { virtualTime } from '../clock.ts'
import { cloudFormationOf } from './api.ts'
import { stackType } from './event.ts'
import { usualWays, type Cloud, type Trouble, type Ways } from './stack.ts'
import { notAllowed } from './text.ts'
import { toldOf } from './told.ts'
import type { Handler } from './work.ts'

export interface Resources {
  readonly [logicalId: string]: {
    readonly Type: string
    readonly Properties?: object
    readonly DependsOn?: string
    readonly DeletionPolicy?: string
  }
}

/** A network, a group in it, a log that stays. */
export const small: Resources = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: 'a' } },
  Log: {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: '/ecs/app', RetentionInDays: 30 },
    DeletionPolicy: 'Retain'
  }
}

export function ground(ways: Partial<Ways> = {}, handlers: Readonly<Record<string, Handler>> = {}) {
  const time = virtualTime(chanceOf(1))
  const account = { names: new Set<string>(), handlers }
  const cloud: Cloud = { time, chance: chanceOf(2), ways: { ...usualWays, ...ways }, account, stacks: [] }
  const api = cloudFormationOf(cloud)
  const told = toldOf(cloud, api.sets)
  let count = 0

  const bodyOf = (resources: Resources, outputs: object = {}): string =>
    JSON.stringify({ Resources: resources, Outputs: outputs })
  const wait = (seconds: number): Promise<void> => time.pass(time.pause(seconds * 1000))
  const status = (): string => cloud.stacks.at(-1)?.status ?? 'absent'

  /** @returns its ARN. */
  async function propose(type: 'CREATE' | 'UPDATE', resources: Resources, asked: Asked = {}): Promise<string> {
    const { outputs, ...rest } = asked
    const { Id = '' } = api.createChangeSet({
      StackName: 'app',
      ChangeSetName: `set-${++count}`,
      ChangeSetType: type,
      TemplateBody: bodyOf(resources, outputs),
      ...rest
    })
    await wait(10)
    return Id
  }

  return {
    cloud,
    api,
    told,
    wait,
    status,
    propose,
    /** Begins it; `token` is the same as the change set's name. */
    async execute(type: 'CREATE' | 'UPDATE', resources: Resources, asked: Asked = {}): Promise<void> {
      const set = await propose(type, resources, asked)
      api.executeChangeSet({ ChangeSetName: set, ClientRequestToken: `set-${count}` })
    },
    /** Every status from now on, until it stays. */
    statuses: async (): Promise<readonly string[]> => {
      const stack = cloud.stacks.at(-1)
      const told = stack?.events.filter(({ type }) => type === stackType).length ?? 0
      await wait(1_800)
      return (stack?.events ?? [])
        .filter(({ type }) => type === stackType)
        .slice(told - 1)
        .map(({ status: word }) => word)
    },
    /** `Vpc CREATE_COMPLETE`, oldest first. */
    events: (): readonly string[] =>
      (cloud.stacks.at(-1)?.events ?? []).map(({ logicalId, status: word }) => `${logicalId} ${word}`)
  }
}

interface Asked {
  readonly outputs?: object
  readonly Tags?: { readonly Key: string; readonly Value: string }[]
  readonly OnStackFailure?: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING'
}

/** With another retention of its log. */
export const changed = {
  ...small,
  Log: { ...small.Log, Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/ecs/app', RetentionInDays: 7 } }
}
export const denied = notAllowed('Ec2', 'ec2:CreateSecurityGroup')
/** Where these actions on this resource are denied. */
export const failsAt =
  (logicalId: string, ...actions: readonly Trouble['action'][]) =>
  (trouble: Trouble): string | undefined =>
    trouble.logicalId === logicalId && actions.includes(trouble.action) ? denied : undefined
