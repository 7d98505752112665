// How far what is there is from what the configuration asks for: what a deployment of the same image would change. Pure.
import type { Config } from '../model/config.ts'
import type { Current } from '../model/plan.ts'
import type { Preview, StackPreview, TaskChange } from '../model/preview.ts'
import { imageOf } from '../model/revision.ts'
import type { Drift, StackDrift } from '../model/status.ts'
import { plansOf } from './deploy.ts'
import { decidePreview } from './plan.ts'

export function driftOf(config: Config, current: Current): Drift {
  const reference = (current.running && imageOf(current.running.definition)) ?? ''
  const image = { reference, digest: reference.split('@')[1] ?? '' }
  const [plan] = plansOf([{ config, current }], { context: { at: 'registry', image }, tag: '' })
  const preview = decidePreview(config, current, plan)
  return { platform: stackDrift(preview.platform), service: stackDrift(preview.service), task: taskDrift(preview) }
}

function stackDrift(stack: StackPreview): StackDrift {
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
  return task.changes.map(nameOf)
}

const nameOf = ({ of, container, name }: TaskChange): string =>
  `${of === 'setting' ? '' : of === 'env' ? 'variable ' : 'secret '}${name}${container === undefined ? '' : ` of ${container}`}`
