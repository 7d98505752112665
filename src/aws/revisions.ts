// Task-definition revisions (ECS, F2.2).
import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
  paginateListTaskDefinitions,
  type RegisterTaskDefinitionCommandInput,
  type Tag,
  type TaskDefinition
} from '@aws-sdk/client-ecs'
import { Failure } from '../model/failure.ts'
import type { JsonObject } from '../model/json.ts'
import { sameContent, withoutOutputs, type Revision } from '../model/revision.ts'
import { given, textsByName, required } from './answer.ts'
import { call, callAll, callUnless } from './call.ts'
import type { Clients } from './clients.ts'

export const revisions = ({ ecs }: Clients) => {
  /** @param name an ARN, `family:revision`, or a family: its newest ACTIVE revision. */
  async function find(name: string): Promise<Revision | undefined> {
    const action = 'ecs:DescribeTaskDefinition'
    const isMissing = ({ message }: Error) => message.startsWith('Unable to describe task definition')
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ['TAGS'] })
    const answer = await callUnless(action, isMissing, () => ecs().send(command))
    if (!answer) return undefined
    const found = required(answer.taskDefinition, `${action} taskDefinition`)
    return revisionOf(found, answer.tags, action)
  }

  async function deregister(arn: string): Promise<void> {
    const command = new DeregisterTaskDefinitionCommand({ taskDefinition: arn })
    await call('ecs:DeregisterTaskDefinition', () => ecs().send(command))
  }

  return {
    /**
     * A call whose answer was lost and that was tried again made two revisions; the earlier one is deregistered, or a
     * rollout that fails would leave it as the newest ACTIVE one (F1.14, trap A).
     */
    async register(definition: JsonObject, tags: Readonly<Record<string, string>>): Promise<Revision> {
      const action = 'ecs:RegisterTaskDefinition'
      if (!isRegistrable(definition)) {
        throw new Failure({
          code: 'BUG',
          sentence: 'The task definition has no family or no containers.',
          remedy: 'Check `overrides`; without any, please report it with the log of this run.'
        })
      }
      const command = new RegisterTaskDefinitionCommand({
        ...definition,
        ...(Object.keys(tags).length > 0 && { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) })
      })
      const began = performance.now()
      const answer = await call(action, () => ecs().send(command))
      const made = required(answer.taskDefinition, `${action} taskDefinition`)
      const revision = revisionOf(made, answer.tags, action)
      const { attempts = 1 } = { ...answer.$metadata }
      if (attempts > 1 && revision.revision > 1) {
        // Both times are AWS's, the duration is ours: clocks need not agree.
        const earliest = (made.registeredAt?.getTime() ?? Infinity) - (performance.now() - began)
        const twin = await find(`${revision.family}:${revision.revision - 1}`)
        const isRecent = (twin?.registeredAt?.getTime() ?? 0) >= earliest
        if (twin?.active && isRecent && sameContent(twin.definition, revision.definition)) await deregister(twin.arn)
      }
      return revision
    },

    /** Safe to repeat. */
    deregister,

    /** Beside the tags that it has; safe to repeat. */
    async tag(arn: string, tags: Readonly<Record<string, string>>): Promise<void> {
      const command = new TagResourceCommand({
        resourceArn: arn,
        tags: Object.entries(tags).map(([key, value]) => ({ key, value }))
      })
      await call('ecs:TagResource', () => ecs().send(command))
    },

    async describe(arn: string): Promise<Revision> {
      return required(await find(arn), `the revision ${arn}`)
    },

    /** The newest ACTIVE one: what CloudFormation would take for the bare family (F1.14). */
    newest: (family: string): Promise<Revision | undefined> => find(family),

    /** ARNs, newest first. */
    async active(family: string): Promise<readonly string[]> {
      const action = 'ecs:ListTaskDefinitions'
      const input = { familyPrefix: family, status: 'ACTIVE', sort: 'DESC' } as const
      const pages = await callAll(action, paginateListTaskDefinitions({ client: ecs() }, { ...input }))
      return pages
        .flatMap(({ taskDefinitionArns }) => required(taskDefinitionArns, `${action} taskDefinitionArns`))
        .filter((arn) => arn.includes(`/${family}:`))
    }
  }
}

function revisionOf(found: TaskDefinition, tags: readonly Tag[] = [], action: string): Revision {
  return {
    arn: required(found.taskDefinitionArn, `${action} taskDefinition.taskDefinitionArn`),
    family: required(found.family, `${action} taskDefinition.family`),
    revision: required(found.revision, `${action} taskDefinition.revision`),
    active: required(found.status, `${action} taskDefinition.status`) === 'ACTIVE',
    // Plain JSON, without the fields that the SDK has but AWS did not say.
    definition: withoutOutputs(JSON.parse(JSON.stringify(found)) as JsonObject),
    ...given({ registeredAt: found.registeredAt }),
    tags: textsByName(tags.map(({ key, value }) => [key, value]))
  }
}

/** What the API checks further is its own to say. */
const isRegistrable = (definition: JsonObject): definition is JsonObject & RegisterTaskDefinitionCommandInput =>
  typeof definition.family === 'string' && Array.isArray(definition.containerDefinitions)
