// Begins a deployment of a revision on a service that exists.
import type { ServiceUpdate, Updated } from '../../aws/services.ts'
import type { Config } from '../../model/config.ts'
import { namesOf } from '../../model/names.ts'
import { present } from '../../model/present.ts'
import { movesPort, portMapping, type Revision } from '../../model/revision.ts'
import type { Deployment, Service } from '../../model/service.ts'
import { firstOf, insist, poll } from '../poll.ts'
import type { Ours } from './judge.ts'
import type { World } from '../world.ts'

export interface Order {
  readonly config: Config
  readonly service: Service
  readonly revision: Revision
  /** What runs now. */
  readonly running: Revision
}

/** A deployment that was begun. */
export interface Rollout extends Ours {
  /** Where UpdateService returned it. */
  readonly serviceDeployment?: string
  /** The one before ours: what a service says that has not heard of ours yet. */
  readonly earlierDeployment?: string
}

/** How long a deployment whose answer was lost is looked for. */
const searchMs = 10_000

/** An answer that was lost is looked for before the call is made again: forced, it would start a second deployment. */
export async function begin(world: World, order: Order): Promise<Rollout> {
  const { config, service, revision } = order
  const names = namesOf(config)
  const ports = movedPort(order)
  const wanted = { cluster: names.cluster, service: names.service, taskDefinition: revision.arn, force: true, ...ports }
  const known = new Set(service.deployments.map(({ id }) => id))
  const startedIn = (now: Service | undefined): Deployment | undefined =>
    now?.deployments.find(({ id, taskDefinition }) => taskDefinition === revision.arn && !known.has(id))
  const answers = insist(() => world.aws.services.update(wanted), world)
  for (;;) {
    const { value: answer } = await answers.next()
    if (answer.at === 'started') return begun(answer)
    const found = await findStarted()
    if (found) return begun({ deploymentId: found.id, ...present({ began: found.began }) })
  }

  /** Right after the call, the answer may still name the service deployment before. */
  function begun({ deploymentId: id, began, serviceDeploymentArn: arn }: Started): Rollout {
    const earlier = service.currentServiceDeployment
    return {
      id,
      taskDefinition: revision.arn,
      ...present({ began, earlierDeployment: earlier }),
      ...(arn !== undefined && arn !== earlier && { serviceDeployment: arn })
    }
  }

  /** Reads lag behind writes: not there at once is not yet not there. No cancel ends it: what began is to be taken back. */
  async function findStarted(): Promise<Deployment | undefined> {
    const until = world.clock.now() + searchMs
    const patient = { ...world, cancelled: new AbortController().signal }
    const looks = poll(async () => startedIn(await world.aws.services.describe(names.cluster, names.service)), patient)
    return firstOf(looks, (found) => found !== undefined || world.clock.now() >= until)
  }
}

type Started = Pick<Extract<Updated, { readonly at: 'started' }>, 'deploymentId' | 'began' | 'serviceDeploymentArn'>

/** A changed container name or port must travel with the revision, or ECS refuses it (F2.3). */
function movedPort({ service, revision, running }: Order): Pick<ServiceUpdate, 'loadBalancer'> {
  const to = portMapping(revision.definition)
  if (!to || service.targetGroupArn === undefined || !movesPort(revision.definition, running.definition)) return {}
  const { targetGroupArn, secondGroup } = service
  return { loadBalancer: { targetGroupArn, ...present({ secondGroup }), ...to } }
}
