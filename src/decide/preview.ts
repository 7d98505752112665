// What `plan` says and `deploy` says first: the decision of `deploy`, told instead of done. Pure.
import type { Config } from '../model/config.ts'
import { refusalOf } from '../model/interruption.ts'
import type { JsonObject } from '../model/json.ts'
import { isToCome, type Current, type ImagePlan, type Plan, type RegionPlan } from '../model/plan.ts'
import { present } from '../model/present.ts'
import { revisionName } from '../model/revision.ts'
import type { Answers, Certainty, ImagePreview, Preview, Restart, StackPreview, TaskPreview } from '../model/preview.ts'
import { unlikeProtected } from '../model/protection.ts'
import { isLive, type ResourceChange, type StackAction } from '../model/stack.ts'
import { usersOf } from '../template/forecast.ts'
import { interruptionsOf } from '../template/interruption.ts'
import { listedBy, listedFrom, possiblyChanged } from '../template/listing.ts'
import { nextService, type NextService } from '../template/next.ts'
import { restartOf } from '../template/restart.ts'
import { templateOf } from '../template/stack.ts'
import { costsOf } from './cost.ts'
import { deployRefusal } from './deploy.ts'
import { lossesOf } from './loss.ts'
import { taskPreview, wantedDefinition } from './task.ts'

export function decidePreview(config: Config, current: Current, plan: Plan, answers: Answers = {}): Preview {
  const { region } = plan
  const running = isLive(current.serviceStack) && current.service ? current.running : undefined
  const next = nextService(config, current, region.platform, answers.platform)
  const platform = platformPreview(region.platform, answers.platform)
  const service = servicePreview(next, answers.service, platform)
  const wanted = wantedDefinition(config, plan.image, next, running)
  const task = taskPreview(wanted, running, plan.image)
  const { copy } = region
  const interruptions = [
    ...lossesOf(config, current),
    ...(isLive(current.serviceStack) ? interruptionsOf(answers.platform ?? [], templateIn(region.platform)) : []),
    ...(running ? interruptionsOf(answers.service ?? [], next.at === 'known' ? templateIn(next.action) : {}) : [])
  ]
  const refusal =
    deployRefusal(config, current) ?? answers.refused ?? refusalOf(interruptions, { ...config, unchanged: 'Nothing' })
  const unlike = unlikeProtected(config, current)
  const restarts = running && restartsOf(service, task, region)
  return {
    region: current.region,
    hasChanges:
      isToCome(plan.image) ||
      [platform, service, task].some((part) => part.do !== 'nothing') ||
      restarts !== undefined ||
      unlike.length > 0,
    image: imagePreview(plan.image),
    platform,
    service,
    task,
    ...(copy.do === 'copy' && service.do !== 'nothing' && { copies: revisionName(copy.of) }),
    ...present({ restarts }),
    ...(unlike.length > 0 && { protection: { on: config.terminationProtection, stacks: unlike } }),
    interruptions: [...new Set(interruptions.map(({ sentence }) => sentence))],
    ...(refusal && { refused: { sentence: refusal.sentence, remedy: refusal.remedy } }),
    monthly: costsOf({
      config,
      running,
      definition: wanted.definition,
      resources: [...resourcesOf(platform), ...resourcesOf(service)],
      serviceChanges: answers.service ?? []
    })
  }
}

const templateIn = (action: StackAction): JsonObject => ('request' in action ? templateOf(action.request) : {})

function imagePreview(plan: ImagePlan): ImagePreview {
  switch (plan.do) {
    case 'nothing':
      return { do: 'reuse', image: plan.image, tag: plan.tag }
    case 'use':
      return { do: 'reuse', image: plan.image }
    case 'build':
    case 'push':
    case 'copy':
      return plan
  }
}

function platformPreview(action: StackAction, changes: readonly ResourceChange[] | undefined): StackPreview {
  switch (action.do) {
    case 'nothing':
      return { do: 'nothing' }
    case 'recreate':
      return { do: 'create', resources: listedFrom(action.request), removesFirst: true }
    case 'apply':
      if (action.change === 'CREATE')
        return { do: 'create', resources: listedFrom(action.request), removesFirst: false }
      return { do: 'change', certainty: 'will', ...(changes && { resources: listedBy(changes, 'will') }) }
    case 'join':
      return { do: 'unknown', because: 'an operation is going on in it, which is waited for first' }
    case 'continue':
      return { do: 'unknown', because: 'an update of it was undone in part only, which is brought to its end first' }
    case 'refuse':
      return {
        do: 'unknown',
        because:
          action.state.at === 'foreign'
            ? 'Slipway did not make it, and does not touch it'
            : `it is in ${action.state.status} and accepts no change`
      }
  }
}

function servicePreview(
  next: NextService,
  changes: readonly ResourceChange[] | undefined,
  platform: StackPreview
): StackPreview {
  if (next.at === 'unknown') return { do: 'unknown', because: next.because }
  const { action, request, unsure } = next
  const told = platformPreview(action, changes)
  // Values that may be others reach what uses them, whether or not its change set shows it.
  const users = usersOf(request, unsure)
  if (told.do === 'nothing') {
    if (users.length === 0) return told
    // Where nobody has asked what becomes of the platform, they are all that name anything of it.
    const isAsked = platform.do !== 'change' || platform.resources !== undefined
    return { do: 'change', certainty: 'possible', ...(isAsked && { resources: possiblyChanged(users) }) }
  }
  if (told.do !== 'change') return told
  if (!changes) return { do: 'change', certainty: platform.do === 'change' ? 'possible' : 'will' }
  const certainty = unsure.length === 0 ? 'will' : 'possible'
  const shown = new Set(changes.map(({ logicalId }) => logicalId))
  const others = users.filter(({ logicalId }) => !shown.has(logicalId))
  return { do: 'change', certainty, resources: [...listedBy(changes, certainty), ...possiblyChanged(others)] }
}

const resourcesOf = (stack: StackPreview) => ('resources' in stack ? (stack.resources ?? []) : [])

function restartsOf(service: StackPreview, task: TaskPreview, { force }: RegionPlan): Restart | undefined {
  const found: readonly { readonly certainty: Certainty; readonly because: string }[] = [
    ...(task.do !== 'register'
      ? []
      : [
          {
            certainty: task.certainty,
            because:
              task.certainty === 'will'
                ? 'the task definition changes'
                : 'an image is brought, which may be the one that runs'
          }
        ]),
    ...(force ? [{ certainty: 'will', because: '`force-new-deployment` is on' } as const] : []),
    ...resourcesOf(service).flatMap((resource) => {
      const certainty = restartOf(resource)
      const names = resource.properties.map(({ name }) => name)
      const what = names.length === 0 ? 'the service' : `${names.join(' and ')} of the service`
      return certainty === undefined
        ? []
        : [{ certainty, because: `${what} ${names.length > 1 ? 'change' : 'changes'}` }]
    })
  ]
  if (found.length === 0) return undefined
  return {
    certainty: found.some(({ certainty }) => certainty === 'will') ? 'will' : 'possible',
    because: found.map(({ because }) => because)
  }
}
