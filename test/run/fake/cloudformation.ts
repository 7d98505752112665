// CloudFormation of one region, by F3: change sets, operations that take a while, and what they do to ECS.
import type { ResourceChange, StackEvent, StackRequest, StackResource, StackState } from '../../../src/model/stack.ts'
import type { Aws } from '../../../src/aws/connect.ts'
import { outputs as platformOutputs } from '../../template/example.ts'
import type { Ecs } from './ecs.ts'
import type { Time } from './time.ts'
import { firstGroup, type Shape } from './traffic.ts'

export interface StackScript {
  readonly time: Time
  readonly wrote: (call: string) => void
  readonly ecs: Ecs
  /** Events of an operation that fails; none: it succeeds. */
  readonly failing: (stack: string) => readonly Pick<StackEvent, 'logicalId' | 'type' | 'reason' | 'status'>[]
}

interface Stack {
  id: string
  status: string
  outputs: Readonly<Record<string, string>>
  parameters: Readonly<Record<string, string>>
  /** Of the latest operation. */
  events: StackEvent[]
  isProtected?: boolean
  /** What a failure left in it. */
  resources?: readonly StackResource[]
  /** What it was last made from. */
  request?: StackRequest
}

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>
const resourcesOf = (request: StackRequest | undefined): Resources =>
  (JSON.parse(request?.body ?? '{}') as { Resources?: Resources }).Resources ?? {}

/** A tag of the stack is one of each resource. */
function changesOf(before: StackRequest | undefined, after: StackRequest): readonly ResourceChange[] {
  const [had, has] = [resourcesOf(before), resourcesOf(after)]
  const retagged = before !== undefined && JSON.stringify(before.tags) !== JSON.stringify(after.tags)
  return [...new Set([...Object.keys(had), ...Object.keys(has)])].flatMap((logicalId) => {
    const [old, now] = [had[logicalId], has[logicalId]]
    if (old && now && !retagged && JSON.stringify(old) === JSON.stringify(now)) return []
    const action = !old ? 'Add' : !now ? 'Remove' : 'Modify'
    return [{ action, logicalId, type: (now ?? old)?.Type ?? '', replacement: 'no', retained: false, details: [] }]
  })
}

interface ServiceProperties {
  readonly DeploymentConfiguration: { readonly Strategy: string; readonly BakeTimeInMinutes?: number }
  readonly LoadBalancers: readonly { readonly AdvancedConfiguration?: unknown }[]
}

function shapeOf(request: StackRequest): Shape {
  const { DeploymentConfiguration, LoadBalancers } = resourcesOf(request).Service?.Properties as ServiceProperties
  return {
    strategy: DeploymentConfiguration.Strategy.toLowerCase().replace('_', '-') as Shape['strategy'],
    bakeMinutes: DeploymentConfiguration.BakeTimeInMinutes ?? 0,
    twoGroups: LoadBalancers[0]?.AdvancedConfiguration !== undefined
  }
}
function literalsOf(body: string): Readonly<Record<string, string>> {
  const { Outputs = {} } = JSON.parse(body) as { Outputs?: Readonly<Record<string, { readonly Value: unknown }>> }
  return Object.fromEntries(
    Object.entries(Outputs).flatMap(([name, { Value }]) => (typeof Value === 'string' ? [[name, Value]] : []))
  )
}

/** Those of the example, of which a platform without a domain has no HTTPS listener. */
const outputsFor = ({ name, body, fingerprint }: StackRequest): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(name.endsWith('-platform') ? platformOutputs : {}).filter(([output]) => body.includes(`"${output}"`))
  ),
  ...(name.endsWith('-service') && { TargetGroupArn: firstGroup, ...literalsOf(body) }),
  Fingerprint: fingerprint
})

