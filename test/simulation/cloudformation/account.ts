// What stacks share with the rest of the region: names that are taken, images, and the service that ECS runs.
import type { Definitions } from '../definitions.ts'
import type { Region } from '../region.ts'
import { isOver } from '../deployment.ts'
import { alive } from '../service.ts'
import { canonicalText, type JsonObject } from '../../../src/model/json.ts'
import { wordOf } from '../../template/function.ts'
import { breakerTriggered, invalid, notEmpty } from './text.ts'
import type { Handler, Work } from './work.ts'
import { conflictOf, type RecordSet } from '../zone.ts'

export interface Account {
  /** `AWS::Logs::LogGroup /ecs/shop-app`. */
  readonly names: Set<string>
  readonly handlers: Readonly<Record<string, Handler>>
}

/** How long a record takes until it is everywhere, in seconds (F5.2). */
const insync = 30

export interface Shared {
  readonly region: Region
  readonly definitions: Definitions
  /** Whether an image is in the repository. */
  readonly hasImages: () => boolean
  /** Records that no stack has made. */
  readonly zone: readonly RecordSet[]
}

/** How often the handler of a service looks, in seconds. */
const looks = 5

export function accountOf({ region, definitions, hasImages, zone }: Shared): Account {
  return {
    names: new Set(),
    handlers: {
      'AWS::ECS::Service': { create: createService, update: updateService, remove: removeService },
      'AWS::ApplicationAutoScaling::ScalableTarget': { create: scale, update: scale },
      'AWS::Route53::RecordSet': {
        create: ({ properties, done, fail }) => {
          const record = {
            Name: wordOf(properties.Name),
            Type: 'A',
            Region: 'eu-west-1',
            SetIdentifier: wordOf(properties.SetIdentifier)
          } as const
          const conflict = conflictOf([record, ...zone])
          region.time.after(insync, () => {
            if (conflict === undefined) done()
            else fail(invalid(`[${conflict}] (Service: Route53, Status Code: 400)`))
          })
        }
      },
      'AWS::ECR::Repository': {
        remove: ({ properties, done, fail }) => {
          if (hasImages() && properties.EmptyOnDelete !== true) fail(notEmpty(wordOf(properties.RepositoryName)))
          else done()
        }
      }
    }
  }

  /** The bare family is resolved now (F1.14). */
  function createService(work: Work): void {
    const registered = definitions.find(wordOf(work.properties.TaskDefinition))
    if (!registered) {
      work.fail(invalid('Unable to describe task definition. (Service: AmazonECS; Status Code: 400)'))
      return
    }
    region.service.desired = 1
    region.begin(registered.revision, 'others')
    awaitRollout(work)
  }

  /** What is no property of tasks starts no deployment; the family does when it means another revision now (F1.14). */
  function updateService(work: Work): void {
    const { properties, before } = work
    const registered = definitions.find(wordOf(properties.TaskDefinition))
    if (!registered) {
      work.fail(invalid('TaskDefinition is inactive'))
      return
    }
    const running = region.service.deployments.find(({ status }) => status === 'PRIMARY')?.revision
    const rolls = rolling.some((name) => textOf(properties, name) !== textOf(before, name))
    if (running === registered.revision && !rolls) {
      work.done()
      return
    }
    region.begin(registered.revision, 'others')
    awaitRollout(work)
  }

  /** Until the deployment that it began has ended; the circuit breaker ends it at the latest. */
  function awaitRollout(work: Work): void {
    const [rollout] = region.service.rollouts
    region.time.after(looks, function look() {
      if (!rollout || rollout.status === 'SUCCESSFUL') work.done()
      else if (isOver(rollout)) work.fail(breakerTriggered)
      else region.time.after(looks, look)
    })
  }

  function removeService({ done }: Work): void {
    region.removeService()
    region.time.after(looks, function look() {
      if (alive(region.service).length === 0) done()
      else region.time.after(looks, look)
    })
  }

  /** At least so many tasks from now on (F1.15). */
  function scale({ properties, done }: Work): void {
    region.scaleTo(Math.max(region.service.desired, Number(properties.MinCapacity)))
    done()
  }
}

const textOf = (properties: JsonObject, name: string): string => canonicalText(properties[name] ?? null)

/** What starts a deployment when it changes (F1.14). */
const rolling = [
  'NetworkConfiguration',
  'LoadBalancers',
  'PlatformVersion',
  'CapacityProviderStrategy',
  'ServiceRegistries',
  'ServiceConnectConfiguration',
  'VolumeConfigurations',
  'ForceNewDeployment'
]
