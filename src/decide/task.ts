// What becomes of the task definition: the one that is wanted, and how it differs from what runs. Pure.
import type { Config } from '../model/config.ts'
import type { JsonObject } from '../model/json.ts'
import { isToCome, type ImagePlan } from '../model/plan.ts'
import { present } from '../model/present.ts'
import type { TaskPreview } from '../model/preview.ts'
import { imageOf, mainContainer, sameContent, type Revision } from '../model/revision.ts'
import type { NextService } from '../template/next.ts'
import { taskDefinition } from '../template/task.ts'
import { differencesOf } from './difference.ts'

export type WantedDefinition =
  | { readonly definition: JsonObject }
  /** Nobody can tell. */
  | { readonly definition?: never; readonly because: string }

/** With the image that runs where the wanted one is not there yet. */
export function wantedDefinition(
  config: Config,
  image: ImagePlan,
  next: NextService,
  running: Revision | undefined
): WantedDefinition {
  if (next.at === 'unknown') return next
  const now = running && imageOf(running.definition)
  const definition = taskDefinition(config, {
    region: config.region,
    image: isToCome(image) ? (now ?? comingImage(image.tag)) : image.image.reference,
    outputs: next.forecast.outputs
  })
  return { definition }
}

const comingImage = (tag: string): string => `the image tagged ${tag}`

export function taskPreview(wanted: WantedDefinition, running: Revision | undefined, image: ImagePlan): TaskPreview {
  if (!wanted.definition) return { do: 'unknown', because: wanted.because }
  const { definition } = wanted
  if (!running) return { do: 'register', certainty: 'will', changes: differencesOf(undefined, definition) }
  const same = sameContent(definition, running.definition)
  if (same && !isToCome(image)) return { do: 'nothing' }
  return {
    do: 'register',
    certainty: same ? 'possible' : 'will',
    changes: [...differencesOf(running.definition, definition), ...imageChange(running, image)]
  }
}

/** The same files give the same image again, perhaps: only the build tells. */
function imageChange({ definition }: Revision, image: ImagePlan) {
  if (!isToCome(image)) return []
  const { name } = mainContainer(definition)
  const before = imageOf(definition)
  return [
    {
      of: 'setting',
      ...(typeof name === 'string' && { container: name }),
      name: 'image',
      does: 'change',
      certainty: 'possible',
      ...present({ before }),
      after: comingImage(image.tag)
    } as const
  ]
}
