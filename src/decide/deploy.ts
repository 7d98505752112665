// What `deploy` does, and `plan` says: what was asked and what is there -> a plan. Pure.
import type { Config } from '../model/config.ts'
import { failureIn, type Failure } from '../model/failure.ts'
import type { JsonObject } from '../model/json.ts'
import { refusalOf } from '../model/interruption.ts'
import {
  copyAction,
  platformOf,
  type ContextState,
  type Current,
  type ImagePlan,
  type Plan,
  type RegionPlan,
  type Situation
} from '../model/plan.ts'
import { present } from '../model/present.ts'
import { secretsOf, secretsWanted } from '../model/revision.ts'
import { mapSeveral, type Several } from '../model/several.ts'
import { siteOf } from '../model/site.ts'
import { isLive, outputsOf, stackAction, type StackRequest } from '../model/stack.ts'
import { platformRequest } from '../template/platform.ts'
import { serviceRequest, type ServiceSurroundings } from '../template/service.ts'
import { taskDefinition } from '../template/task.ts'
import { lossesOf } from './loss.ts'
import { strategyRefusal } from './strategy.ts'

/** What the image is made from, and the tag that it gets. */
export interface Wanted {
  readonly context: ContextState
  readonly tag: string
}

/** @throws Failure when a deployment of any of them would be refused: nothing is begun then. */
export function decideDeploy(regions: Several<Situation>, wanted: Wanted): Several<Plan> {
  for (const { config, current } of regions) {
    const refusal = deployRefusal(config, current)
    if (refusal) throw failureIn(current.region, regions, refusal)
  }
  return plansOf(regions, wanted)
}

/** Why nothing of it may be begun; undefined: it may. */
export const deployRefusal = (config: Config, current: Current): Failure | undefined =>
  refusalOf(lossesOf(config, current), { ...config, unchanged: 'Nothing' }) ?? strategyRefusal(config, current)

/** Also of what is refused, to be told. Where an image is there already, it is the one; else it is made for the first region. */
export function plansOf(regions: Several<Situation>, wanted: Wanted): Several<Plan> {
  const plans = mapSeveral(regions, ({ config, current }) => ({
    image: planImage(config, current, wanted),
    region: planRegion(config, current)
  }))
  const source = plans.find(({ image }) => image.do === 'nothing') ?? plans[0]
  return mapSeveral(plans, (plan) => ({ ...plan, image: imageFrom(source, plan, wanted) }))
}

/** The same bytes everywhere: one that only has the same tag is not the one. */
function imageFrom(source: Plan, { image, region }: Plan, { tag }: Wanted): ImagePlan {
  const isSame =
    image.do === 'use' ||
    region.region === source.region.region ||
    (image.do === 'nothing' && source.image.do === 'nothing' && image.image.digest === source.image.image.digest)
  return isSame ? image : { do: 'copy', tag, from: source.region.region }
}

function planImage({ source, architecture }: Config, { image }: Current, { context, tag }: Wanted): ImagePlan {
  if (context.at === 'registry') return { do: 'use', image: context.image }
  // The one tag that may move says nothing of what it names.
  if (image && tag !== 'latest') return { do: 'nothing', tag, image }
  const platform = platformOf(architecture)
  return source.from === 'build' ? { do: 'build', tag, platform } : { do: 'push', tag, local: source.image, platform }
}

function planRegion(config: Config, current: Current): RegionPlan {
  const { region, platform } = current
  const known = { region, ...present({ site: siteOf(config, current.hostedZone) }) }
  const secrets = readableSecrets(config, current)
  const request = platformRequest(config, { ...known, zones: current.zones, secrets })
  refuseOverrides(config, request, known)
  return {
    region,
    platform: stackAction(request, platform),
    platformWaitsForImage: isLive(platform) && !makesRepository(config, current),
    copy: copyAction(current.running, current.newest),
    force: config.forceNewDeployment
  }
}

/** The image cannot come before its repository does: another name is another one, and the earlier one stays. */
function makesRepository({ repository }: Config, { platform }: Current): boolean {
  const uri = outputsOf(platform).RepositoryUri
  return uri !== undefined && !uri.endsWith(`/${repository}`)
}

/** What comes after the platform, made once with nothing to go by: what it refuses is said before anything is touched. */
function refuseOverrides(config: Config, platform: StackRequest, known: Omit<ServiceSurroundings, 'outputs'>): void {
  const outputs = Object.fromEntries(outputNamesOf(platform).map((name) => [name, name]))
  const surroundings = { ...known, outputs }
  serviceRequest(config, surroundings)
  taskDefinition(config, { ...surroundings, image: 'image' })
}

const outputNamesOf = ({ body }: StackRequest): readonly string[] =>
  Object.keys((JSON.parse(body) as { readonly Outputs: JsonObject }).Outputs)

/** Of the new configuration and of every revision that a rollback may return to. */
const readableSecrets = (config: Config, { kept }: Current): readonly string[] =>
  config.task.executionRoleArn === undefined
    ? [...new Set([...secretsWanted(config), ...kept.flatMap(({ definition }) => secretsOf(definition))])].toSorted()
    : []
