// What a deployment did against what a plan had said: resource by resource from the stacks' events, the revision, the tasks.
import type { Preview, ResourcePreview, StackPreview } from '../../src/model/preview.ts'
import { stackType, type Happened } from './cloudformation/event.ts'
import type { Whole } from './whole.ts'

/** What has happened until now; to be told apart from what comes. */
export interface Mark {
  readonly events: ReadonlySet<Happened>
  readonly rollouts: number
  readonly revisions: number
}

export const mark = ({ cloudFormation, region, definitions }: Whole): Mark => ({
  events: new Set(cloudFormation.stacks.flatMap(({ events }) => events)),
  rollouts: region.service.rollouts.length,
  revisions: definitions.all.length
})

/** @returns what was otherwise than said, in words. */
export function surprises(preview: Preview, since: Mark, whole: Whole): readonly string[] {
  const began = whole.region.service.rollouts.length > since.rollouts
  const registered = whole.definitions.all.length > since.revisions
  const { task, restarts, copies } = preview
  return [
    ...inStack('shop-platform', preview.platform, since, whole),
    ...inStack('shop-service', preview.service, since, whole),
    ...(registered && task.do === 'nothing' && copies === undefined && !restarts ? ['a revision was registered'] : []),
    ...(!registered && task.do === 'register' && task.certainty === 'will' ? ['no revision was registered'] : []),
    ...(began && !restarts && preview.service.do !== 'create' ? ['tasks were restarted'] : []),
    ...(!began && restarts?.certainty === 'will' ? ['no task was restarted'] : [])
  ]
}

function inStack(name: string, preview: StackPreview, since: Mark, { cloudFormation }: Whole): readonly string[] {
  const events = cloudFormation.stacks
    .filter((stack) => stack.name === name)
    .flatMap((stack) => stack.events.filter((event) => !since.events.has(event) && event.type !== stackType))
  const did = new Map<string, ResourcePreview['does']>()
  for (const event of events) {
    const what = fateOf(event, did.get(event.logicalId))
    if (what !== undefined) did.set(event.logicalId, what)
  }
  const said = new Map(resourcesOf(preview).map((resource) => [resource.logicalId, resource]))
  return [...new Set([...did.keys(), ...said.keys()])].flatMap((id) => {
    const [found, told] = [did.get(id), said.get(id)]
    if (!told) return [`${name} ${id}: ${found}, and nothing was said`]
    const isRight = found === undefined ? told.certainty === 'possible' : alike(found, told.does)
    return isRight ? [] : [`${name} ${id}: ${found ?? 'nothing'}, not ${told.certainty} ${told.does}`]
  })
}

const resourcesOf = (preview: StackPreview): readonly ResourcePreview[] =>
  'resources' in preview ? (preview.resources ?? []) : []

/** Other tags are an update too; what follows another resource is replaced or changed. */
const alike = (found: ResourcePreview['does'], told: ResourcePreview['does']): boolean =>
  found === told || (found === 'change' && told === 'tag')

/** The old one of what is replaced goes when everything else is done. */
function fateOf({ status, reason }: Happened, before?: ResourcePreview['does']): ResourcePreview['does'] | undefined {
  if (before === 'replace') return before
  if (reason?.startsWith('Requested update requires the creation') === true) return 'replace'
  switch (status) {
    case 'CREATE_COMPLETE':
      return 'add'
    case 'IMPORT_COMPLETE':
      return 'adopt'
    case 'UPDATE_COMPLETE':
      return 'change'
    case 'DELETE_COMPLETE':
      return 'remove'
    case 'DELETE_SKIPPED':
      return 'release'
    default:
      return undefined
  }
}