export function fakeCloudFormation({ time, wrote, ecs, failing }: StackScript) {
  const stacks = new Map<string, Stack>()
  const sets = new Map<
    string,
    { readonly request: StackRequest; readonly change: 'CREATE' | 'UPDATE'; readonly created: Date }
  >()
  let count = 0

  const find = (nameOrId: string): Stack | undefined =>
    [...stacks.values()].findLast(({ id }) => id === nameOrId) ?? stacks.get(nameOrId)

  function put(name: string, status: string): Stack {
    const known = stacks.get(name)
    if (known && known.status !== 'DELETE_COMPLETE') return Object.assign(known, { status })
    const id = `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/${++count}`
    const made = { id, status, outputs: {}, parameters: {}, events: [] }
    stacks.set(name, made)
    return made
  }

  function happened(stack: Stack, event: Partial<StackEvent> & Pick<StackEvent, 'status'>): void {
    stack.events.push({
      id: `${stack.id}-${stack.events.length}`,
      time: new Date(time.clock.now()),
      logicalId: 'Service',
      type: 'AWS::ECS::Service',
      ...event
    })
  }

  function begin(stack: Stack, status: string, token?: string): Stack {
    Object.assign(stack, { status, events: [] })
    const type = 'AWS::CloudFormation::Stack'
    happened(stack, { logicalId: stack.id.split('/')[1] ?? '', type, status, ...(token !== undefined && { token }) })
    return stack
  }

  function finish(stack: Stack, request: StackRequest, change: string): void {
    if (!stack.status.endsWith('_IN_PROGRESS') || stack.status.startsWith('DELETE')) return
    happened(stack, { status: `${change}_COMPLETE` })
    Object.assign(stack, { status: `${change}_COMPLETE`, outputs: outputsFor(request) })
  }

  function rollBack(stack: Stack, change: string): void {
    if (stack.status !== `${change}_IN_PROGRESS`) return
    stack.status = change === 'CREATE' ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS'
    time.after(10, () => {
      if (stack.status === 'ROLLBACK_IN_PROGRESS') ecs.remove()
      if (stack.status.includes('ROLLBACK_IN')) stack.status = stack.status.replace('IN_PROGRESS', 'COMPLETE')
    })
  }

  /** Waits for the service as CloudFormation does. */
  function awaitService(stack: Stack, request: StackRequest, id: string): void {
    if (!/^(CREATE|UPDATE)_IN/.test(stack.status)) return
    const state = ecs.deployment(id)?.rolloutState
    const change = stack.status.split('_')[0] ?? ''
    if (state === 'completed') {
      finish(stack, request, change)
      return
    }
    if (state === 'failed') {
      happened(stack, { status: `${change}_FAILED`, reason: 'ECS Deployment Circuit Breaker was triggered' })
      rollBack(stack, change)
      return
    }
    time.after(5, () => {
      awaitService(stack, request, id)
    })
  }

  const port = {
    stacks: {
      template: () => Promise.reject(new Error('A run does not ask for this')),
      tags: () => Promise.reject(new Error('A run does not ask for this')),
      describe: (nameOrId: string) => Promise.resolve(stateOf(find(nameOrId))),
      remove: (id: string) => {
        const stack = find(id)
        wrote(`delete the stack ${id.split('/')[1] ?? id}`)
        if (!stack) return Promise.resolve()
        begin(stack, 'DELETE_IN_PROGRESS')
        time.after(20, () => {
          if (stack.status !== 'DELETE_IN_PROGRESS') return
          ecs.remove()
          stack.status = 'DELETE_COMPLETE'
        })
        return Promise.resolve()
      },
      createChangeSet: (request: StackRequest, change: 'CREATE' | 'UPDATE', name: string) => {
        wrote(`change set ${change} of ${request.name}`)
        const arn = `change-set/${name}`
        sets.set(arn, { request, change, created: new Date(time.clock.now()) })
        const stack = change === 'CREATE' ? put(request.name, 'REVIEW_IN_PROGRESS') : find(request.name)
        return Promise.resolve({ changeSetArn: arn, stackId: stack?.id ?? '' })
      },
      describeChangeSet: (arn: string): ReturnType<Aws['stacks']['describeChangeSet']> => {
        const request = sets.get(arn)?.request
        const changes = request ? changesOf(find(request.name)?.request, request) : []
        return Promise.resolve({ status: 'ready', changes })
      },
      listChangeSets: (stack: string) =>
        Promise.resolve(
          [...sets].flatMap(([arn, { request, created }]) =>
            request.name === stack ? [{ arn, name: arn.replace(/^change-set\//, ''), created }] : []
          )
        ),
      deleteChangeSet: (arn: string) => {
        wrote(`delete the change set of ${sets.get(arn)?.request.name ?? arn}`)
        sets.delete(arn)
        return Promise.resolve()
      },
      executeChangeSet: (arn: string, token: string) => {
        const set = sets.get(arn)
        if (!set) throw new Error(`There is no ${arn}`)
        const { request, change } = set
        wrote(`execute ${change} of ${request.name}`)
        // All of the stack go with it (F3.3).
        for (const [each, { request: of }] of sets) if (of.name === request.name) sets.delete(each)
        const stack = begin(put(request.name, `${change}_IN_PROGRESS`), `${change}_IN_PROGRESS`, token)
        stack.parameters = request.parameters
        const touchesRule = changesOf(stack.request, request).some(({ logicalId }) => logicalId === 'ListenerRule')
        if (request.name.endsWith('-service')) {
          // What a rule was moved to is nowhere in the template (F1.14).
          if (touchesRule && change === 'UPDATE') ecs.traffic.send(firstGroup, 100)
          ecs.configure(shapeOf(request))
        }
        stack.request = request
        const errors = failing(request.name)
        if (errors.length > 0) {
          time.after(10, () => {
            for (const error of errors) happened(stack, { ...error, token })
            rollBack(stack, change)
          })
        } else if (request.name.endsWith('-service') && change === 'CREATE') {
          awaitService(stack, request, ecs.create())
        } else {
          const id = request.name.endsWith('-service') ? ecs.resend() : undefined
          time.after(15, () => {
            if (id === undefined) finish(stack, request, change)
            else awaitService(stack, request, id)
          })
        }
        return Promise.resolve<'started' | 'overtaken'>('started')
      },
      continueRollback: (id: string, token: string) => {
        wrote(`continue the rollback of ${id.split('/')[1] ?? id}`)
        const stack = find(id)
        if (!stack) throw new Error(`There is no ${id}`)
        begin(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', token)
        const errors = failing(id.split('/')[1] ?? id)
        time.after(10, () => {
          for (const error of errors) happened(stack, { ...error, token })
          stack.status = errors.length > 0 ? 'UPDATE_ROLLBACK_FAILED' : 'UPDATE_ROLLBACK_COMPLETE'
        })
        return Promise.resolve()
      },
      protect: (name: string, isProtected: boolean) => {
        wrote(`${isProtected ? 'protect' : 'release'} ${name}`)
        Object.assign(find(name) ?? {}, { isProtected })
        return Promise.resolve()
      },
      ownerOf: () => Promise.resolve('other'),
      resources: (id: string) => Promise.resolve(find(id)?.resources ?? []),
      events: (id: string) => Promise.resolve(find(id)?.events ?? []),
      failures: (id: string) =>
        Promise.resolve((find(id)?.events ?? []).filter(({ status }) => status.endsWith('_FAILED')))
    }
  } satisfies Pick<Aws, 'stacks'>

  return {
    port,
    put,
    /** What a failure left in a stack, or what its latest operation did until now. */
    leave: (name: string, left: Partial<Pick<Stack, 'resources' | 'events'>>): void => {
      Object.assign(put(name, stacks.get(name)?.status ?? ''), left)
    },
    state: (name: string): StackState => stateOf(stacks.get(name)),
    /** The stack is there and is what the request says. */
    settle: (request: StackRequest): StackState => {
      const stack = put(request.name, 'CREATE_COMPLETE')
      Object.assign(stack, { outputs: outputsFor(request), parameters: request.parameters, request })
      return stateOf(stack)
    }
  }
}

function stateOf(stack: Stack | undefined): StackState {
  if (!stack || stack.status === 'DELETE_COMPLETE') return { at: 'absent' }
  const { id, status, outputs, parameters } = stack
  if (status === 'REVIEW_IN_PROGRESS') return { at: 'shell', id }
  if (status.endsWith('_IN_PROGRESS')) return { at: 'busy', id, status, outputs, parameters }
  if (['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'].includes(status)) {
    return { at: 'remains', id, status }
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') return { at: 'half-undone', id, status, outputs, parameters }
  if (status.endsWith('_FAILED')) return { at: 'stuck', id, status }
  return { at: 'settled', id, status, outputs, parameters, ...(stack.isProtected === true && { isProtected: true }) }
}
