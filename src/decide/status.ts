// How far what is there is from what the configuration asks for: what a deployment of the same image would change. Pure.
import type { Config } from '../model/config.ts'
import { digestIn } from '../model/image.ts'
import type { JsonObject } from '../model/json.ts'
import type { Current } from '../model/plan.ts'
import type { Preview, StackPreview, TaskChange } from '../model/preview.ts'
import { imageOf, type Revision } from '../model/revision.ts'
import { isLive, type StackState } from '../model/stack.ts'
import type { Drift, StackDrift, Unlike } from '../model/status.ts'
import { plansOf } from './deploy.ts'
import { differencesOf } from './difference.ts'
import { decidePreview } from './preview.ts'

/** @param first of the run's regions. */
export function driftOf(config: Config, current: Current, first?: Current): Drift {
  const reference = (current.running && imageOf(current.running.definition)) ?? ''
  const image = { reference, digest: digestIn(reference) ?? '' }
  // What runs is the image that is wanted: no tag is asked for, and none is made.
  const [plan] = plansOf([{ config, current }], { context: { at: 'registry', image }, tag: '' })
  const preview = decidePreview(config, current, plan)
  const unlike = first && first !== current && unlikeOf(first, current)
  return {
    platform: stackDrift(preview.platform, current.platform),
    service: stackDrift(preview.service, current.serviceStack),
    // What a deployment would first wait for or remove is compared with nothing.
    task: current.running && !isLive(current.serviceStack) ? 'cannot be told' : taskDrift(preview),
    ...(unlike && { unlike })
  }
}

function unlikeOf(first: Current, here: Current): Unlike | undefined {
  if (!first.running || !here.running) return undefined
  const there = digestIn(imageOf(first.running.definition))
  return {
    region: first.region,
    ...(there !== undefined && there !== digestIn(imageOf(here.running.definition)) && { image: there }),
    settings: differencesOf(withoutPlace(first, first.running), withoutPlace(here, here.running))
      .filter(({ of, name }) => of !== 'secret' && !ownNames.includes(name))
      .map(changeName)
  }
}

/** What each region makes for itself; the image is told apart. */
const ownNames: readonly string[] = ['executionRoleArn', 'taskRoleArn', 'image']

const withoutPlace = ({ region }: Current, { definition }: Revision): JsonObject =>
  JSON.parse(JSON.stringify(definition).replaceAll(region, 'region')) as JsonObject

function stackDrift(stack: StackPreview, state: StackState): StackDrift {
  if (state.at === 'foreign') return 'not ours'
  if (state.at !== 'settled' && 'status' in state) return `in ${state.status}`
  switch (stack.do) {
    case 'nothing':
      return 'as asked for'
    case 'create':
      return 'not there'
    case 'change':
      return stack.certainty === 'will' ? 'differs' : 'cannot be told'
    case 'unknown':
      return 'cannot be told'
  }
}

function taskDrift({ task, service }: Preview): readonly string[] {
  // Where there is no service, every setting would differ from nothing.
  if (task.do !== 'register' || service.do === 'create') return []
  return task.changes.map(changeName)
}

const changeName = ({ of, container, name }: TaskChange): string =>
  `${of === 'setting' ? '' : of === 'env' ? 'variable ' : 'secret '}${name}${container === undefined ? '' : ` of ${container}`}`
